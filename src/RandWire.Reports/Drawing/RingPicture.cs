using RandWire.Graphs;
using RandWire.Reports.Layout;
using RandWire.Reports.Markup;

namespace RandWire.Reports.Drawing;

/// <summary>A graph as it was sampled: its nodes on a circle, clockwise from the top by their numbers, edges as straight lines.</summary>
internal sealed class RingPicture : IDrawn
{
    /// <summary>Most nodes that are drawn.</summary>
    public const int MaximumNodes = 200;

    private const double Radius = 12;
    private const double FontSize = 11;
    private const double Tip = 8;

    private readonly Graph _graph;
    private readonly Dag? _dag;
    private readonly double _ring;

    /// <param name="graph">The graph.</param>
    /// <param name="hasArrows">Whether arrows lead from lower to higher numbers, and inputs and outputs are colored.</param>
    public RingPicture(Graph graph, bool hasArrows)
    {
        _graph = graph;
        _dag = hasArrows ? Dag.Orient(graph) : null;
        _ring = Math.Max(96, graph.NodeCount * 3.2 * Radius / (2 * Math.PI));
    }

    public double Width => 2 * (_ring + Radius + 1);

    public double Height => Width;

    /// <summary>Why the graph is too large to draw so; null when it is not.</summary>
    public static string? Refusal(Graph graph) => graph.NodeCount <= MaximumNodes ? null : FormattableString.Invariant(
        $"A ring of {graph.NodeCount} nodes cannot be read: at most {MaximumNodes} are drawn. Draw it in layers, or write it as DOT for a graph viewer.");

    public void Draw(MarkupWriter svg, double x, double y)
    {
        Point middle = new(x + (Width / 2), y + (Width / 2));
        Point At(int node)
        {
            double turn = 2 * Math.PI * node / _graph.NodeCount;
            return new(middle.X + (_ring * Math.Sin(turn)), middle.Y - (_ring * Math.Cos(turn)));
        }
        svg.Open("g", ("stroke-width", "1.4"));
        foreach (Edge edge in _graph.Edges) DrawEdge(svg, edge, At(edge.From), At(edge.To));
        svg.Close().Line();
        svg.Open("g", ("font-size", Figures.Coordinate(FontSize)), ("text-anchor", "middle"), ("stroke-width", "1.2"));
        for (int node = 0; node < _graph.NodeCount; node++) DrawNode(svg, node, At(node));
        svg.Close().Line();
    }

    private void DrawEdge(MarkupWriter svg, Edge edge, Point from, Point to)
    {
        double length = Math.Sqrt(((to.X - from.X) * (to.X - from.X)) + ((to.Y - from.Y) * (to.Y - from.Y)));
        (double dx, double dy) = ((to.X - from.X) / length, (to.Y - from.Y) / length);
        double end = length - Radius - (_dag is null ? 0 : Tip - 1);
        Point start = Along(from, Radius), stop = Along(from, end), point = Along(from, length - Radius);
        svg.Empty("path", ("class", "rw-wire"), ("data-edge", FormattableString.Invariant($"{edge.From}-{edge.To}")), ("d", $"M{At(start)}L{At(stop)}"));
        if (_dag is null) return;
        Point left = new(point.X - (Tip * dx) - (3.5 * dy), point.Y - (Tip * dy) + (3.5 * dx));
        Point right = new(point.X - (Tip * dx) + (3.5 * dy), point.Y - (Tip * dy) - (3.5 * dx));
        svg.Empty("path", ("class", "rw-tip"), ("d", $"M{At(point)}L{At(left)}L{At(right)}z"));

        Point Along(Point origin, double by) => new(origin.X + (by * dx), origin.Y + (by * dy));
    }

    private void DrawNode(MarkupWriter svg, int node, Point at)
    {
        (string style, string text) = _dag is null ? ("rw-node", "rw-text rw-on-node") : (_dag.IsInput(node), _dag.IsOutput(node)) switch
        {
            (true, true) => ("rw-both", "rw-text rw-on-color"),
            (true, false) => ("rw-in", "rw-text rw-on-color"),
            (false, true) => ("rw-out", "rw-text rw-on-color"),
            _ => ("rw-node", "rw-text rw-on-node"),
        };
        svg.Open("g", ("data-node", Figures.Count(node)), ("data-layer", "0"));
        svg.Empty("circle", ("class", style), ("cx", Figures.Coordinate(at.X)), ("cy", Figures.Coordinate(at.Y)), ("r", Figures.Coordinate(Radius)));
        svg.Element("text", Figures.Count(node), ("class", text), ("x", Figures.Coordinate(at.X)), ("y", Figures.Coordinate(at.Y + (0.35 * FontSize))));
        svg.Close();
    }

    private static string At(Point point) => $"{Figures.Coordinate(point.X)} {Figures.Coordinate(point.Y)}";
}
