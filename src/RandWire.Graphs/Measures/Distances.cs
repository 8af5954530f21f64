using System.Numerics;

namespace RandWire.Graphs.Measures;

/// <summary>Distances between all pairs of nodes of a connected graph.</summary>
/// <remarks>Breadth-first search from as many nodes at a time as a vector has bits (Then et al., VLDB 8 (2014)): one vector a node holds the
/// sources that have reached it. While few nodes are active they push to their neighbors; else every node pulls from its own.</remarks>
internal sealed class Distances
{
    private readonly Graph _graph;
    // By node: the sources that have reached it at all, at the last distance, and at the present one.
    private readonly Vector<ulong>[] _seen, _front, _reached;
    private int[] _active, _coming;
    private int _activeCount, _comingCount;

    private Distances(Graph graph)
    {
        _graph = graph;
        int n = graph.NodeCount;
        (_seen, _front, _reached) = (new Vector<ulong>[n], new Vector<ulong>[n], new Vector<ulong>[n]);
        (_active, _coming) = (new int[n], new int[n]);
    }

    /// <summary>Sum of the distances over all ordered pairs, and the greatest. O(nodes · edges / bits of a vector), diameter permitting.</summary>
    public static (long Sum, int Greatest) Measure(Graph graph)
    {
        Distances search = new(graph);
        long sum = 0;
        int greatest = 0, batch = 64 * Vector<ulong>.Count;
        for (int first = 0; first < graph.NodeCount; first += batch)
        {
            (long part, int farthest) = search.From(first, Math.Min(batch, graph.NodeCount - first));
            sum += part;
            greatest = Math.Max(greatest, farthest);
        }
        return (sum, greatest);
    }

    private (long Sum, int Greatest) From(int first, int sources)
    {
        Array.Clear(_seen);
        Array.Clear(_front);
        Vector<ulong> all = Vector<ulong>.Zero;
        for (int i = 0; i < sources; i++)
        {
            Vector<ulong> bit = Vector<ulong>.Zero.WithElement(i / 64, 1UL << (i % 64));
            _active[i] = first + i;
            _seen[first + i] = _front[first + i] = bit;
            all |= bit;
        }
        _activeCount = sources;

        long sum = 0, missing = (long)sources * (_graph.NodeCount - 1);
        int distance = 0;
        while (missing > 0)
        {
            distance++;
            _comingCount = 0;
            if (_activeCount > _graph.NodeCount / 8) Pull(all);
            else Push();
            long reached = Settle();
            sum += distance * reached;
            missing -= reached;
        }
        return (sum, distance);
    }

    private void Push()
    {
        foreach (int node in _active.AsSpan(0, _activeCount))
        {
            Vector<ulong> sources = _front[node];
            foreach (int neighbor in _graph.Neighbors(node))
            {
                Vector<ulong> fresh = Vector.AndNot(sources, _seen[neighbor]);
                if (fresh == Vector<ulong>.Zero) continue;
                if (_reached[neighbor] == Vector<ulong>.Zero) _coming[_comingCount++] = neighbor;
                _reached[neighbor] |= fresh;
            }
        }
    }

    private void Pull(Vector<ulong> all)
    {
        for (int node = 0; node < _seen.Length; node++)
        {
            if (_seen[node] == all) continue;
            Vector<ulong> around = Vector<ulong>.Zero;
            foreach (int neighbor in _graph.Neighbors(node)) around |= _front[neighbor];
            Vector<ulong> fresh = Vector.AndNot(around, _seen[node]);
            if (fresh == Vector<ulong>.Zero) continue;
            _reached[node] = fresh;
            _coming[_comingCount++] = node;
        }
    }

    // Makes what was reached the new front; returns the number of (source, node) pairs reached.
    private long Settle()
    {
        foreach (int node in _active.AsSpan(0, _activeCount)) _front[node] = Vector<ulong>.Zero;
        long pairs = 0;
        foreach (int node in _coming.AsSpan(0, _comingCount))
        {
            Vector<ulong> fresh = _reached[node];
            for (int i = 0; i < Vector<ulong>.Count; i++) pairs += BitOperations.PopCount(fresh[i]);
            _seen[node] |= fresh;
            _front[node] = fresh;
            _reached[node] = Vector<ulong>.Zero;
        }
        (_active, _coming) = (_coming, _active);
        _activeCount = _comingCount;
        return pairs;
    }
}
