using RandWire.Graphs;
using RandWire.Reports.Markup;

namespace RandWire.Reports.Drawing;

/// <summary>A random wiring within a block.</summary>
internal sealed class WiringPicture(Dag dag, WiringDrawingOptions options) : IDrawn
{
    private readonly StagePicture _picture = StagePicture.Of(dag, options.ExtraNodes);

    public double Width => _picture.Width;

    public double Height => _picture.Height;

    public void Draw(MarkupWriter svg, double x, double y) => _picture.Draw(svg, x, y, options.Labels);
}
