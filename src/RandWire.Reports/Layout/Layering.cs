using RandWire.Graphs;

namespace RandWire.Reports.Layout;

/// <summary>Gives every node of a DAG a layer so that all edges lead to a later layer.</summary>
internal static class Layering
{
    // Enough for every wiring seen; each pass shortens the total edge length or is the last.
    private const int MaxPasses = 50;

    /// <summary>Longest-path layers, then nodes slide within their slack toward where most of their edges lead.</summary>
    /// <param name="nodeCount">Number of nodes; edges lead from lower to higher index, so the index order is topological.</param>
    /// <param name="edges">The edges.</param>
    /// <returns>Layer of each node, 0 for the topmost; the number of layers is that of the longest path, the least possible.</returns>
    public static int[] Of(int nodeCount, ReadOnlySpan<Edge> edges)
    {
        (int[][] before, int[][] after) = Neighbors(nodeCount, edges);
        int[] layers = new int[nodeCount];
        for (int node = 0; node < nodeCount; node++)
        {
            foreach (int earlier in before[node]) layers[node] = Math.Max(layers[node], layers[earlier] + 1);
        }
        bool moved = true;
        for (int pass = 0; moved && pass < MaxPasses; pass++)
        {
            moved = false;
            for (int node = nodeCount - 1; node >= 0; node--) moved |= Slide(node, before[node], after[node], layers);
        }
        return layers;
    }

    // The total length of the edges at a node falls by (out - in) with each layer down, so the best place is an end of the slack.
    private static bool Slide(int node, int[] before, int[] after, int[] layers)
    {
        int best = layers[node];
        if (after.Length > before.Length && before.Length > 0)
        {
            best = int.MaxValue;
            foreach (int later in after) best = Math.Min(best, layers[later] - 1);
        }
        else if (before.Length > after.Length && after.Length > 0)
        {
            best = 0;
            foreach (int earlier in before) best = Math.Max(best, layers[earlier] + 1);
        }
        bool moved = best != layers[node];
        layers[node] = best;
        return moved;
    }

    private static (int[][] Before, int[][] After) Neighbors(int nodeCount, ReadOnlySpan<Edge> edges)
    {
        List<int>[] before = new List<int>[nodeCount], after = new List<int>[nodeCount];
        for (int node = 0; node < nodeCount; node++) (before[node], after[node]) = ([], []);
        foreach (Edge edge in edges)
        {
            after[edge.From].Add(edge.To);
            before[edge.To].Add(edge.From);
        }
        return (Array.ConvertAll(before, list => list.ToArray()), Array.ConvertAll(after, list => list.ToArray()));
    }
}
