using System.Numerics;

namespace RandWire.Graphs;

/// <summary>The chain: node i is joined to node i + 1, so that the network has no wiring to speak of. A control, not a random model: no seed changes it.</summary>
/// <param name="Nodes">N, number of nodes, 1 to <see cref="Graph.MaxNodes"/>, or <see langword="null"/> while open.</param>
/// <remarks>Text: <c>chain(n=32)</c>. Edges equal <c>networkx.path_graph</c>. O(N).</remarks>
public sealed record PathGraph(int? Nodes) : GraphModel
{
    /// <inheritdoc/>
    public override int? Nodes { get; init; } = Nodes;

    /// <inheritdoc/>
    public override string Text => ModelText.Write("chain", Nodes);

    /// <inheritdoc/>
    public override GraphModel Checked()
    {
        ModelRules.CheckNodes(this, least: 1);
        return this;
    }

    /// <inheritdoc/>
    public override Graph Generate(BigInteger seed)
    {
        Checked();
        int n = ModelRules.NodesOf(this);
        Edge[] edges = new Edge[n - 1];
        for (int i = 0; i < edges.Length; i++) edges[i] = new Edge(i, i + 1);
        return Graph.OfSorted(n, edges);
    }
}
