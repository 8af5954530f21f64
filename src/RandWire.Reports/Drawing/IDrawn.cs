using RandWire.Reports.Markup;

namespace RandWire.Reports.Drawing;

/// <summary>Something of a known size that can be drawn anywhere.</summary>
internal interface IDrawn
{
    double Width { get; }

    double Height { get; }

    /// <summary>Draws with the upper left corner at a place.</summary>
    void Draw(MarkupWriter svg, double x, double y);
}
