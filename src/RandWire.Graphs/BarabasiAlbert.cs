using System.Numerics;
using RandWire.Graphs.Generators;

namespace RandWire.Graphs;

/// <summary>Barabasi-Albert graph BA(M) as the paper draws it: started from M isolated nodes.</summary>
/// <param name="Nodes">N, number of nodes, above M, 2 to <see cref="Graph.MaxNodes"/>, or <see langword="null"/> while open.</param>
/// <param name="Links">M, number of older nodes that each new node joins; 1 ≤ M &lt; N.</param>
/// <remarks>Text: <c>ba(n=32,m=5)</c>. Exactly M·(N-M) edges, connected, M inputs. Edges equal <c>networkx.barabasi_albert_graph</c> up to version 2.5. O(N·M).
/// Barabasi and Albert, Science 286 (1999).</remarks>
public sealed record BarabasiAlbert(int? Nodes, int Links) : GraphModel
{
    /// <inheritdoc/>
    public override int? Nodes { get; init; } = Nodes;

    /// <inheritdoc/>
    public override string Text => ModelText.Write("ba", Nodes, ("m", Links));

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
        return PreferentialAttachment.DrawFromIsolatedNodes(new MersenneTwister(seed), ModelRules.NodesOf(this), Links);
    }
}
