using RandWire.Graphs;

namespace RandWire.Reports.Layout;

/// <summary>Places the nodes of a DAG in layers from top to bottom and routes its edges between them.</summary>
internal sealed class LayeredLayout
{
    // With more dummies than this, wires in parallel lanes look like a circuit board many times as wide as its nodes need;
    // a drawing that is broader than high gives in sooner.
    private const int MostDummiesPerNode = 7;
    private const int MostDummiesPerNodeIfBroad = 4;
    private const int MostDummies = 1500;
    private const double WidthPerHeight = 0.8;

    private LayeredLayout(Point[] nodes, int[] layers, Point[][] routes, bool crowded, double width, double height) =>
        (Nodes, Layers, Routes, Crowded, Width, Height) = (nodes, layers, routes, crowded, width, height);

    /// <summary>Center of each node.</summary>
    public IReadOnlyList<Point> Nodes { get; }

    /// <summary>Layer of each node, 0 for the topmost.</summary>
    public IReadOnlyList<int> Layers { get; }

    /// <summary>Points each edge passes through, from its tail's center to its head's; y grows from point to point.</summary>
    public IReadOnlyList<IReadOnlyList<Point>> Routes { get; }

    /// <summary>Whether there are so many wires that they should run as single arcs rather than keep to their lanes.</summary>
    public bool Crowded { get; }

    public double Width { get; }

    public double Height { get; }

    /// <summary>Computes the layout. Deterministic; O(E log E) in the edges cut into layer-to-layer pieces.</summary>
    /// <param name="edges">Edges from lower to higher index.</param>
    /// <param name="radii">Radius of each node; the length is the number of nodes, at least 1.</param>
    /// <param name="spacing">Distances to keep.</param>
    public static LayeredLayout Of(ReadOnlySpan<Edge> edges, double[] radii, LayoutSpacing spacing)
    {
        int nodeCount = radii.Length;
        int[] layers = Layering.Of(nodeCount, edges);
        LayeredGraph graph = LayeredGraph.Of(nodeCount, edges, layers);
        CrossingReduction.Apply(graph);
        double[] halfWidth = new double[graph.VertexCount];
        for (int v = 0; v < halfWidth.Length; v++)
            halfWidth[v] = v < nodeCount ? radii[v] + (spacing.BetweenNodes / 2) : spacing.BetweenWires / 2;
        double[] x = HorizontalPlacement.Of(graph, halfWidth);
        bool broad = x.Max() > graph.Layers.Length * spacing.BetweenLayers;
        int mostDummies = Math.Min(nodeCount * (broad ? MostDummiesPerNodeIfBroad : MostDummiesPerNode), MostDummies);
        bool crowded = graph.VertexCount - nodeCount > mostDummies;
        if (crowded) Narrow(graph, halfWidth, x, spacing);
        CenterEnds(graph, x);
        double[] y = LayerHeights(graph, x, crowded ? spacing with { Steepness = 0 } : spacing);
        double margin = radii.Max();
        Point At(int vertex) => new(x[vertex] + margin, y[graph.LayerOf[vertex]] + margin);
        Point[][] routes = Array.ConvertAll(graph.Chains, chain => Array.ConvertAll(chain, At));
        Point[] nodes = [.. Enumerable.Range(0, nodeCount).Select(At)];
        return new LayeredLayout(nodes, layers, routes, crowded, x.Max() + (2 * margin), y[^1] + (2 * margin));
    }

    // Squeezes the drawing to about its height; within a layer nodes keep their order and distance, and move as little as that allows.
    private static void Narrow(LayeredGraph graph, double[] halfWidth, double[] x, LayoutSpacing spacing)
    {
        double factor = Math.Min(1, WidthPerHeight * graph.Layers.Length * spacing.BetweenLayers / Math.Max(1, x.Max()));
        for (int v = 0; v < x.Length; v++) x[v] *= factor;
        foreach (int[] layer in graph.Layers)
        {
            int[] nodes = Array.FindAll(layer, vertex => !graph.IsDummy(vertex));
            double[] offset = new double[nodes.Length], wanted = new double[nodes.Length];
            for (int i = 0; i < nodes.Length; i++)
            {
                offset[i] = i == 0 ? 0 : offset[i - 1] + halfWidth[nodes[i - 1]] + halfWidth[nodes[i]];
                wanted[i] = x[nodes[i]] - offset[i];
            }
            double[] rising = NearestRising(wanted);
            for (int i = 0; i < nodes.Length; i++) x[nodes[i]] = rising[i] + offset[i];
        }
        double origin = x.Min();
        for (int v = 0; v < x.Length; v++) x[v] -= origin;
    }

    // The nondecreasing sequence nearest in squares: neighbors that fall are pooled to their mean until none falls.
    private static double[] NearestRising(double[] values)
    {
        List<(double Sum, int Count)> pools = [];
        foreach (double value in values)
        {
            (double sum, int count) = (value, 1);
            while (pools.Count > 0 && pools[^1].Sum / pools[^1].Count > sum / count)
            {
                (sum, count) = (sum + pools[^1].Sum, count + pools[^1].Count);
                pools.RemoveAt(pools.Count - 1);
            }
            pools.Add((sum, count));
        }
        return [.. pools.SelectMany(pool => Enumerable.Repeat(pool.Sum / pool.Count, pool.Count))];
    }

    // The extra input and output node stand alone in their layers: each goes over the middle of what it is joined to.
    private static void CenterEnds(LayeredGraph graph, double[] x)
    {
        CenterOver(graph.Layers[0], graph.Down, x);
        CenterOver(graph.Layers[^1], graph.Up, x);
    }

    private static void CenterOver(int[] layer, int[][] neighbors, double[] x)
    {
        if (layer.Length != 1 || neighbors[layer[0]].Length == 0) return;
        int[] joined = neighbors[layer[0]];
        x[layer[0]] = (joined.Min(vertex => x[vertex]) + joined.Max(vertex => x[vertex])) / 2;
    }

    // Layers stand further apart where edges run far to the side, so that no edge is nearly level.
    private static double[] LayerHeights(LayeredGraph graph, double[] x, LayoutSpacing spacing)
    {
        double[] y = new double[graph.Layers.Length];
        for (int i = 1; i < y.Length; i++)
        {
            double widest = 0;
            foreach (int vertex in graph.Layers[i])
            {
                foreach (int above in graph.Up[vertex]) widest = Math.Max(widest, Math.Abs(x[vertex] - x[above]));
            }
            y[i] = y[i - 1] + Math.Clamp(widest * spacing.Steepness, spacing.BetweenLayers, spacing.BetweenLayers * 2.5);
        }
        return y;
    }
}
