using System.Numerics;
using RandWire.Graphs.Generators;

namespace RandWire.Graphs;

/// <summary>A sampled connected part of a graph, such as 32 neurons of a worm's: a control that nobody designed.</summary>
public static class ConnectedPart
{
    /// <summary>Grows a part from one node, drawn uniformly, by the far end of one of the edges that leave it, drawn uniformly, until it has so many nodes.</summary>
    /// <param name="graph">The whole.</param>
    /// <param name="nodes">Nodes wanted, at least 1.</param>
    /// <param name="seed">Any integer; the same part on every machine.</param>
    /// <returns>The part with all edges between its nodes; nodes keep their order and are numbered anew. O(edges of the part · nodes).</returns>
    /// <exception cref="SpecException">The graph has fewer nodes, or no component that large.</exception>
    public static Graph Sample(Graph graph, int nodes, BigInteger seed)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (nodes < 1 || nodes > graph.NodeCount) throw new SpecException($"A part of {nodes} nodes cannot be taken of a graph with {graph}. It must lie in [1, {graph.NodeCount}].");
        MersenneTwister random = new(seed);
        int largest = 0;
        bool[] left = new bool[graph.NodeCount];
        for (int remaining = graph.NodeCount; remaining > 0;)
        {
            int start = random.Below(graph.NodeCount);
            if (left[start]) continue;
            SortedSet<int> part = Grow(graph, start, nodes, random);
            if (part.Count == nodes) return Induced(graph, [.. part]);
            // All of a component that is too small: none of its nodes needs to be tried again.
            largest = Math.Max(largest, part.Count);
            foreach (int node in part) left[node] = true;
            remaining -= part.Count;
        }
        throw new SpecException($"No {nodes} nodes of this graph hang together: its largest component has {largest}. Take a part of at most {largest}.");
    }

    private static SortedSet<int> Grow(Graph graph, int start, int nodes, MersenneTwister random)
    {
        SortedSet<int> part = [start];
        List<int> ends = [.. graph.Neighbors(start)];
        while (part.Count < nodes && ends.Count > 0)
        {
            int drawn = random.Below(ends.Count), node = ends[drawn];
            (ends[drawn], ends[^1]) = (ends[^1], ends[drawn]);
            ends.RemoveAt(ends.Count - 1);
            if (!part.Add(node)) continue;
            foreach (int next in graph.Neighbors(node)) if (!part.Contains(next)) ends.Add(next);
        }
        return part;
    }

    private static Graph Induced(Graph graph, int[] nodes)
    {
        List<Edge> edges = [];
        for (int i = 0; i < nodes.Length; i++)
        {
            foreach (int neighbor in graph.Neighbors(nodes[i]))
            {
                int other = Array.BinarySearch(nodes, neighbor);
                if (other > i) edges.Add(new Edge(i, other));
            }
        }
        return new Graph(nodes.Length, edges);
    }
}
