namespace RandWire.Graphs;

/// <summary>Neighbor lists in one array (compressed rows): the neighbors of node v are <c>_items[_starts[v] .. _starts[v + 1]]</c>, ascending.</summary>
internal sealed class Adjacency
{
    private readonly int[] _starts;
    private readonly int[] _items;

    private Adjacency(int[] starts, int[] items) => (_starts, _items) = (starts, items);

    public ReadOnlySpan<int> Of(int node) => _items.AsSpan(_starts[node].._starts[node + 1]);

    public static Adjacency Successors(int nodeCount, ReadOnlySpan<Edge> sorted)
    {
        int[] starts = new int[nodeCount + 1], items = new int[sorted.Length];
        foreach (Edge edge in sorted) starts[edge.From + 1]++;
        Accumulate(starts);
        for (int i = 0; i < sorted.Length; i++) items[i] = sorted[i].To;
        return new Adjacency(starts, items);
    }

    public static Adjacency Predecessors(int nodeCount, ReadOnlySpan<Edge> sorted)
    {
        int[] starts = new int[nodeCount + 1], items = new int[sorted.Length];
        foreach (Edge edge in sorted) starts[edge.To + 1]++;
        Accumulate(starts);
        int[] next = starts[..nodeCount];
        foreach (Edge edge in sorted) items[next[edge.To]++] = edge.From;
        return new Adjacency(starts, items);
    }

    // Lists come out ascending without sorting: all lower neighbors of v (edges u-v, by u) are put before any higher one (edges v-w, by w).
    public static Adjacency Both(int nodeCount, ReadOnlySpan<Edge> sorted)
    {
        int[] starts = new int[nodeCount + 1], items = new int[2 * sorted.Length];
        foreach ((int from, int to) in sorted)
        {
            starts[from + 1]++;
            starts[to + 1]++;
        }
        Accumulate(starts);
        int[] next = starts[..nodeCount];
        foreach ((int from, int to) in sorted) items[next[to]++] = from;
        foreach ((int from, int to) in sorted) items[next[from]++] = to;
        return new Adjacency(starts, items);
    }

    private static void Accumulate(int[] counts)
    {
        for (int i = 1; i < counts.Length; i++) counts[i] += counts[i - 1];
    }
}
