using RandWire.Reports.Layout;
using RandWire.Reports.Markup;

namespace RandWire.Reports.Drawing;

/// <summary>A part of a network's drawing: a stage or a row of plain layers.</summary>
internal interface IPictureBlock
{
    double Width { get; }

    double Height { get; }

    /// <summary>Where the arrow from the part before ends, from the block's upper left corner.</summary>
    Point Entry { get; }

    /// <summary>Where the arrow to the next part begins.</summary>
    Point Exit { get; }

    void Draw(MarkupWriter svg, double x, double y);
}
