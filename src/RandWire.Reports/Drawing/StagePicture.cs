using RandWire.Graphs;
using RandWire.Reports.Layout;
using RandWire.Reports.Markup;

namespace RandWire.Reports.Drawing;

/// <summary>The drawing of one wiring, laid out once, placed anywhere.</summary>
internal sealed class StagePicture
{
    /// <summary>Most nodes that are drawn; above, a drawing shows nothing and takes minutes.</summary>
    public const int MaximumNodes = 2000;

    /// <summary>Most edge pieces between neighboring layers.</summary>
    public const int MaximumPieces = 150_000;

    private readonly Dag _dag;
    private readonly bool _extraNodes;
    private readonly Edge[] _edges;
    private readonly PictureScale _scale;
    private readonly LayeredLayout _layout;

    private StagePicture(Dag dag, bool extraNodes)
    {
        (_dag, _extraNodes) = (dag, extraNodes);
        _edges = extraNodes ? WithExtraNodes(dag) : dag.Edges.ToArray();
        _scale = PictureScale.For(dag);
        double[] radii = new double[dag.NodeCount + (extraNodes ? 2 : 0)];
        Array.Fill(radii, _scale.Radius);
        if (extraNodes) radii[0] = radii[^1] = _scale.ExtraRadius;
        _layout = LayeredLayout.Of(_edges, radii, _scale.Spacing);
    }

    public double Width => _layout.Width;

    public double Height => _layout.Height;

    /// <summary>Where the stage's input comes in: the top of the extra input node.</summary>
    public Point Entry => _extraNodes ? new(_layout.Nodes[0].X, _layout.Nodes[0].Y - _scale.ExtraRadius) : new(Width / 2, 0);

    /// <summary>Where the stage's output leaves: the bottom of the extra output node.</summary>
    public Point Exit => _extraNodes ? new(_layout.Nodes[^1].X, _layout.Nodes[^1].Y + _scale.ExtraRadius) : new(Width / 2, Height);

    /// <summary>Lays the wiring out.</summary>
    /// <exception cref="SpecException">It is too large to draw.</exception>
    public static StagePicture Of(Dag dag, bool extraNodes) =>
        Refusal(dag) is string refusal ? throw new SpecException(refusal) : new StagePicture(dag, extraNodes);

    /// <summary>Why the wiring is too large to draw; null when it is not.</summary>
    public static string? Refusal(Dag dag)
    {
        // A piece is one edge between two neighboring layers; no edge has more than the longest path.
        long pieces = 0;
        foreach (Edge edge in dag.Edges) pieces += dag.Layers[edge.To] - dag.Layers[edge.From];
        return dag.NodeCount <= MaximumNodes && pieces <= MaximumPieces ? null : FormattableString.Invariant(
            $"A drawing of {dag.NodeCount} nodes and {dag.Edges.Length} wires would be black: at most {MaximumNodes} nodes and ")
            + FormattableString.Invariant($"{MaximumPieces} pieces of wire (here {pieces}) are drawn. ")
            + "Write the graph as DOT or GraphML and use a graph viewer.";
    }

    /// <summary>Draws with the upper left corner at <paramref name="x"/>, <paramref name="y"/>.</summary>
    public void Draw(MarkupWriter svg, double x, double y, bool labels)
    {
        svg.Open("g", ("transform", $"translate({Figures.Coordinate(x)} {Figures.Coordinate(y)})")).Line();
        svg.Open("g", ("class", "rw-wires"), ("stroke-width", Figures.Coordinate(_scale.WireWidth)),
            ("stroke-opacity", Figures.Coordinate(_scale.WireOpacity)));
        for (int e = 0; e < _edges.Length; e++) DrawWire(svg, e);
        svg.Close().Line();
        svg.Open("g", ("class", "rw-nodes"), ("stroke-width", Figures.Coordinate(_scale.RimWidth)),
            ("font-size", Figures.Coordinate(_scale.FontSize)), ("text-anchor", "middle"));
        for (int place = 0; place < _layout.Nodes.Count; place++) DrawNode(svg, place, labels);
        svg.Close().Line().Close().Line();
    }

    private void DrawWire(MarkupWriter svg, int e)
    {
        (int from, int to) = _edges[e];
        bool fromExtra = _extraNodes && from == 0, toExtra = _extraNodes && to == _layout.Nodes.Count - 1;
        string style = fromExtra ? "rw-wire rw-wire-in" : toExtra ? "rw-wire rw-wire-out" : "rw-wire";
        svg.Open("path", ("class", style), ("data-edge", $"{Name(from)}-{Name(to)}"),
            ("d", _layout.Crowded ? SmoothRoute.ArcData(_layout.Routes[e]) : SmoothRoute.PathData(_layout.Routes[e])));
        svg.Element("title", $"{Name(from)} → {Name(to)}").Close();
    }

    private void DrawNode(MarkupWriter svg, int place, bool labels)
    {
        Point center = _layout.Nodes[place];
        bool extra = _extraNodes && (place == 0 || place == _layout.Nodes.Count - 1);
        string name = Name(place);
        int node = _extraNodes ? place - 1 : place;
        (string style, string text, string note) =
            extra ? (place == 0 ? ("rw-extra-in", "rw-text", "extra input node: gives the stage's input to every input node")
                                : ("rw-extra-out", "rw-text", "extra output node: mean of all output nodes"))
            : (_dag.IsInput(node), _dag.IsOutput(node)) switch
            {
                (true, true) => ("rw-both", "rw-text rw-on-color", $"node {name}: input and output node, no wires"),
                (true, false) => ("rw-in", "rw-text rw-on-color", $"node {name}: input node, {_dag.Successors(node).Length} out"),
                (false, true) => ("rw-out", "rw-text rw-on-color", $"node {name}: output node, {_dag.Predecessors(node).Length} in"),
                _ => ("rw-node", "rw-text rw-on-node",
                    $"node {name}: {_dag.Predecessors(node).Length} in, {_dag.Successors(node).Length} out"),
            };
        double radius = extra ? _scale.ExtraRadius : _scale.Radius;
        svg.Open("g", ("data-node", name), ("data-layer", Figures.Count(_layout.Layers[place]))).Element("title", note);
        if (style == "rw-both" || extra)
            Circle(svg, style, center, radius, ("stroke-width", Figures.Coordinate(_scale.RimWidth * 2)));
        else
            Circle(svg, style, center, radius);
        if (labels && (extra || LabelsFit))
        {
            svg.Element("text", name, ("class", text), ("x", Figures.Coordinate(center.X)),
                ("y", Figures.Coordinate(center.Y + (0.35 * _scale.FontSize))));
        }
        svg.Close();
    }

    // All nodes get a label or none does.
    private bool LabelsFit => TextWidth.Of(Figures.Count(_dag.NodeCount - 1), _scale.FontSize) <= 1.8 * _scale.Radius;

    private static void Circle(MarkupWriter svg, string style, Point center, double radius, params ReadOnlySpan<(string, string)> more) =>
        svg.Empty("circle", [("class", style), ("cx", Figures.Coordinate(center.X)), ("cy", Figures.Coordinate(center.Y)),
            ("r", Figures.Coordinate(radius)), .. more]);

    private string Name(int place) =>
        !_extraNodes ? FormattableString.Invariant($"{place}")
        : place == 0 ? "in"
        : place == _layout.Nodes.Count - 1 ? "out"
        : FormattableString.Invariant($"{place - 1}");

    // Node i of the wiring becomes place i + 1; the extra input node is place 0, the extra output node the last place.
    private static Edge[] WithExtraNodes(Dag dag)
    {
        List<Edge> edges = [];
        for (int node = 0; node < dag.NodeCount; node++)
        {
            if (dag.IsInput(node)) edges.Add(new Edge(0, node + 1));
        }
        foreach (Edge edge in dag.Edges) edges.Add(new Edge(edge.From + 1, edge.To + 1));
        for (int node = 0; node < dag.NodeCount; node++)
        {
            if (dag.IsOutput(node)) edges.Add(new Edge(node + 1, dag.NodeCount + 1));
        }
        return [.. edges];
    }
}
