using System.Numerics;

namespace RandWire.Graphs.Measures;

/// <summary>Distances between all pairs of nodes of a connected graph.</summary>
internal static class Distances
{
    /// <summary>Sum of the distances over all ordered pairs, and the greatest.</summary>
    /// <remarks>Breadth-first search from 64 nodes at a time, one bit each (Then et al., VLDB 8 (2014)).</remarks>
    public static (long Sum, int Greatest) Measure(Graph graph)
    {
        int n = graph.NodeCount;
        ulong[] seen = new ulong[n], front = new ulong[n], reached = new ulong[n];
        int[] active = new int[n], coming = new int[n];
        long sum = 0;
        int greatest = 0;
        for (int first = 0; first < n; first += 64)
        {
            Array.Clear(seen);
            int activeCount = Math.Min(64, n - first);
            for (int i = 0; i < activeCount; i++)
            {
                active[i] = first + i;
                seen[first + i] = front[first + i] = 1UL << i;
            }
            for (int distance = 1; activeCount > 0; distance++)
            {
                int comingCount = 0;
                foreach (int node in active.AsSpan(0, activeCount))
                {
                    ulong sources = front[node];
                    foreach (int neighbor in graph.Neighbors(node))
                    {
                        ulong fresh = sources & ~seen[neighbor];
                        if (fresh == 0) continue;
                        if (reached[neighbor] == 0) coming[comingCount++] = neighbor;
                        reached[neighbor] |= fresh;
                    }
                }
                foreach (int node in coming.AsSpan(0, comingCount))
                {
                    seen[node] |= reached[node];
                    sum += (long)distance * BitOperations.PopCount(reached[node]);
                    front[node] = reached[node];
                    reached[node] = 0;
                }
                if (comingCount > 0) greatest = Math.Max(greatest, distance);
                (active, coming) = (coming, active);
                activeCount = comingCount;
            }
        }
        return (sum, greatest);
    }
}
