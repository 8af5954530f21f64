using System.Text;
using RandWire.Engine;
using RandWire.Graphs;
using RandWire.Networks;
using RandWire.Reports.Layout;
using RandWire.Reports.Markup;

namespace RandWire.Reports.Drawing;

/// <summary>A random stage of a network: a panel with its facts and its wiring.</summary>
internal sealed class StageBlock : IDrawn
{
    private const double Padding = 16;
    private const double TitleSize = 15;
    private const double FactSize = 12.5;
    private const double LineHeight = 18;
    private const double LeastWidth = 236;
    private const double RefusalHeight = 60;

    private readonly StagePicture? _picture;
    private readonly bool _labels;
    private readonly string _title;
    private readonly List<string> _facts = [];

    public StageBlock(StagePart part, WiringDrawingOptions options)
    {
        (Dag dag, StageSpec stage, TensorShape output) = (part.Graph, part.Stage, part.Part.Output);
        _labels = options.Labels;
        _title = FormattableString.Invariant($"stage{part.Number}");
        _facts.Add(Wiring(stage.Wired!.Wiring));
        _facts.Add(FormattableString.Invariant(
            $"{dag.NodeCount} nodes, {dag.Edges.Length} wires, {dag.InputCount} in, {dag.OutputCount} out"));
        _facts.Add(FormattableString.Invariant($"{output.Channels} channels, {output.Height} × {output.Width}, stride {stage.Stride}"));
        if (stage.Wired!.Node != NodeSpec.Paper) _facts.Add("node: " + Node(stage.Wired.Node));
        if (StagePicture.Refusal(dag) is null)
            _picture = StagePicture.Of(dag, options.ExtraNodes);
        else
            _facts.Add("too large to draw");
        Width = Math.Max(_picture?.Width ?? 0, LeastWidth) + (2 * Padding);
        Height = HeaderHeight + (_picture?.Height ?? RefusalHeight) + (2 * Padding);
    }

    public double Width { get; }

    public double Height { get; }

    public Point Entry => new(EntryX, 0);

    public Point Exit => new(_picture is null ? Width / 2 : PictureX + _picture.Exit.X, Height);

    // The arrow ends at the panel's rim; a short line inside leads on to the extra input node, beside the text.
    private double EntryX => _picture is null ? Width / 2 : PictureX + _picture.Entry.X;

    private double HeaderHeight => TitleSize + 8 + (_facts.Count * LineHeight) + 12;

    private double PictureX => (Width - _picture!.Width) / 2;

    public void Draw(MarkupWriter svg, double x, double y)
    {
        svg.Empty("rect", ("class", "rw-panel"), ("x", Figures.Coordinate(x)), ("y", Figures.Coordinate(y)),
            ("width", Figures.Coordinate(Width)), ("height", Figures.Coordinate(Height)), ("rx", "8")).Line();
        double room = Width - (2 * Padding), baseline = y + Padding + TitleSize;
        PictureFrame.FittedText(svg, _title, "rw-text rw-bold", TitleSize, x + Padding, baseline, room);
        baseline += 4;
        foreach (string fact in _facts)
        {
            baseline += LineHeight;
            PictureFrame.FittedText(svg, fact, "rw-text rw-muted", FactSize, x + Padding, baseline, room);
        }
        _picture?.Draw(svg, x + PictureX, y + Padding + HeaderHeight, _labels);
    }

    private static string Wiring(WiringSpec wiring) => wiring switch
    {
        GeneratedWiring generated => FormattableString.Invariant($"{generated.Text} seed {generated.Seed}"),
        ExplicitWiring explicitWiring => FormattableString.Invariant($"dag(n={explicitWiring.Nodes}), given wire by wire"),
        _ => wiring.Text,
    };

    private static string Node(NodeSpec node) => $"{Words(node.Aggregation.ToString())}, {node.Transform.Text}";

    // WeightedSum -> weighted sum; Convolution3x3 -> convolution 3x3.
    private static string Words(string name)
    {
        StringBuilder words = new();
        for (int i = 0; i < name.Length; i++)
        {
            bool starts = i > 0 && (char.IsUpper(name[i]) || (char.IsDigit(name[i]) && char.IsLetter(name[i - 1]) && name[i - 1] != 'x'));
            words.Append(starts ? " " : "").Append(char.ToLowerInvariant(name[i]));
        }
        return words.ToString();
    }
}
