using RandWire.Networks;
using RandWire.Reports.Layout;
using RandWire.Reports.Markup;

namespace RandWire.Reports.Drawing;

/// <summary>Plain layers below one another, each in a box: the stem or the head of a network.</summary>
internal sealed class LayerBlock : IPictureBlock
{
    private const double BoxHeight = 34;
    private const double BoxGap = 14;
    private const double TextSize = 11;

    private readonly IReadOnlyList<string> _layers;

    private LayerBlock(IReadOnlyList<string> layers)
    {
        _layers = layers;
        Width = layers.Max(layer => TextWidth.Of(layer, TextSize)) + 20;
        Height = (layers.Count * (BoxHeight + BoxGap)) - BoxGap;
    }

    public double Width { get; }

    public double Height { get; }

    public Point Entry => new(Width / 2, 0);

    public Point Exit => new(Width / 2, Height);

    public static LayerBlock Stem(NetworkSpec spec) => new(
        [FormattableString.Invariant($"image {spec.Input.Height} × {spec.Input.Width} × {spec.Input.Channels}"),
         .. spec.Stem.Convolutions.Select((c, i) => FormattableString.Invariant($"conv{i + 1} 3 × 3, {c.Channels}{(c.Stride > 1 ? $", stride {c.Stride}" : "")}"))]);

    public static LayerBlock Head(NetworkSpec spec) => new(
        [FormattableString.Invariant($"conv 1 × 1, {spec.Head.Channels}"), "global average",
         .. (string[])(spec.Head.Dropout > 0 ? [FormattableString.Invariant($"dropout {spec.Head.Dropout}")] : []),
         FormattableString.Invariant($"classifier, {spec.Classes}")]);

    public void Draw(MarkupWriter svg, double x, double y)
    {
        double middle = x + (Width / 2);
        for (int i = 0; i < _layers.Count; i++)
        {
            double boxTop = y + (i * (BoxHeight + BoxGap));
            if (i > 0) { svg.Empty("path", ("class", "rw-flow"), ("d", $"M{Figures.Coordinate(middle)} {Figures.Coordinate(boxTop - BoxGap)}v{Figures.Coordinate(BoxGap)}")); }
            svg.Empty("rect", ("class", "rw-block"), ("x", Figures.Coordinate(x)), ("y", Figures.Coordinate(boxTop)), ("width", Figures.Coordinate(Width)), ("height", Figures.Coordinate(BoxHeight)), ("rx", "6"));
            PictureFrame.FittedText(svg, _layers[i], "rw-text", TextSize, middle, boxTop + (BoxHeight / 2) + 4, Width - 8, "middle");
        }
    }
}
