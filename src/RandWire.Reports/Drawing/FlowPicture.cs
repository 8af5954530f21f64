using RandWire.Networks;
using RandWire.Reports.Layout;
using RandWire.Reports.Markup;
using RandWire.Reports.Sketches;

namespace RandWire.Reports.Drawing;

/// <summary>The drawing of a network with stages of any kind: images, stages and head in rows, read as text is, with arrows from each to the next.</summary>
internal sealed class FlowPicture : IDrawn
{
    private const double MostWidth = 1220;
    private const double Across = 34;
    private const double Down = 40;
    private const double Side = 20;
    private const double Tip = 7;
    // Arrows run at the height of the panels' titles.
    private const double Level = 18;

    private readonly List<List<IDrawn>> _rows = [[]];

    public FlowPicture(NetworkSpec spec, Assembly assembly, WiringDrawingOptions options)
    {
        double most = options.Stacked ? 0 : MostWidth, width = 0;
        foreach (IDrawn item in Items(spec, assembly, options))
        {
            double wider = width + item.Width + (_rows[^1].Count == 0 ? 0 : Across);
            if (_rows[^1].Count > 0 && wider > most) { _rows.Add([]); wider = item.Width; }
            _rows[^1].Add(item);
            width = wider;
        }
        Width = _rows.Max(RowWidth) + (2 * Side);
        Height = _rows.Sum(RowHeight) + (Down * (_rows.Count - 1));
    }

    public double Width { get; }

    public double Height { get; }

    public void Draw(MarkupWriter svg, double left, double top)
    {
        double y = top;
        for (int r = 0; r < _rows.Count; r++)
        {
            double x = RowLeft(r, left);
            for (int i = 0; i < _rows[r].Count; i++)
            {
                IDrawn item = _rows[r][i];
                if (i > 0) { Arrow(svg, new(x - Across, y + Level), $"H{C(x - Tip)}", new(x, y + Level)); }
                item.Draw(svg, x, y);
                x += item.Width + Across;
            }
            double below = y + RowHeight(_rows[r]) + Down;
            if (r + 1 < _rows.Count) ToNextRow(svg, r, new(x - Across, y), left, below);
            y = below;
        }
    }

    /// <summary>What it shows.</summary>
    public PictureContent Content { get; private set; }

    private List<IDrawn> Items(NetworkSpec spec, Assembly assembly, WiringDrawingOptions options)
    {
        SketchReader reader = new(spec, assembly);
        List<(CellSketch, string)> drawn = [];
        List<IDrawn> items = [LayerBlock.Stem(spec)];
        foreach (StagePart stage in assembly.Stages)
        {
            items.Add(Panel(stage, reader, drawn, options, out PictureContent content));
            Content |= content;
        }
        items.Add(LayerBlock.Head(spec, assembly));
        return items;
    }

    /// <summary>A stage of any kind; the reader has read those before it.</summary>
    public static IDrawn Panel(StagePart stage, SketchReader reader, List<(CellSketch, string)> drawn, WiringDrawingOptions options, out PictureContent content)
    {
        List<Run> runs = reader.Stage(stage);
        content = Pictures.Content(runs.SelectMany(run => run.Content));
        return stage.Stage.Wired is null ? new BlockPanel(stage, runs, reader.DropsPaths, drawn, options) : new StageBlock(stage, options);
    }

    private static double RowWidth(List<IDrawn> row) => row.Sum(item => item.Width) + (Across * (row.Count - 1));

    private static double RowHeight(List<IDrawn> row) => row.Max(item => item.Height);

    // Rows of one stand in the middle, others begin at the left.
    private double RowLeft(int row, double left) => IsColumn ? left + ((Width - RowWidth(_rows[row])) / 2) : left + Side;

    private bool IsColumn => _rows.TrueForAll(row => row.Count == 1);

    private void ToNextRow(MarkupWriter svg, int row, Point corner, double left, double below)
    {
        double next = RowLeft(row + 1, left);
        if (IsColumn)
        {
            double middle = left + (Width / 2);
            svg.Empty("path", ("class", "rw-flow"), ("d", $"M{C(middle)} {C(below - Down)}V{C(below - Tip)}"));
            svg.Empty("path", ("class", "rw-tip"), ("d", $"M{C(middle)} {C(below)}l-4.5 -{C(Tip + 1)}h9z")).Line();
            return;
        }
        string detour = $"H{C(corner.X + (Side / 2))}V{C(below - (Down / 2))}H{C(next - Side + 4)}V{C(below + Level)}H{C(next - Tip)}";
        Arrow(svg, new(corner.X, corner.Y + Level), detour, new(next, below + Level));
    }

    private static void Arrow(MarkupWriter svg, Point from, string detour, Point to)
    {
        svg.Empty("path", ("class", "rw-flow"), ("d", $"M{C(from.X)} {C(from.Y)}{detour}"));
        svg.Empty("path", ("class", "rw-tip"), ("d", $"M{C(to.X)} {C(to.Y)}l-8 -4.5v9z")).Line();
    }

    private static string C(double value) => Figures.Coordinate(value);
}
