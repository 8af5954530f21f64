using System.Globalization;

namespace RandWire.Graphs;

/// <summary>A directed acyclic graph whose arcs all run from a lower to a higher index, as Xie et al. 2019 orient their random graphs
/// (appendix: node indices are the ring order for WS, the order of insertion for BA, any order for ER). Immutable.</summary>
/// <remarks>An isolated node is an input and an output at once.</remarks>
public sealed class Dag : IEquatable<Dag>
{
    private readonly Edge[] _edges;
    private readonly Adjacency _predecessors;
    private readonly Adjacency _successors;
    private readonly int[] _layers;

    private Dag(int nodeCount, Edge[] sortedEdges)
    {
        NodeCount = nodeCount;
        _edges = sortedEdges;
        _predecessors = Adjacency.Predecessors(nodeCount, sortedEdges);
        _successors = Adjacency.Successors(nodeCount, sortedEdges);
        _layers = new int[nodeCount];
        int[] sizes = new int[nodeCount];
        for (int node = 0; node < nodeCount; node++)
        {
            int layer = 0;
            foreach (int from in _predecessors.Of(node)) layer = Math.Max(layer, _layers[from] + 1);
            _layers[node] = layer;
            LongestPath = Math.Max(LongestPath, layer);
            Width = Math.Max(Width, ++sizes[layer]);
            if (IsInput(node)) InputCount++;
            if (IsOutput(node)) OutputCount++;
        }
    }

    /// <summary>Number of nodes, without the extra input and output node.</summary>
    public int NodeCount { get; }

    /// <summary>All arcs, each once, with From &lt; To, sorted.</summary>
    public ReadOnlySpan<Edge> Edges => _edges;

    /// <summary>Number of nodes without predecessor: those which the extra input node feeds.</summary>
    public int InputCount { get; }

    /// <summary>Number of nodes without successor: those whose mean the extra output node takes.</summary>
    public int OutputCount { get; }

    /// <summary>Number of arcs on the longest path, 0 without arcs. The extra nodes are not counted.</summary>
    public int LongestPath { get; }

    /// <summary>Most nodes in one layer (see <see cref="Layers"/>). This is the width of the drawing, at most the size of the largest antichain.</summary>
    public int Width { get; }

    /// <summary>For every node the number of arcs on the longest path that ends in it: 0 for inputs, <see cref="LongestPath"/> at most.</summary>
    public ReadOnlySpan<int> Layers => _layers;

    /// <summary>Orients every edge of <paramref name="graph"/> from its lower to its higher index. O(nodes + edges).</summary>
    public static Dag Orient(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return new Dag(graph.NodeCount, graph.SortedEdges);
    }

    /// <summary>A DAG with the given arcs, in any order.</summary>
    /// <param name="nodeCount">Number of nodes, 1 to <see cref="Graph.MaxNodes"/>.</param>
    /// <param name="arcs">Arcs with From &lt; To, each once.</param>
    /// <exception cref="SpecException">The number of nodes or an arc breaks these rules.</exception>
    public static Dag FromArcs(int nodeCount, IEnumerable<Edge> arcs)
    {
        ArgumentNullException.ThrowIfNull(arcs);
        if (nodeCount is < 1 or > Graph.MaxNodes)
            throw new SpecException(Invariant($"A wiring of {nodeCount} nodes: the number of nodes must lie in [1, {Graph.MaxNodes}]."));
        List<Edge> list = [];
        foreach (Edge arc in arcs)
        {
            if (arc.From < 0 || arc.To >= nodeCount || arc.From >= arc.To)
            {
                throw new SpecException(Invariant(
                    $"Arc {arc}: arcs run from a lower to a higher node of 0 .. {nodeCount - 1}. Renumber the nodes or turn the arc."));
            }
            if (list.Count == Graph.MaxEdges) throw new SpecException(Invariant($"A wiring has at most {Graph.MaxEdges} arcs."));
            list.Add(arc);
        }
        Edge[] sorted = [.. list];
        Array.Sort(sorted);
        for (int i = 1; i < sorted.Length; i++)
            if (sorted[i] == sorted[i - 1]) throw new SpecException(Invariant($"Arc {sorted[i]} is given twice. Remove one."));
        return new Dag(nodeCount, sorted);
    }

    /// <summary>The nodes with an arc into <paramref name="node"/>, ascending.</summary>
    public ReadOnlySpan<int> Predecessors(int node) => _predecessors.Of(node);

    /// <summary>The nodes with an arc from <paramref name="node"/>, ascending.</summary>
    public ReadOnlySpan<int> Successors(int node) => _successors.Of(node);

    /// <summary>Whether the node has in-degree 0.</summary>
    public bool IsInput(int node) => _predecessors.Of(node).IsEmpty;

    /// <summary>Whether the node has out-degree 0.</summary>
    public bool IsOutput(int node) => _successors.Of(node).IsEmpty;

    /// <summary>This DAG with the paper's two extra nodes: node 0 feeds every input, the last node takes every output, and node v becomes v + 1.</summary>
    public Dag WithExtraNodes()
    {
        List<Edge> arcs = [];
        for (int node = 0; node < NodeCount; node++)
        {
            if (IsInput(node)) arcs.Add(new Edge(0, node + 1));
            if (IsOutput(node)) arcs.Add(new Edge(node + 1, NodeCount + 1));
        }
        foreach ((int from, int to) in _edges) arcs.Add(new Edge(from + 1, to + 1));
        Edge[] sorted = [.. arcs];
        Array.Sort(sorted);
        return new Dag(NodeCount + 2, sorted);
    }

    /// <summary>The same nodes and edges without direction.</summary>
    public Graph ToGraph() => new(NodeCount, _edges);

    /// <inheritdoc/>
    public bool Equals(Dag? other) => other is not null && NodeCount == other.NodeCount && Edges.SequenceEqual(other.Edges);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Dag);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = new();
        hash.Add(NodeCount);
        foreach (Edge edge in _edges) hash.Add(edge);
        return hash.ToHashCode();
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
