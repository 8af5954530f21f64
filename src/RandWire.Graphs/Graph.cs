using System.Globalization;
using RandWire.Graphs.Measures;

namespace RandWire.Graphs;

/// <summary>An undirected simple graph on the nodes 0 .. <see cref="NodeCount"/> - 1. Immutable; equal to another with the same nodes and edges.</summary>
/// <remarks>Isolated nodes are ordinary nodes. Memory: 16 bytes an edge and 4 a node.</remarks>
public sealed class Graph : IEquatable<Graph>
{
    /// <summary>Most nodes a graph may have: 100,000.</summary>
    public const int MaxNodes = 100_000;

    /// <summary>Most edges a graph may have: 2^25, about 33.5 million, enough for the complete graph on 8,192 nodes.</summary>
    public const int MaxEdges = 1 << 25;

    private readonly Edge[] _edges;
    private readonly Adjacency _neighbors;

    /// <summary>A graph with the given edges, in any order and either direction.</summary>
    /// <param name="nodeCount">Number of nodes, 1 to <see cref="MaxNodes"/>.</param>
    /// <param name="edges">At most <see cref="MaxEdges"/> pairs of nodes; an edge that joins a node to itself and an edge given twice are refused.</param>
    /// <exception cref="ArgumentException">A node is out of range, or an edge is a loop or a repetition.</exception>
    public Graph(int nodeCount, IEnumerable<Edge> edges) : this(Normalized(nodeCount, edges), nodeCount)
    {
    }

    // The other way round, so that no call with an array can mean it.
    private Graph(Edge[] sortedEdges, int nodeCount)
    {
        NodeCount = nodeCount;
        _edges = sortedEdges;
        _neighbors = Adjacency.Both(nodeCount, sortedEdges);
    }

    // The edges are trusted: From < To, sorted, distinct, in range. The array is kept, not copied.
    internal static Graph OfSorted(int nodeCount, Edge[] sortedEdges) => new(sortedEdges, nodeCount);

    /// <summary>Number of nodes, at least 1.</summary>
    public int NodeCount { get; }

    /// <summary>All edges, each once, with From &lt; To, sorted.</summary>
    public ReadOnlySpan<Edge> Edges => _edges;

    // Never written to.
    internal Edge[] SortedEdges => _edges;

    /// <summary>Whether every node can be reached from every other; true for a single node.</summary>
    public bool IsConnected => Components.Count(this) == 1;

    /// <summary>The nodes joined to <paramref name="node"/>, ascending.</summary>
    public ReadOnlySpan<int> Neighbors(int node) => _neighbors.Of(node);

    /// <summary>Number of edges at <paramref name="node"/>.</summary>
    public int Degree(int node) => _neighbors.Of(node).Length;

    /// <summary>Measures of this graph and of its orientation. Cost: see <see cref="GraphMetrics"/>.</summary>
    public GraphMetrics Metrics() => GraphMetrics.Of(this);

    /// <inheritdoc/>
    public bool Equals(Graph? other) => other is not null && NodeCount == other.NodeCount && Edges.SequenceEqual(other.Edges);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Graph);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = new();
        hash.Add(NodeCount);
        foreach (Edge edge in _edges) hash.Add(edge);
        return hash.ToHashCode();
    }

    /// <summary>The sizes, as <c>32 nodes, 64 edges</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{NodeCount} nodes, {_edges.Length} edges");

    private static Edge[] Normalized(int nodeCount, IEnumerable<Edge> edges)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nodeCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(nodeCount, MaxNodes);
        ArgumentNullException.ThrowIfNull(edges);
        List<Edge> list = [];
        foreach ((int from, int to) in edges)
        {
            if ((uint)from >= (uint)nodeCount || (uint)to >= (uint)nodeCount)
                throw new ArgumentException($"Edge {from}-{to} names a node outside 0 .. {nodeCount - 1}.", nameof(edges));
            if (from == to) throw new ArgumentException($"Edge {from}-{to} joins a node to itself.", nameof(edges));
            if (list.Count == MaxEdges) throw new ArgumentException($"A graph has at most {MaxEdges} edges.", nameof(edges));
            list.Add(from < to ? new Edge(from, to) : new Edge(to, from));
        }
        Edge[] sorted = [.. list];
        Array.Sort(sorted);
        for (int i = 1; i < sorted.Length; i++)
            if (sorted[i] == sorted[i - 1]) throw new ArgumentException($"Edge {sorted[i]} is given twice.", nameof(edges));
        return sorted;
    }
}
