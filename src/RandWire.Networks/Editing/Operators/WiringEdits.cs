using RandWire.Graphs;
using RandWire.Networks.Blocks;

namespace RandWire.Networks.Editing.Operators;

/// <summary>Edits of a random stage's graph: whatever drew it, the result says its wires one by one.</summary>
internal static class WiringEdits
{
    public static IEnumerable<Block> AddWire(Wired wired, Draws draws) => Joined(wired, draws, static (_, _) => true);

    // A wire that steps over a layer of nodes.
    public static IEnumerable<Block> InsertSkip(Wired wired, Draws draws)
    {
        int[] layers = wired.Wiring.ToDag().Layers.ToArray();
        return Joined(wired, draws, (from, to) => layers[to] >= layers[from] + 2);
    }

    public static IEnumerable<Block> RemoveWire(Wired wired, Draws draws)
    {
        Dag dag = wired.Wiring.ToDag();
        if (dag.Edges.IsEmpty) yield break;
        int removed = draws.Below(dag.Edges.Length);
        yield return With(wired, dag.NodeCount, [.. dag.Edges.ToArray().Where((_, index) => index != removed)]);
    }

    public static IEnumerable<Block> MoveWire(Wired wired, Draws draws)
    {
        Dag dag = wired.Wiring.ToDag();
        if (dag.Edges.IsEmpty) yield break;
        List<Edge> edges = [.. dag.Edges];
        Edge moved = edges[draws.Below(edges.Count)];
        bool end = draws.Coin();
        List<Edge> free = [];
        for (int other = 0; other < dag.NodeCount; other++)
        {
            Edge edge = end ? moved with { To = other } : moved with { From = other };
            if (edge.From < edge.To && !edges.Contains(edge)) free.Add(edge);
        }
        if (free.Count == 0) yield break;
        edges.Remove(moved);
        yield return With(wired, dag.NodeCount, [.. edges, draws.Of(free)]);
    }

    public static IEnumerable<Block> AddNode(Wired wired, Draws draws)
    {
        Dag dag = wired.Wiring.ToDag();
        if (dag.Edges.IsEmpty)
        {
            int before = draws.Below(dag.NodeCount);
            yield return With(wired, dag.NodeCount + 1, [new Edge(before, dag.NodeCount)]);
            yield break;
        }
        Edge wire = dag.Edges[draws.Below(dag.Edges.Length)];
        bool splits = draws.Coin();
        // The new node takes the number of the wire's end; that and all after it move up by one.
        List<Edge> edges = [new Edge(wire.From, wire.To), new Edge(wire.To, wire.To + 1)];
        foreach (Edge edge in dag.Edges)
            if (!splits || edge != wire) edges.Add(new Edge(Moved(edge.From), Moved(edge.To)));
        yield return With(wired, dag.NodeCount + 1, edges);

        int Moved(int node) => node >= wire.To ? node + 1 : node;
    }

    public static IEnumerable<Block> RemoveNode(Wired wired, Draws draws)
    {
        Dag dag = wired.Wiring.ToDag();
        if (dag.NodeCount == 1) yield break;
        int gone = draws.Below(dag.NodeCount);
        HashSet<Edge> edges = [];
        foreach (Edge edge in dag.Edges) if (edge.From != gone && edge.To != gone) edges.Add(edge);
        foreach (int from in dag.Predecessors(gone)) foreach (int to in dag.Successors(gone)) edges.Add(new Edge(from, to));
        yield return With(wired, dag.NodeCount - 1, [.. edges.Select(edge => new Edge(Moved(edge.From), Moved(edge.To)))]);

        int Moved(int node) => node > gone ? node - 1 : node;
    }

    private static IEnumerable<Block> Joined(Wired wired, Draws draws, Func<int, int, bool> allows)
    {
        Dag dag = wired.Wiring.ToDag();
        int nodes = dag.NodeCount;
        HashSet<Edge> edges = [.. dag.Edges];
        // The drawn pair of all n·n, or the next one that is free.
        int start = draws.Below(nodes * nodes);
        for (int i = 0; i < nodes * nodes; i++)
        {
            int pair = (start + i) % (nodes * nodes), from = pair / nodes, to = pair % nodes;
            if (from >= to || edges.Contains(new Edge(from, to)) || !allows(from, to)) continue;
            yield return With(wired, nodes, [.. edges, new Edge(from, to)]);
            yield break;
        }
    }

    private static Wired With(Wired wired, int nodes, List<Edge> edges) => wired with { Wiring = new ExplicitWiring(nodes, [.. edges.Order()]) };
}
