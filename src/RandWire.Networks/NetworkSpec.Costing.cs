using RandWire.Graphs;

namespace RandWire.Networks;

public sealed partial record NetworkSpec
{
    /// <summary>Parameters, multiply-adds and memory, from the spec alone.</summary>
    /// <param name="batchSize">Images per step that the arena bytes refer to, at least 1.</param>
    /// <exception cref="SpecException">A rule is broken, see <see cref="Checked"/>.</exception>
    public NetworkCost Cost(int batchSize = 16) => NetworkCost.Of(this, NetworkCost.Wirings(this), batchSize);
}
