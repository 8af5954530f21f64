using RandWire.Reports.Markup;

namespace RandWire.Reports.Drawing;

/// <summary>The outside of a picture: the svg element, style, background, title lines and legend.</summary>
internal static class PictureFrame
{
    public const double Margin = 16;
    // Below this scale the text of a picture cannot be read; the page scrolls instead.
    private const double LeastScale = 0.62;
    private const double TitleSize = 15;
    private const double SubtitleSize = 12.5;
    private const double LegendSize = 12;
    private const double LegendHeight = 30;

    private static readonly (string Class, string Text)[] Legend =
    [
        ("rw-in", "input node"), ("rw-out", "output node"), ("rw-node", "node"),
        ("rw-extra-in", "extra input"), ("rw-extra-out", "extra output"),
    ];

    private static readonly (string Class, string Text)[] BlockLegend =
        [("rw-extra-in", "what a cell reads"), ("rw-step", "on a wire"), ("rw-block", "what a node does"), ("rw-result", "what the cell gives")];

    /// <summary>Draws <paramref name="content"/> into a picture of its own.</summary>
    /// <param name="options">Title, style, extra nodes.</param>
    /// <param name="label">What a screen reader says, and the fallback title.</param>
    /// <param name="width">Width of the content.</param>
    /// <param name="height">Height of the content.</param>
    /// <param name="content">What kinds of things are drawn.</param>
    /// <param name="draw">Draws with the content's upper left corner at the given place.</param>
    public static string Svg(
        WiringDrawingOptions options, string label, double width, double height, PictureContent content, Action<MarkupWriter, double, double> draw)
    {
        using StringWriter text = new();
        MarkupWriter svg = new(text);
        (string Class, string Text)[] legend = LegendOf(content, options);
        double legendWidth = legend.Sum(entry => LegendEntryWidth(entry.Text));
        double wholeWidth = Math.Max(width, Math.Max(legendWidth, 240)) + (2 * Margin);
        double top = Margin + (options.Title is null ? 0 : TitleSize + 8) + (options.Subtitle is null ? 0 : SubtitleSize + 8);
        double wholeHeight = top + height + LegendHeight + Margin;
        string w = Figures.Coordinate(Math.Ceiling(wholeWidth)), h = Figures.Coordinate(Math.Ceiling(wholeHeight));

        (string, string)[] size = options.Embedded
            ? [("style", $"min-width:{Figures.Coordinate(Math.Min(wholeWidth, Math.Max(640, wholeWidth * LeastScale)))}px")] : [];
        svg.Open("svg", [("xmlns", "http://www.w3.org/2000/svg"), ("viewBox", $"0 0 {w} {h}"), ("width", w), ("height", h),
            ("role", "img"), ("aria-label", label), ("class", "rw-picture"), .. size]);
        svg.Line().Element("title", options.Title ?? label).Element("desc", label).Line();
        if (!options.Embedded)
        {
            svg.Style(Palette.Resolve(content != PictureContent.Wirings ? DrawingStyle.Rules + "\n" + DrawingStyle.BlockRules : DrawingStyle.Rules) + DrawingStyle.PrintRules).Line();
            svg.Empty("rect", ("class", "rw-back"), ("width", w), ("height", h)).Line();
        }
        TitleLines(svg, options, wholeWidth);
        draw(svg, (wholeWidth - width) / 2, top);
        DrawLegend(svg, legend, (wholeWidth - legendWidth) / 2, top + height + (LegendHeight * 0.7));
        svg.Close().Line();
        return text.ToString();
    }

    private static (string Class, string Text)[] LegendOf(PictureContent content, WiringDrawingOptions options) =>
        [.. content.HasFlag(PictureContent.Wirings) ? options.ExtraNodes ? Legend : Legend[..3] : [], .. content.HasFlag(PictureContent.Cells) ? BlockLegend : []];

    /// <summary>A line of text no wider than <paramref name="room"/>; cut text is given in full as a tooltip.</summary>
    public static void FittedText(MarkupWriter svg, string text, string style, double size, double x, double y, double room,
        string anchor = "start")
    {
        string fitted = TextWidth.Fit(text, size, room);
        svg.Open("text", ("class", style), ("x", Figures.Coordinate(x)), ("y", Figures.Coordinate(y)),
            ("font-size", Figures.Coordinate(size)), ("text-anchor", anchor));
        if (fitted != text) svg.Element("title", text);
        svg.Text(fitted).Close().Line();
    }

    private static void TitleLines(MarkupWriter svg, WiringDrawingOptions options, double width)
    {
        double y = Margin;
        if (options.Title is string title)
        {
            FittedText(svg, title, "rw-text rw-bold", TitleSize, width / 2, y + (TitleSize * 0.85), width - (2 * Margin), "middle");
            y += TitleSize + 8;
        }
        if (options.Subtitle is string subtitle)
        {
            FittedText(svg, subtitle, "rw-text rw-muted", SubtitleSize, width / 2, y + (SubtitleSize * 0.75), width - (2 * Margin),
                "middle");
        }
    }

    private static double LegendEntryWidth(string text) => 16 + TextWidth.Of(text, LegendSize) + 14;

    private static void DrawLegend(MarkupWriter svg, (string Class, string Text)[] legend, double x, double y)
    {
        foreach ((string style, string text) in legend)
        {
            svg.Empty("circle", ("class", style), ("cx", Figures.Coordinate(x + 6)), ("cy", Figures.Coordinate(y)), ("r", "5"),
                ("stroke-width", style.StartsWith("rw-extra", StringComparison.Ordinal) ? "2" : "1"));
            FittedText(svg, text, "rw-text rw-muted", LegendSize, x + 16, y + 4, 200);
            x += LegendEntryWidth(text);
        }
    }
}
