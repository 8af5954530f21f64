using RandWire.Engine;
using RandWire.Networks;
using RandWire.Networks.Blocks;
using RandWire.Reports.Markup;
using RandWire.Reports.Sketches;

namespace RandWire.Reports.Drawing;

/// <summary>A stage that is no random wiring: a panel with its facts and its block, drawn once for all repetitions that are alike.</summary>
internal sealed class BlockPanel : IDrawn
{
    /// <summary>A cell with more boxes than this is drawn once in a network, and of what differs elsewhere only words are given.</summary>
    public const int ManyBoxes = 5;

    private const double Padding = 16;
    private const double Gap = 22;
    private const double LeastWidth = 150;
    private const double TitleSize = 15;
    private const double FactSize = 12.5;
    private const double LineHeight = 18;
    private const double LabelHeight = 22;
    private const double MostFactWidth = 360;
    private const int MostRuns = 4;

    private readonly string _title;
    private readonly List<string> _facts = [];
    private readonly List<(string Label, IDrawn Picture)> _pictures = [];

    /// <param name="part">The stage.</param>
    /// <param name="runs">Its repetitions.</param>
    /// <param name="dropsPaths">Whether wires of it are dropped in training.</param>
    /// <param name="drawn">Large cells that were drawn already, with the stage; this one's is added.</param>
    /// <param name="options">How.</param>
    public BlockPanel(StagePart part, IReadOnlyList<Run> runs, bool dropsPaths, List<(CellSketch Cell, string Where)> drawn, WiringDrawingOptions options)
    {
        (StageSpec stage, TensorShape output) = (part.Stage, part.Part.Output);
        _title = FormattableString.Invariant($"stage{part.Number}");
        string name = stage.Body is Named named ? named.Name : "";
        string times = stage.Repeat == 1 ? "" : FormattableString.Invariant($"× {stage.Repeat}");
        if (name.Length + times.Length > 0) { _facts.Add($"{name} {times}".Trim()); }
        string stride = stage.Stride == 1 ? "" : FormattableString.Invariant($", stride {stage.Stride}");
        _facts.Add(FormattableString.Invariant($"{output.Channels} channels, {output.Height} × {output.Width}{stride}"));
        if (dropsPaths) _facts.Add("paths are dropped in training");
        if (Pictures.Refusal(runs.SelectMany(run => run.Content)) is { } refusal) _facts.AddRange([stage.Body.Text, refusal]);
        else if (!IsTold(runs, stage.Repeat, drawn, options)) AddPictures(runs, stage.Repeat, options);
        if (runs.Any(run => run.Content.OfType<CellSketch>().Any(cell => cell.LeavesOut))) _facts.Add("dashed: left out, where its shape does not fit");
        double text = TextWidth.Of(_title, TitleSize) * 1.06;
        foreach (string fact in _facts) text = Math.Max(text, Math.Min(TextWidth.Of(fact, FactSize), MostFactWidth));
        double pictures = _pictures.Sum(picture => PictureWidth(picture)) + (Gap * Math.Max(0, _pictures.Count - 1));
        Width = Math.Max(Math.Max(text, pictures), LeastWidth) + (2 * Padding);
        double height = _pictures.Count == 0 ? -6 : _pictures.Max(picture => picture.Picture.Height) + LabelsHeight;
        Height = HeaderHeight + height + (2 * Padding);
    }

    public double Width { get; }

    public double Height { get; }

    private double HeaderHeight => TitleSize + 8 + (_facts.Count * LineHeight) + 12;

    private double LabelsHeight => _pictures.Exists(picture => picture.Label.Length > 0) ? LabelHeight : 0;

    public void Draw(MarkupWriter svg, double x, double y)
    {
        svg.Empty("rect", ("class", "rw-panel"), ("x", Figures.Coordinate(x)), ("y", Figures.Coordinate(y)),
            ("width", Figures.Coordinate(Width)), ("height", Figures.Coordinate(Height)), ("rx", "8")).Line();
        double room = Width - (2 * Padding), baseline = y + Padding + TitleSize;
        PictureFrame.FittedText(svg, _title, "rw-text rw-bold", TitleSize, x + Padding, baseline, room + 4);
        baseline += 4;
        foreach (string fact in _facts)
        {
            baseline += LineHeight;
            PictureFrame.FittedText(svg, fact, "rw-text rw-muted", FactSize, x + Padding, baseline, room + 1);
        }
        double widths = _pictures.Sum(picture => PictureWidth(picture)) + (Gap * Math.Max(0, _pictures.Count - 1));
        double at = x + ((Width - widths) / 2), top = y + Padding + HeaderHeight;
        foreach ((string Label, IDrawn Picture) picture in _pictures)
        {
            double middle = at + (PictureWidth(picture) / 2);
            if (picture.Label.Length > 0) PictureFrame.FittedText(svg, picture.Label, "rw-text rw-bold", FactSize, middle, top + 10, PictureWidth(picture) + 1, "middle");
            picture.Picture.Draw(svg, middle - (picture.Picture.Width / 2), top + LabelsHeight);
            at += PictureWidth(picture) + Gap;
        }
    }

    // What a box of the drawing elsewhere does here, in as many lines as it needs.
    private void Tell(CellBox box, string which)
    {
        bool isPlain = box.Content.All(sketch => sketch is LineSketch);
        List<string> lines = box.Content.Count == 0 ? ["as it is"]
            : isPlain ? LineSketch.Lines([.. box.Content.OfType<LineSketch>()], line => TextWidth.Of(line, FactSize) <= MostFactWidth - 40) : [box.Words];
        for (int i = 0; i < lines.Count; i++) { _facts.Add(i == 0 ? $"{which}{box.Name}: {lines[i]}" : "\u2003" + lines[i]); }
    }

    private static double PictureWidth((string Label, IDrawn Picture) picture) =>
        Math.Max(picture.Picture.Width, TextWidth.Of(picture.Label, FactSize) * 1.06);

    private static CellSketch? LargeCell(Run run) => run.Content is [CellSketch { Boxes.Count: > ManyBoxes } cell] ? cell : null;

    private void AddPictures(IReadOnlyList<Run> runs, int times, WiringDrawingOptions options)
    {
        foreach (Run run in runs.Take(MostRuns)) _pictures.Add((run.Which(times), Pictures.Of(run.Content, options)));
        if (runs.Count > MostRuns) { _facts.Add($"the first {MostRuns} of {runs.Count} different blocks are drawn"); }
    }

    // A large cell is drawn once; where its graph comes again, only what it does otherwise is said.
    private bool IsTold(IReadOnlyList<Run> runs, int times, List<(CellSketch Cell, string Where)> drawn, WiringDrawingOptions options)
    {
        CellSketch[] cells = [.. runs.Select(LargeCell).OfType<CellSketch>()];
        if (cells.Length != runs.Count) return false;
        Run main = runs.MaxBy(run => run.Count)!;
        CellSketch shown = LargeCell(main)!;
        // The drawing before with the fewest differences.
        (CellSketch Cell, string Where)? earlier = null;
        foreach ((CellSketch Cell, string Where) entry in drawn)
        {
            int? fewest = earlier?.Cell.Differences(shown)!.Count;
            if (entry.Cell.Differences(shown) is { } differences && !(fewest <= differences.Count)) earlier = entry;
        }
        if (earlier is null && runs.Any(run => shown.Differences(LargeCell(run)!) is null)) return false;
        if (earlier is null)
        {
            _pictures.Add((main.Which(times), Pictures.Of(main.Content, options)));
            drawn.Add((shown, _title));
        }
        else
        {
            _facts.Add("as drawn in " + earlier.Value.Where);
            shown = earlier.Value.Cell;
        }
        foreach (Run run in runs)
        {
            if (shown.Differences(LargeCell(run)!) is not { } differences) _pictures.Add((run.Which(times), Pictures.Of(run.Content, options)));
            else { foreach (CellBox box in differences) { Tell(box, run.Count == times ? "" : run.Which(times) + ", "); } }
        }
        return true;
    }
}
