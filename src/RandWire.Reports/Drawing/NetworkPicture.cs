using RandWire.Networks;
using RandWire.Reports.Layout;
using RandWire.Reports.Markup;

namespace RandWire.Reports.Drawing;

/// <summary>The drawing of a network whose stages are all random: stem above, stages side by side or below one another, head below, and the arrows between
/// them.</summary>
internal sealed class NetworkPicture : IDrawn
{
    private const double Gap = 44;
    private const double Turn = 15;
    private const double Tip = 7;

    private readonly LayerBlock _stem;
    private readonly List<StageBlock> _stages = [];
    private readonly LayerBlock _head;
    private readonly bool _stacked;

    public NetworkPicture(NetworkSpec spec, Assembly assembly, WiringDrawingOptions options)
    {
        _stacked = options.Stacked;
        _stem = LayerBlock.Stem(spec);
        _head = LayerBlock.Head(spec, assembly);
        foreach (StagePart stage in assembly.Stages) _stages.Add(new StageBlock(stage, options));
        double gaps = Gap * (_stages.Count - 1);
        StagesHeight = _stacked ? _stages.Sum(stage => stage.Height) + gaps : _stages.Max(stage => stage.Height);
        double stagesWidth = _stacked ? _stages.Max(stage => stage.Width) : _stages.Sum(stage => stage.Width) + gaps;
        Width = Math.Max(stagesWidth, Math.Max(_stem.Width, _head.Width));
        Height = _stem.Height + Gap + StagesHeight + Gap + _head.Height;
        StagesLeft = (Width - stagesWidth) / 2;
    }

    public double Width { get; }

    public double Height { get; }

    private double StagesHeight { get; }

    private double StagesLeft { get; }

    public void Draw(MarkupWriter svg, double left, double top)
    {
        double stemX = _stacked ? left + ((Width - _stem.Width) / 2) : left;
        double headX = _stacked ? left + ((Width - _head.Width) / 2) : left + Width - _head.Width;
        double stagesTop = top + _stem.Height + Gap, stagesBottom = stagesTop + StagesHeight;
        _stem.Draw(svg, stemX, top);
        Point exit = Moved(_stem.Exit, stemX, top);
        double x = left + StagesLeft, y = stagesTop;
        for (int i = 0; i < _stages.Count; i++)
        {
            StageBlock stage = _stages[i];
            double stageX = _stacked ? left + ((Width - stage.Width) / 2) : x;
            Point entry = Moved(stage.Entry, stageX, y);
            if (i > 0 && !_stacked) { Arrow(svg, $"V{C(stagesBottom + Turn)}H{C(stageX - (Gap / 2))}V{C(stagesTop - Turn)}", exit, entry); }
            else { Arrow(svg, $"V{C((exit.Y + entry.Y) / 2)}", exit, entry); }
            stage.Draw(svg, stageX, y);
            exit = Moved(stage.Exit, stageX, y);
            if (_stacked) { y += stage.Height + Gap; } else { x += stage.Width + Gap; }
        }
        Point last = Moved(_head.Entry, headX, stagesBottom + Gap);
        Arrow(svg, $"V{C(stagesBottom + (Gap / 2))}", exit, last);
        _head.Draw(svg, headX, stagesBottom + Gap);
    }

    private static string C(double value) => Figures.Coordinate(value);

    private static Point Moved(Point point, double x, double y) => new(point.X + x, point.Y + y);

    // A line of upright and level pieces: down from one block, by the detour, then across and down into the next.
    private static void Arrow(MarkupWriter svg, string detour, Point from, Point to)
    {
        svg.Empty("path", ("class", "rw-flow"), ("d", $"M{C(from.X)} {C(from.Y)}{detour}H{C(to.X)}V{C(to.Y - Tip)}"));
        svg.Empty("path", ("class", "rw-tip"), ("d", $"M{C(to.X)} {C(to.Y)}l-4.5 -{C(Tip + 1)}h9z")).Line();
    }
}
