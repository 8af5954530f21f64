using System.Numerics;

namespace RandWire.Graphs;

/// <summary>The complete graph, which becomes the complete DAG: every node reads all nodes before it. A control, not a random model: no seed changes it.</summary>
/// <param name="Nodes">N, number of nodes, 1 to 8,192, or <see langword="null"/> while open.</param>
/// <remarks>Text: <c>complete(n=32)</c>. Edges equal <c>networkx.complete_graph</c>. O(N²).</remarks>
public sealed record CompleteGraph(int? Nodes) : GraphModel
{
    // The most whose edges a graph may hold.
    private const int MostNodes = 8_192;

    /// <inheritdoc/>
    public override int? Nodes { get; init; } = Nodes;

    /// <inheritdoc/>
    public override string Text => ModelText.Write("complete", Nodes);

    /// <inheritdoc/>
    public override GraphModel Checked()
    {
        ModelRules.CheckNodes(this, least: 1, MostNodes);
        return this;
    }

    /// <inheritdoc/>
    public override Graph Generate(BigInteger seed)
    {
        Checked();
        int n = ModelRules.NodesOf(this);
        Edge[] edges = new Edge[(int)((long)n * (n - 1) / 2)];
        int at = 0;
        for (int from = 0; from < n; from++)
            for (int to = from + 1; to < n; to++) edges[at++] = new Edge(from, to);
        return Graph.OfSorted(n, edges);
    }
}
