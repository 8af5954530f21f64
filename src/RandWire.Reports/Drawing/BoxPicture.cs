using RandWire.Reports.Markup;

namespace RandWire.Reports.Drawing;

/// <summary>A box with a heading, lines of text, and perhaps a drawing within; the whole text is its tooltip.</summary>
internal sealed class BoxPicture : IDrawn
{
    private const double TextSize = 12;
    private const double HeadingSize = 11.5;
    private const double LineHeight = 16;
    private const double MostTextWidth = 300;
    private const double Padding = 9;

    private readonly string _name, _style, _heading, _note;
    private readonly double _corner;
    private readonly List<string> _lines;
    private readonly IDrawn? _within;

    /// <param name="name">Name in the drawing, for whoever reads the markup.</param>
    /// <param name="style">Class of the rectangle.</param>
    /// <param name="heading">Bold line on top; empty for none.</param>
    /// <param name="lines">Lines of text.</param>
    /// <param name="within">A drawing below the lines, or null.</param>
    /// <param name="note">Tooltip.</param>
    public BoxPicture(string name, string style, string heading, List<string> lines, IDrawn? within, string note)
    {
        (_name, _style, _heading, _lines, _within, _note) = (name, style, heading, lines, within, note);
        bool isSmall = within is null && lines.Count + (heading.Length > 0 ? 1 : 0) == 1;
        _corner = isSmall ? 12 : 6;
        double text = heading.Length == 0 ? 0 : TextWidth.Of(heading, HeadingSize) * 1.06;
        foreach (string line in lines) text = Math.Max(text, Math.Min(TextWidth.Of(line, TextSize), MostTextWidth));
        Width = Math.Max(Math.Max(text, within?.Width ?? 0) + (2 * Padding), 34);
        Height = TextHeight + (within is null ? 0 : within.Height + 8) + 9;
    }

    public double Width { get; }

    public double Height { get; }

    private double TextHeight => (_lines.Count + (_heading.Length > 0 ? 1 : 0)) * LineHeight;

    /// <summary>Whether a line of text is short enough for a box.</summary>
    public static bool Fits(string line) => TextWidth.Of(line, TextSize) <= MostTextWidth;

    public void Draw(MarkupWriter svg, double x, double y)
    {
        svg.Open("g", ("data-box", _name)).Element("title", _note);
        svg.Empty("rect", ("class", _style), ("x", Figures.Coordinate(x)), ("y", Figures.Coordinate(y)),
            ("width", Figures.Coordinate(Width)), ("height", Figures.Coordinate(Height)), ("rx", Figures.Coordinate(_corner)));
        double middle = x + (Width / 2), baseline = y + 4.5 + 11.5, room = Width - Padding;
        if (_heading.Length > 0)
        {
            PictureFrame.FittedText(svg, _heading, "rw-text rw-bold", HeadingSize, middle, baseline, room + Padding, "middle");
            baseline += LineHeight;
        }
        foreach (string line in _lines)
        {
            PictureFrame.FittedText(svg, line, "rw-text", TextSize, middle, baseline, room, "middle");
            baseline += LineHeight;
        }
        _within?.Draw(svg, x + ((Width - _within.Width) / 2), y + TextHeight + 9);
        svg.Close().Line();
    }
}
