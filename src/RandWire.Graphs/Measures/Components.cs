namespace RandWire.Graphs.Measures;

/// <summary>Connected components by union and find.</summary>
internal static class Components
{
    /// <summary>Number of components, isolated nodes included. O(edges), nearly.</summary>
    public static int Count(Graph graph)
    {
        int[] parent = new int[graph.NodeCount];
        for (int i = 0; i < parent.Length; i++) parent[i] = i;
        int count = parent.Length;
        foreach ((int from, int to) in graph.Edges)
        {
            int a = Root(parent, from), b = Root(parent, to);
            if (a == b) continue;
            parent[Math.Max(a, b)] = Math.Min(a, b);
            if (--count == 1) break;
        }
        return count;
    }

    private static int Root(int[] parent, int node)
    {
        while (parent[node] != node) node = parent[node] = parent[parent[node]];
        return node;
    }
}
