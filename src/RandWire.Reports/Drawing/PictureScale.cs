using RandWire.Graphs;
using RandWire.Reports.Layout;

namespace RandWire.Reports.Drawing;

/// <summary>Sizes of nodes and wires, smaller and fainter for larger wirings.</summary>
/// <param name="Radius">Radius of a node.</param>
/// <param name="ExtraRadius">Radius of the extra input and output node.</param>
/// <param name="RimWidth">Line width of a node's rim.</param>
/// <param name="FontSize">Size of a node's label.</param>
/// <param name="WireWidth">Line width of a wire.</param>
/// <param name="WireOpacity">Opacity of a wire, in (0, 1].</param>
/// <param name="Spacing">Distances of the layout.</param>
internal sealed record PictureScale(
    double Radius, double ExtraRadius, double RimWidth, double FontSize, double WireWidth, double WireOpacity, LayoutSpacing Spacing)
{
    public static PictureScale For(Dag dag)
    {
        double opacity = Math.Min(0.85, 10 / Math.Sqrt(Math.Max(1, dag.Edges.Length)));
        return (dag.NodeCount, dag.Edges.Length) switch
        {
            ( <= 64, <= 150) => new(9, 13, 1.2, 9, 1.4, opacity, new(12, 8, 42, 0.2)),
            ( <= 64, _) => new(9, 13, 1.2, 9, 1, opacity, new(12, 9, 38, 0.1)),
            ( <= 128, _) => new(7.5, 12, 1, 7, 0.9, opacity, new(9, 6, 34, 0.12)),
            ( <= 400, _) => new(5, 11, 0.8, 8, 0.8, opacity, new(7, 3, 26, 0.06)),
            _ => new(3.5, 11, 0.6, 8, 0.6, opacity, new(4, 2, 20, 0.04)),
        };
    }
}
