using RandWire.Graphs;

namespace RandWire.Reports.Layout;

/// <summary>Places boxes of any size in layers from top to bottom and routes wires between them, past the boxes that they do not belong to.</summary>
/// <remarks>The layers, their order and the places across are those of <see cref="LayeredLayout"/>; here a layer is as high as its highest box, and wires cross it upright.</remarks>
internal sealed class BoxLayout
{
    private const double BetweenBoxes = 16;
    private const double BetweenWires = 14;
    private const double LeastGap = 26;
    private const double MostGap = 54;
    private const double Steepness = 0.11;
    private const double BetweenPorts = 16;

    private BoxLayout(Point[] corners, Point[][] routes, double width, double height) =>
        (Corners, Routes, Width, Height) = (corners, routes, width, height);

    /// <summary>Upper left corner of each box.</summary>
    public IReadOnlyList<Point> Corners { get; }

    /// <summary>Points that each wire passes, from its tail's lower edge to its head's upper edge: an upright piece, a bend, an upright piece, and so on.</summary>
    public IReadOnlyList<IReadOnlyList<Point>> Routes { get; }

    public double Width { get; }

    public double Height { get; }

    /// <summary>Computes the layout.</summary>
    /// <param name="edges">Wires from lower to higher index.</param>
    /// <param name="widths">Width of each box; at least one box.</param>
    /// <param name="heights">Height of each box.</param>
    public static BoxLayout Of(ReadOnlySpan<Edge> edges, double[] widths, double[] heights)
    {
        int count = widths.Length;
        int[] layers = Layering.Of(count, edges);
        LayeredGraph graph = LayeredGraph.Of(count, edges, layers);
        CrossingReduction.Apply(graph);
        double[] half = new double[graph.VertexCount];
        for (int v = 0; v < half.Length; v++) half[v] = v < count ? (widths[v] + BetweenBoxes) / 2 : BetweenWires / 2;
        double[] x = HorizontalPlacement.Of(graph, half);
        double left = double.MaxValue, right = double.MinValue;
        for (int v = 0; v < x.Length; v++)
        {
            double side = v < count ? widths[v] / 2 : 1;
            (left, right) = (Math.Min(left, x[v] - side), Math.Max(right, x[v] + side));
        }
        for (int v = 0; v < x.Length; v++) x[v] -= left;
        (double[] tops, double[] bands) = Bands(graph, x, heights);
        Point[] corners = new Point[count];
        for (int v = 0; v < count; v++) corners[v] = new(x[v] - (widths[v] / 2), tops[layers[v]] + ((bands[layers[v]] - heights[v]) / 2));

        double[] leave = Ports(graph, x, widths, isBelow: true), enter = Ports(graph, x, widths, isBelow: false);
        Point[][] routes = new Point[edges.Length][];
        for (int e = 0; e < routes.Length; e++)
        {
            int[] chain = graph.Chains[e];
            List<Point> points = [];
            for (int i = 0; i < chain.Length; i++)
            {
                (int vertex, int layer) = (chain[i], graph.LayerOf[chain[i]]);
                double at = i == 0 ? leave[e] : i == chain.Length - 1 ? enter[e] : x[vertex];
                if (i == 0) { points.Add(new(at, corners[vertex].Y + heights[vertex])); } else { points.Add(new(at, tops[layer])); }
                if (i == chain.Length - 1) { points.Add(new(at, corners[vertex].Y)); } else { points.Add(new(at, tops[layer] + bands[layer])); }
            }
            routes[e] = [.. points];
        }
        return new BoxLayout(corners, routes, right - left, tops[^1] + bands[^1]);
    }

    // Layers stand further apart where wires run far to the side.
    private static (double[] Tops, double[] Bands) Bands(LayeredGraph graph, double[] x, double[] heights)
    {
        double[] tops = new double[graph.Layers.Length], bands = new double[graph.Layers.Length];
        for (int i = 0; i < tops.Length; i++)
        {
            double widest = 0;
            foreach (int vertex in graph.Layers[i])
            {
                if (!graph.IsDummy(vertex)) bands[i] = Math.Max(bands[i], heights[vertex]);
                foreach (int above in graph.Up[vertex]) widest = Math.Max(widest, Math.Abs(x[vertex] - x[above]));
            }
            if (i > 0) tops[i] = tops[i - 1] + bands[i - 1] + Math.Clamp(widest * Steepness, LeastGap, MostGap);
        }
        return (tops, bands);
    }

    // Where each wire leaves its tail or enters its head: side by side, in the order of where they come from or lead to.
    private static double[] Ports(LayeredGraph graph, double[] x, double[] widths, bool isBelow)
    {
        double[] ports = new double[graph.Chains.Length];
        foreach (IGrouping<int, int> box in Enumerable.Range(0, ports.Length).GroupBy(e => isBelow ? graph.Chains[e][0] : graph.Chains[e][^1]))
        {
            int[] wires = [.. box.OrderBy(e => x[isBelow ? graph.Chains[e][1] : graph.Chains[e][^2]]).ThenBy(e => e)];
            double step = Math.Min(BetweenPorts, widths[box.Key] * 0.8 / wires.Length);
            for (int i = 0; i < wires.Length; i++) ports[wires[i]] = x[box.Key] + ((i - ((wires.Length - 1) / 2.0)) * step);
        }
        return ports;
    }
}
