namespace RandWire.Graphs.Generators;

/// <summary>Sorting of edges in time linear in nodes and edges.</summary>
internal static class EdgeOrder
{
    /// <summary>Sorts in place by From, then To: two stable counting passes. All nodes lie in 0 .. <paramref name="nodeCount"/> - 1.</summary>
    public static void Sort(int nodeCount, Edge[] edges)
    {
        Edge[] byTo = new Edge[edges.Length];
        int[] next = new int[nodeCount + 1];
        foreach (Edge edge in edges) next[edge.To + 1]++;
        for (int node = 1; node < nodeCount; node++) next[node] += next[node - 1];
        foreach (Edge edge in edges) byTo[next[edge.To]++] = edge;

        Array.Clear(next);
        foreach (Edge edge in byTo) next[edge.From + 1]++;
        for (int node = 1; node < nodeCount; node++) next[node] += next[node - 1];
        foreach (Edge edge in byTo) edges[next[edge.From]++] = edge;
    }

    /// <summary>Sorts in place and returns the edges without repetitions.</summary>
    public static Edge[] SortedDistinct(int nodeCount, Edge[] edges)
    {
        Sort(nodeCount, edges);
        int count = 0;
        foreach (Edge edge in edges)
            if (count == 0 || edges[count - 1] != edge) edges[count++] = edge;
        return count == edges.Length ? edges : edges[..count];
    }
}
