using RandWire.Graphs;

namespace RandWire.Reports.Layout;

/// <summary>Places the nodes of a DAG in layers from top to bottom and routes its edges between them.</summary>
internal sealed class LayeredLayout
{
    private LayeredLayout(Point[] nodes, int[] layers, Point[][] routes, double width, double height) =>
        (Nodes, Layers, Routes, Width, Height) = (nodes, layers, routes, width, height);

    /// <summary>Center of each node.</summary>
    public IReadOnlyList<Point> Nodes { get; }

    /// <summary>Layer of each node, 0 for the topmost.</summary>
    public IReadOnlyList<int> Layers { get; }

    /// <summary>Points each edge passes through, from its tail's center to its head's; y grows from point to point.</summary>
    public IReadOnlyList<IReadOnlyList<Point>> Routes { get; }

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
        for (int v = 0; v < halfWidth.Length; v++) { halfWidth[v] = v < nodeCount ? radii[v] + (spacing.BetweenNodes / 2) : spacing.BetweenWires / 2; }
        double[] x = HorizontalPlacement.Of(graph, halfWidth);

        double[] y = LayerHeights(graph, x, spacing);
        double margin = radii.Max();
        Point At(int vertex) => new(x[vertex] + margin, y[graph.LayerOf[vertex]] + margin);
        Point[][] routes = Array.ConvertAll(graph.Chains, chain => Array.ConvertAll(chain, At));
        Point[] nodes = [.. Enumerable.Range(0, nodeCount).Select(At)];
        return new LayeredLayout(nodes, layers, routes, x.Max() + (2 * margin), y[^1] + (2 * margin));
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
                foreach (int above in graph.Up[vertex]) { widest = Math.Max(widest, Math.Abs(x[vertex] - x[above])); }
            }
            y[i] = y[i - 1] + Math.Clamp(widest * spacing.Steepness, spacing.BetweenLayers, spacing.BetweenLayers * 2.5);
        }
        return y;
    }
}
