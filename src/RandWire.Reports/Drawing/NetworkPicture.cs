using RandWire.Graphs;
using RandWire.Networks;
using RandWire.Reports.Layout;
using RandWire.Reports.Markup;

namespace RandWire.Reports.Drawing;

/// <summary>The drawing of a network: stem, stages, head, and the arrows between them.</summary>
internal sealed class NetworkPicture
{
    private const double Gap = 46;
    private const double Turn = 16;

    private readonly List<IPictureBlock> _blocks = [];
    private readonly bool _stacked;

    public NetworkPicture(NetworkSpec spec, WiringDrawingOptions options)
    {
        _stacked = options.Stacked;
        _blocks.Add(LayerBlock.Stem(spec));
        (int height, int width) = spec.Stem.Convolutions.Aggregate(
            (spec.Input.Height, spec.Input.Width), (size, convolution) => Strided(size, convolution.Stride));
        for (int i = 0; i < spec.Stages.Length; i++)
        {
            (height, width) = Strided((height, width), spec.Stages[i].Stride);
            _blocks.Add(new StageBlock(spec.StageNumber(i), spec.Stages[i], height, width, options));
        }
        _blocks.Add(LayerBlock.Head(spec));
        Width = _stacked ? _blocks.Max(block => block.Width) : _blocks.Sum(block => block.Width) + (Gap * (_blocks.Count - 1));
        Height = _stacked ? _blocks.Sum(block => block.Height) + (Gap * (_blocks.Count - 1)) : _blocks.Max(block => block.Height) + (2 * Turn);
    }

    public double Width { get; }

    public double Height { get; }

    public void Draw(MarkupWriter svg, double left, double top)
    {
        double x = left, y = _stacked ? top : top + Turn;
        Point? exit = null;
        double previousRight = 0;
        foreach (IPictureBlock block in _blocks)
        {
            double blockX = _stacked ? left + ((Width - block.Width) / 2) : x;
            Point entry = new(blockX + block.Entry.X, y + block.Entry.Y);
            if (exit is Point from) { Arrow(svg, from, entry, _stacked ? null : (previousRight + blockX) / 2, top); }
            block.Draw(svg, blockX, y);
            exit = new(blockX + block.Exit.X, y + block.Exit.Y);
            previousRight = blockX + block.Width;
            if (_stacked) { y += block.Height + Gap; } else { x += block.Width + Gap; }
        }
    }

    // Below one another: down, across, down. Side by side: out at the bottom, up between the blocks, in at the top.
    private void Arrow(MarkupWriter svg, Point from, Point to, double? riser, double top)
    {
        const double tip = 7;
        string C(double value) => Figures.Coordinate(value);
        string path;
        if (riser is double between)
        {
            double bottom = top + Height;
            path = $"M{C(from.X)} {C(from.Y)}V{C(bottom)}H{C(between)}V{C(top)}H{C(to.X)}V{C(to.Y - tip)}";
        }
        else
        {
            path = $"M{C(from.X)} {C(from.Y)}V{C((from.Y + to.Y) / 2)}H{C(to.X)}V{C(to.Y - tip)}";
        }
        svg.Empty("path", ("class", "rw-flow"), ("d", path));
        svg.Empty("path", ("class", "rw-tip"), ("d", $"M{C(to.X)} {C(to.Y)}l-4.5 -{C(tip + 1)}h9z")).Line();
    }

    private static (int Height, int Width) Strided((int Height, int Width) size, int stride) =>
        ((size.Height + stride - 1) / stride, (size.Width + stride - 1) / stride);
}
