using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace RandWire.Tests.Reports;

/// <summary>A drawing read back from its SVG text, as a viewer would see it.</summary>
internal sealed partial class DrawnSvg
{
    public DrawnSvg(string svg)
    {
        Root = XDocument.Parse(svg).Root!;
        double[] box = Numbers(Root.Attribute("viewBox")!.Value);
        (Width, Height) = (box[2], box[3]);
        Walk(Root, 0, 0);
    }

    public XElement Root { get; }

    public double Width { get; }

    public double Height { get; }

    public List<Node> Nodes { get; } = [];

    public List<Wire> Wires { get; } = [];

    /// <summary>Boxes of cells and layers.</summary>
    public List<Box> Boxes { get; } = [];

    /// <summary>Wires between the boxes of cells.</summary>
    public List<Wire> Lines { get; } = [];

    /// <summary>Corners of everything drawn: circles, control points of curves, rectangles, anchors of text.</summary>
    public List<(double X, double Y, string What)> Extent { get; } = [];

    public Node NodeCalled(string name) => Nodes.Single(node => node.Name == name);

    public sealed record Node(string Name, double X, double Y, double Radius, int Layer, string Style);

    /// <param name="Name">The node's name, or <c>from>to</c> of an operation on a wire.</param>
    /// <param name="Text">Its lines.</param>
    /// <param name="Depth">Number of boxes around it.</param>
    public sealed record Box(string Name, string[] Text, double Left, double Top, double Right, double Bottom, int Depth);

    /// <param name="From">Name of the tail.</param>
    /// <param name="To">Name of the head.</param>
    /// <param name="Points">End and control points in order; a curve stays within their hull.</param>
    public sealed record Wire(string From, string To, (double X, double Y)[] Points);

    private void Walk(XElement element, double dx, double dy)
    {
        if (element.Attribute("transform") is XAttribute transform)
        {
            double[] shift = Numbers(transform.Value);
            (dx, dy) = (dx + shift[0], dy + shift[1]);
        }
        double At(string name) => double.Parse(element.Attribute(name)?.Value ?? "0", CultureInfo.InvariantCulture);
        switch (element.Name.LocalName)
        {
            case "circle":
                (double cx, double cy, double r) = (At("cx") + dx, At("cy") + dy, At("r"));
                Extent.AddRange([(cx - r, cy - r, "circle"), (cx + r, cy + r, "circle")]);
                if (element.Parent!.Attribute("data-node") is XAttribute name)
                {
                    Nodes.Add(new Node(name.Value, cx, cy, r,
                        int.Parse(element.Parent.Attribute("data-layer")!.Value, CultureInfo.InvariantCulture),
                            element.Attribute("class")!.Value));
                }
                break;
            case "rect" when element.Parent!.Attribute("data-box") is XAttribute box:
                (double left, double top) = (At("x") + dx, At("y") + dy);
                Boxes.Add(new Box(box.Value, [.. element.Parent.Elements().Where(e => e.Name.LocalName == "text").Select(e => e.Value)], left, top,
                    left + At("width"), top + At("height"), element.Parent.Ancestors().Count(e => e.Attribute("data-box") is not null)));
                goto case "rect";
            case "rect":
                Extent.AddRange([(At("x") + dx, At("y") + dy, "rect"), (At("x") + At("width") + dx, At("y") + At("height") + dy, "rect")]);
                break;
            case "text":
                Extent.Add((At("x") + dx, At("y") + dy, "text"));
                break;
            case "path" when element.Attribute("data-wire") is XAttribute line:
                double[] along = Numbers(element.Attribute("d")!.Value);
                (double X, double Y)[] passes = [.. Enumerable.Range(0, along.Length / 2).Select(i => (along[2 * i] + dx, along[(2 * i) + 1] + dy))];
                string[] boxes = line.Value.Split(' ');
                Lines.Add(new Wire(boxes[0], boxes[1], passes));
                Extent.AddRange(passes.Select(p => (p.X, p.Y, "line")));
                break;
            case "path" when element.Attribute("data-edge") is XAttribute edge:
                double[] values = Numbers(element.Attribute("d")!.Value);
                (double, double)[] points = [.. Enumerable.Range(0, values.Length / 2)
                    .Select(i => (values[2 * i] + dx, values[(2 * i) + 1] + dy))];
                string[] ends = edge.Value.Split('-');
                Wires.Add(new Wire(ends[0], ends[1], points));
                Extent.AddRange(points.Select(p => (p.Item1, p.Item2, "wire")));
                break;
        }
        foreach (XElement child in element.Elements()) Walk(child, dx, dy);
    }

    private static double[] Numbers(string text) =>
        [.. Number().Matches(text).Select(m => double.Parse(m.Value, CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"-?\d+(\.\d+)?")]
    private static partial Regex Number();
}
