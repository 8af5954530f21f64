namespace RandWire.Graphs.Generators;

/// <summary><c>networkx.watts_strogatz_graph</c>: a ring lattice whose edges are rewired distance by distance, clockwise.</summary>
/// <remarks>O(N·K) time and memory. The lattice is kept as one flag an edge and the rewired edges in a hash set: a lattice edge is
/// considered once, so what has been rewired is never removed again.</remarks>
internal sealed class SmallWorld
{
    private readonly int _nodes;
    private readonly int _half;
    private readonly bool[] _rewired;
    private readonly HashSet<long> _shortcuts = [];

    private SmallWorld(int nodes, int half)
    {
        _nodes = nodes;
        _half = half;
        _rewired = new bool[nodes * half];
    }

    /// <param name="random">Where the draws come from; left where Python would leave it.</param>
    /// <param name="nodes">N, at least <paramref name="neighbors"/>; when equal, the graph is complete and nothing is drawn.</param>
    /// <param name="neighbors">K, even and at least 2, or N.</param>
    /// <param name="rewire">P in [0, 1].</param>
    public static Graph Draw(MersenneTwister random, int nodes, int neighbors, double rewire)
    {
        if (neighbors == nodes) return IndependentEdges.Draw(random, nodes, probability: 1);
        SmallWorld world = new(nodes, neighbors / 2);
        world.Rewire(random, rewire);
        return Graph.OfSorted(nodes, world.Edges());
    }

    private void Rewire(MersenneTwister random, double probability)
    {
        int[] degrees = new int[_nodes];
        Array.Fill(degrees, 2 * _half);
        for (int distance = 1; distance <= _half; distance++)
        {
            for (int node = 0; node < _nodes; node++)
            {
                if (random.NextDouble() >= probability) continue;
                int target = random.Below(_nodes);
                bool full = false;
                while (!full && (target == node || Joined(node, target)))
                {
                    // The order of NetworkX: it draws once more even when the node is joined to all others already.
                    target = random.Below(_nodes);
                    full = degrees[node] >= _nodes - 1;
                }
                if (full) continue;
                _rewired[node * _half + distance - 1] = true;
                _shortcuts.Add(Key(node, target));
                degrees[(node + distance) % _nodes]--;
                degrees[target]++;
            }
        }
    }

    private bool Joined(int a, int b)
    {
        int clockwise = b >= a ? b - a : b - a + _nodes, counter = _nodes - clockwise;
        if (clockwise <= _half && !_rewired[a * _half + clockwise - 1]) return true;
        if (counter <= _half && !_rewired[b * _half + counter - 1]) return true;
        return _shortcuts.Contains(Key(a, b));
    }

    private long Key(int a, int b) => (long)Math.Min(a, b) * _nodes + Math.Max(a, b);

    private Edge[] Edges()
    {
        Edge[] edges = new Edge[_nodes * _half];
        int count = 0;
        for (int node = 0; node < _nodes; node++)
        {
            for (int distance = 1; distance <= _half; distance++)
            {
                if (_rewired[node * _half + distance - 1]) continue;
                int other = node + distance;
                edges[count++] = other < _nodes ? new Edge(node, other) : new Edge(other - _nodes, node);
            }
        }
        foreach (long key in _shortcuts) edges[count++] = new Edge((int)(key / _nodes), (int)(key % _nodes));
        EdgeOrder.Sort(_nodes, edges);
        return edges;
    }
}
