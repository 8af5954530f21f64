using System.Text;
using RandWire.Graphs;
using RandWire.Reports.Layout;
using RandWire.Reports.Markup;
using RandWire.Reports.Sketches;

namespace RandWire.Reports.Drawing;

/// <summary>A cell as boxes and wires: what it reads on top, its output below.</summary>
internal sealed class CellPicture : IDrawn
{
    /// <summary>Most boxes of a cell that is drawn.</summary>
    public const int MaximumBoxes = 400;

    private const double Tip = 6;

    private readonly CellSketch _cell;
    private readonly IDrawn[] _boxes;
    private readonly BoxLayout _layout;

    public CellPicture(CellSketch cell, WiringDrawingOptions options)
    {
        _cell = cell;
        _boxes = [.. cell.Boxes.Select(box => Box(box, options))];
        Edge[] edges = [.. cell.Wires.Select(wire => new Edge(wire.From, wire.To))];
        _layout = BoxLayout.Of(edges, Array.ConvertAll(_boxes, box => box.Width), Array.ConvertAll(_boxes, box => box.Height));
    }

    public double Width => _layout.Width;

    public double Height => _layout.Height;

    public void Draw(MarkupWriter svg, double x, double y)
    {
        for (int i = 0; i < _cell.Wires.Count; i++)
        {
            CellWire wire = _cell.Wires[i];
            Point[] route = [.. _layout.Routes[i].Select(point => new Point(point.X + x, point.Y + y))];
            Line(svg, route, $"{_cell.Boxes[wire.From].Name} {_cell.Boxes[wire.To].Name}", wire.IsDropped);
        }
        for (int i = 0; i < _boxes.Length; i++) _boxes[i].Draw(svg, x + _layout.Corners[i].X, y + _layout.Corners[i].Y);
    }

    /// <summary>A wire: upright pieces with bends between them, and a tip at its end.</summary>
    public static void Line(MarkupWriter svg, IReadOnlyList<Point> points, string ends = "", bool isDropped = false)
    {
        List<Point> route = [points[0]];
        foreach (Point point in points.Skip(1)) { if (point != route[^1]) { route.Add(point); } }
        // Where the last upright piece is shorter than the tip, the bend before it ends at the tip.
        if (route.Count > 2 && route[^1].X == route[^2].X && route[^1].Y - route[^2].Y < Tip) route.RemoveAt(route.Count - 2);
        StringBuilder path = new();
        path.Append('M').Append(At(route[0]));
        for (int i = 1; i < route.Count; i++)
        {
            (Point from, Point to) = (route[i - 1], i == route.Count - 1 ? new(route[i].X, route[i].Y - Tip) : route[i]);
            double middle = (from.Y + to.Y) / 2;
            if (from.X == to.X) path.Append('L').Append(At(to));
            else path.Append('C').Append(At(new(from.X, middle))).Append(' ').Append(At(new(to.X, middle))).Append(' ').Append(At(to));
        }
        (string, string)[] name = ends.Length == 0 ? [] : [("data-wire", ends)];
        svg.Open("path", [("class", isDropped ? "rw-line rw-left-out" : "rw-line"), .. name, ("d", path.ToString())]);
        if (isDropped) svg.Element("title", "left out: its shape does not fit");
        svg.Close();
        svg.Empty("path", ("class", "rw-point"), ("d", $"M{At(route[^1])}l-3.5 -{Figures.Coordinate(Tip + 0.5)}h7z")).Line();
    }

    private static string At(Point point) => $"{Figures.Coordinate(point.X)} {Figures.Coordinate(point.Y)}";

    private static IDrawn Box(CellBox box, WiringDrawingOptions options)
    {
        string style = box.Kind switch
        {
            CellBoxKind.Input => "rw-extra-in",
            CellBoxKind.Operation => "rw-step",
            CellBoxKind.Output => "rw-result",
            _ => "rw-block",
        };
        string heading = box.Kind == CellBoxKind.Operation ? "" : box.Join.Length == 0 ? box.Name : $"{box.Name}: {box.Join}";
        return Pictures.Box(box.Name, style, heading, box.Content, box.Note, options);
    }
}
