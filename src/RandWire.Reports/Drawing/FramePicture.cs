using RandWire.Reports.Markup;

namespace RandWire.Reports.Drawing;

/// <summary>A dashed frame around what stands several times, with a label that says how often.</summary>
internal sealed class FramePicture : IDrawn
{
    private const double Padding = 10;
    private const double LabelHeight = 20;
    private const double TextSize = 12.5;

    private readonly string _label;
    private readonly IDrawn _within;

    public FramePicture(string label, IDrawn within)
    {
        (_label, _within) = (label, within);
        Width = Math.Max(within.Width, TextWidth.Of(label, TextSize) * 1.06) + (2 * Padding);
        Height = within.Height + (2 * Padding) + LabelHeight;
    }

    public double Width { get; }

    public double Height { get; }

    public void Draw(MarkupWriter svg, double x, double y)
    {
        svg.Empty("rect", ("class", "rw-frame"), ("x", Figures.Coordinate(x)), ("y", Figures.Coordinate(y)),
            ("width", Figures.Coordinate(Width)), ("height", Figures.Coordinate(Height)), ("rx", "8"));
        PictureFrame.FittedText(svg, _label, "rw-text rw-bold", TextSize, x + Padding, y + Padding + 10, Width - Padding);
        _within.Draw(svg, x + ((Width - _within.Width) / 2), y + Padding + LabelHeight);
    }
}
