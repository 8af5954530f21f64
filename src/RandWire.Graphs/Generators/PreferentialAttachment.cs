namespace RandWire.Graphs.Generators;

/// <summary><c>networkx.barabasi_albert_graph</c>: each new node joins M distinct older nodes, drawn in proportion to their degree.</summary>
/// <remarks>Memory 16 bytes an edge beside the graph. Time O(N·M), and O(M·log M) draws more for a node whose choice is nearly all older nodes.</remarks>
internal sealed class PreferentialAttachment
{
    private readonly int _links;
    private readonly Edge[] _edges;
    // Every node once for each of its edges, in the order in which NetworkX appends them.
    private readonly int[] _ends;
    private int _count;

    private PreferentialAttachment(int nodes, int links)
    {
        _links = links;
        _edges = new Edge[links * (nodes - links)];
        _ends = new int[2 * _edges.Length];
    }

    /// <summary>As NetworkX did up to version 2.5, and the paper does: M isolated nodes at first, all joined by the next one.</summary>
    public static Graph DrawFromIsolatedNodes(MersenneTwister random, int nodes, int links)
    {
        PreferentialAttachment growth = new(nodes, links);
        int[] targets = new int[links];
        for (int i = 0; i < links; i++) targets[i] = i;
        growth.Join(links, targets);
        return growth.Grow(random, nodes, links + 1, targets);
    }

    /// <summary>As NetworkX does since version 2.6: node 0 joined to nodes 1 .. M at first.</summary>
    public static Graph DrawFromStar(MersenneTwister random, int nodes, int links)
    {
        PreferentialAttachment growth = new(nodes, links);
        for (int leaf = 1; leaf <= links; leaf++)
        {
            growth._edges[leaf - 1] = new Edge(0, leaf);
            growth._ends[links + leaf - 1] = leaf;
        }
        growth._count = links;
        return growth.Grow(random, nodes, links + 1, new int[links]);
    }

    private Graph Grow(MersenneTwister random, int nodes, int first, int[] targets)
    {
        PythonIntSet chosen = new();
        for (int source = first; source < nodes; source++)
        {
            chosen.Clear();
            while (chosen.Count < _links) chosen.Add(_ends[random.Below(2 * _count)]);
            chosen.CopyTo(targets);
            Join(source, targets);
        }
        EdgeOrder.Sort(nodes, _edges);
        return Graph.OfSorted(nodes, _edges);
    }

    private void Join(int source, int[] targets)
    {
        targets.CopyTo(_ends, 2 * _count);
        _ends.AsSpan(2 * _count + _links, _links).Fill(source);
        foreach (int target in targets) _edges[_count++] = new Edge(target, source);
    }
}
