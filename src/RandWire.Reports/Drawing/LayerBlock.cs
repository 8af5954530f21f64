using RandWire.Networks;
using RandWire.Reports.Layout;
using RandWire.Reports.Markup;
using RandWire.Reports.Sketches;

namespace RandWire.Reports.Drawing;

/// <summary>Plain layers in a row, each in a box: the stem or the head of a network.</summary>
internal sealed class LayerBlock : IDrawn
{
    private const double BoxHeight = 36;
    private const double BoxGap = 22;
    private const double TextSize = 12.5;
    private const double MostWidth = 440;

    private readonly IReadOnlyList<string> _layers;
    private readonly double[] _widths;

    private LayerBlock(IReadOnlyList<string> layers)
    {
        _layers = layers;
        _widths = [.. layers.Select(layer => Math.Min(TextWidth.Of(layer, TextSize) + 20, MostWidth))];
        Width = _widths.Sum() + ((layers.Count - 1) * BoxGap);
    }

    public double Width { get; }

    public double Height { get; } = BoxHeight;

    /// <summary>The top of the first box.</summary>
    public Point Entry => new(_widths[0] / 2, 0);

    /// <summary>The bottom of the last box.</summary>
    public Point Exit => new(Width - (_widths[^1] / 2), Height);

    public static LayerBlock Stem(NetworkSpec spec) => new(
        [FormattableString.Invariant($"image {spec.Input.Height} × {spec.Input.Width} × {spec.Input.Channels}"),
         .. spec.Stem.Convolutions.Select((c, i) =>
             FormattableString.Invariant($"conv{i + 1} 3 × 3, {c.Channels}{(c.Stride > 1 ? $", stride {c.Stride}" : "")}"))]);

    /// <summary>The paper's head, or a body with each pooling, convolution and classifier in a box.</summary>
    public static LayerBlock Head(NetworkSpec spec, Assembly assembly)
    {
        string[] dropout = spec.Head.Dropout > 0 ? [FormattableString.Invariant($"dropout {spec.Head.Dropout}")] : [];
        string classifier = FormattableString.Invariant($"classifier, {spec.Classes}");
        if (spec.Head.Body is not { } body)
            return new([FormattableString.Invariant($"conv 1 × 1, {spec.Head.Channels}"), "global average", .. dropout, classifier]);
        List<LineSketch> layers = [.. new SketchReader(spec, assembly).Head(body).OfType<LineSketch>()];
        // The dropout stands right before the bare classifier.
        int at = layers.FindIndex(layer => layer.Words == classifier);
        if (at >= 0) layers.InsertRange(at, dropout.Select(words => new LineSketch(words, words, true)));
        List<string> boxes = LineSketch.Lines(layers, _ => true);
        return new(boxes);
    }

    public void Draw(MarkupWriter svg, double x, double y)
    {
        double middle = y + (BoxHeight / 2);
        for (int i = 0; i < _layers.Count; i++)
        {
            if (i > 0)
            {
                svg.Empty("path", ("class", "rw-flow"),
                    ("d", $"M{Figures.Coordinate(x - BoxGap)} {Figures.Coordinate(middle)}h{Figures.Coordinate(BoxGap - 7)}"));
                svg.Empty("path", ("class", "rw-tip"), ("d", $"M{Figures.Coordinate(x)} {Figures.Coordinate(middle)}l-8 -4.5v9z"));
            }
            svg.Empty("rect", ("class", "rw-block"), ("x", Figures.Coordinate(x)), ("y", Figures.Coordinate(y)),
                ("width", Figures.Coordinate(_widths[i])), ("height", Figures.Coordinate(BoxHeight)), ("rx", "6"));
            PictureFrame.FittedText(svg, _layers[i], "rw-text", TextSize, x + (_widths[i] / 2), middle + 4.5, _widths[i] - 8, "middle");
            x += _widths[i] + BoxGap;
        }
    }
}
