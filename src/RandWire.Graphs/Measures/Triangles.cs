namespace RandWire.Graphs.Measures;

/// <summary>Clustering: how many pairs of a node's neighbors are joined.</summary>
internal static class Triangles
{
    /// <summary>Number of triangles through each node. O(edges^1.5): each triangle is found once, from its corner of least degree.</summary>
    public static long[] Count(Graph graph)
    {
        int n = graph.NodeCount;
        // Each edge is kept at its end of lower degree (lower index when equal), so every list is at most sqrt(2 · edges) long.
        int[] starts = new int[n + 1];
        foreach ((int a, int b) in graph.Edges) starts[(Precedes(graph, a, b) ? a : b) + 1]++;
        for (int node = 0; node < n; node++) starts[node + 1] += starts[node];
        int[] items = new int[graph.Edges.Length], next = starts[..n];
        foreach ((int a, int b) in graph.Edges)
        {
            if (Precedes(graph, a, b)) items[next[a]++] = b;
            else items[next[b]++] = a;
        }

        long[] triangles = new long[n];
        int[] markedBy = new int[n];
        for (int node = 0; node < n; node++)
        {
            ReadOnlySpan<int> own = items.AsSpan(starts[node]..starts[node + 1]);
            foreach (int other in own) markedBy[other] = node + 1;
            foreach (int second in own)
            {
                foreach (int third in items.AsSpan(starts[second]..starts[second + 1]))
                {
                    if (markedBy[third] != node + 1) continue;
                    triangles[node]++;
                    triangles[second]++;
                    triangles[third]++;
                }
            }
        }
        return triangles;
    }

    private static bool Precedes(Graph graph, int a, int b)
    {
        int degreeA = graph.Degree(a), degreeB = graph.Degree(b);
        return degreeA != degreeB ? degreeA < degreeB : a < b;
    }
}
