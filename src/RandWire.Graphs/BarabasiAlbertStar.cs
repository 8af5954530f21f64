using System.Numerics;
using RandWire.Graphs.Generators;

namespace RandWire.Graphs;

/// <summary>Barabasi-Albert graph as NetworkX draws it since version 2.6: started from a star of M + 1 nodes.</summary>
/// <param name="Nodes">N, number of nodes, above M, 2 to <see cref="Graph.MaxNodes"/>, or <see langword="null"/> while open.</param>
/// <param name="Links">M, number of older nodes that each new node joins; 1 ≤ M &lt; N.</param>
/// <remarks>Text: <c>ba-star(n=32,m=5)</c>. Exactly M·(N-M) edges, connected, one input. Not the paper's graph: see <see cref="BarabasiAlbert"/>. O(N·M).
/// Barabasi and Albert, Science 286 (1999).</remarks>
public sealed record BarabasiAlbertStar(int? Nodes, int Links) : GraphModel
{
    /// <inheritdoc/>
    public override int? Nodes { get; init; } = Nodes;

    /// <inheritdoc/>
    public override string Text => ModelText.Write("ba-star", Nodes, ("m", Links));

    /// <inheritdoc/>
    public override GraphModel Checked()
    {
        ModelRules.CheckLinks(this, Links);
        return this;
    }

    /// <inheritdoc/>
    public override Graph Generate(BigInteger seed)
    {
        Checked();
        return PreferentialAttachment.DrawFromStar(new MersenneTwister(seed), ModelRules.NodesOf(this), Links);
    }
}
