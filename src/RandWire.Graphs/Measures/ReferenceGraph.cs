using RandWire.Graphs.Generators;

namespace RandWire.Graphs.Measures;

/// <summary>Graphs of the same degrees as another, by swapping the ends of edges and staying connected: <c>networkx.random_reference</c> and <c>networkx.lattice_reference</c>,
/// draw for draw, for a graph whose edges NetworkX was given in our order.</summary>
/// <remarks>Neighbors stand in the order of Python's dictionaries: a new one comes last.</remarks>
internal sealed class ReferenceGraph
{
    // Where no four nodes can be swapped (a star), NetworkX draws for ever: after so many draws without an attempt nothing ever will be.
    private const int MostDraws = 100_000;

    private readonly List<int>[] _neighbors;
    private readonly double[] _cumulative;
    private readonly int[] _metBy;
    private Queue<int> _front = new(), _other = new();
    private int _search;

    private ReferenceGraph(Graph graph)
    {
        int n = graph.NodeCount;
        _neighbors = new List<int>[n];
        _cumulative = new double[n + 1];
        _metBy = new int[n];
        double sum = 2.0 * graph.Edges.Length;
        for (int node = 0; node < n; node++)
        {
            _neighbors[node] = [.. graph.Neighbors(node)];
            _cumulative[node + 1] = _cumulative[node] + graph.Degree(node) / sum;
        }
    }

    /// <summary>A random graph of the same degrees, after so many rounds of swaps an edge.</summary>
    public static Graph Random(Graph graph, int rounds, MersenneTwister random, CancellationToken cancellation) =>
        new ReferenceGraph(graph).Swapped(graph, rounds, random, static (_, _, _, _, _) => true, cancellation);

    /// <summary>A lattice of the same degrees: ends are swapped only towards the ring of the nodes' order.</summary>
    public static Graph Lattice(Graph graph, int rounds, MersenneTwister random, CancellationToken cancellation) => new ReferenceGraph(graph).Swapped(graph, rounds, random,
        static (n, a, b, c, d) => OnRing(n, a, b) + OnRing(n, c, d) >= OnRing(n, a, c) + OnRing(n, b, d), cancellation);

    private Graph Swapped(Graph graph, int rounds, MersenneTwister random, Func<int, int, int, int, int, bool> allows, CancellationToken cancellation)
    {
        int n = graph.NodeCount, edges = graph.Edges.Length, swaps = rounds * edges;
        // Of a complete graph nothing can be swapped.
        if (edges == n * (long)(n - 1) / 2) return graph;
        int most = (int)(n * (double)edges / (n * (double)(n - 1) / 2));
        for (int swap = 0; swap < swaps; swap++)
        {
            cancellation.ThrowIfCancellationRequested();
            int draws = 0;
            for (int attempt = 0; attempt < most && draws < MostDraws; draws++)
            {
                int a = Drawn(random), c = Drawn(random);
                if (a == c) continue;
                int b = _neighbors[a][random.Below(_neighbors[a].Count)], d = _neighbors[c][random.Below(_neighbors[c].Count)];
                if (b == c || b == d || d == a) continue;
                if (!_neighbors[a].Contains(d) && !_neighbors[c].Contains(b) && allows(n, a, b, c, d))
                {
                    Join(a, d);
                    Join(c, b);
                    Part(a, b);
                    Part(c, d);
                    if (Reaches(a, b)) break;
                    Part(a, d);
                    Part(c, b);
                    Join(a, b);
                    Join(c, d);
                }
                attempt++;
            }
            if (draws == MostDraws) break;
        }
        List<Edge> result = new(edges);
        for (int node = 0; node < n; node++)
            foreach (int other in _neighbors[node]) if (node < other) result.Add(new Edge(node, other));
        return new Graph(n, result);
    }

    // A node by its degree, as networkx.utils.discrete_sequence draws it: one before the first sum that is not below the number. A zero draws the last, as Python's index -1 does.
    private int Drawn(MersenneTwister random)
    {
        double number = random.NextDouble();
        int low = 0, high = _cumulative.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_cumulative[middle] < number) low = middle + 1;
            else high = middle;
        }
        return low == 0 ? _neighbors.Length - 1 : low - 1;
    }

    private void Join(int a, int b)
    {
        _neighbors[a].Add(b);
        _neighbors[b].Add(a);
    }

    private void Part(int a, int b)
    {
        _neighbors[a].Remove(b);
        _neighbors[b].Remove(a);
    }

    // From both ends, the smaller front first: of a sparse graph only some nodes are met.
    private bool Reaches(int from, int to)
    {
        _search += 2;
        (_front, _metBy[from], _other, _metBy[to]) = (Begun(_front, from), _search, Begun(_other, to), _search + 1);
        for (int own = _search; _front.Count > 0 && _other.Count > 0;)
        {
            if (_front.Count > _other.Count) (_front, _other, own) = (_other, _front, _search + _search + 1 - own);
            for (int left = _front.Count; left > 0; left--)
            {
                foreach (int next in _neighbors[_front.Dequeue()])
                {
                    if (_metBy[next] == own) continue;
                    if (_metBy[next] >= _search) return true;
                    _metBy[next] = own;
                    _front.Enqueue(next);
                }
            }
        }
        return false;
    }

    private static Queue<int> Begun(Queue<int> front, int node)
    {
        front.Clear();
        front.Enqueue(node);
        return front;
    }

    private static int OnRing(int n, int a, int b) => Math.Min(Math.Abs(a - b), n - Math.Abs(a - b));
}
