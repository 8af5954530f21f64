using RandWire.Reports.Markup;

namespace RandWire.Reports.Drawing;

/// <summary>Drawings one below the other, an arrow from each to the next.</summary>
internal sealed class StackPicture : IDrawn
{
    private const double Gap = 24;

    private readonly IReadOnlyList<IDrawn> _parts;

    public StackPicture(IReadOnlyList<IDrawn> parts)
    {
        _parts = parts;
        Width = parts.Max(part => part.Width);
        Height = parts.Sum(part => part.Height) + (Gap * (parts.Count - 1));
    }

    public double Width { get; }

    public double Height { get; }

    public void Draw(MarkupWriter svg, double x, double y)
    {
        for (int i = 0; i < _parts.Count; i++)
        {
            if (i > 0)
            {
                CellPicture.Line(svg, [new(x + (Width / 2), y), new(x + (Width / 2), y + Gap)]);
                y += Gap;
            }
            _parts[i].Draw(svg, x + ((Width - _parts[i].Width) / 2), y);
            y += _parts[i].Height;
        }
    }
}
