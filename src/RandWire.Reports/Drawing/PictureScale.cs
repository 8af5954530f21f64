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
    public static PictureScale For(Dag dag) => (dag.NodeCount, dag.Edges.Length) switch
    {
        ( <= 64, <= 300) => new(9, 13, 1.2, 9, 1.4, 0.8, new(12, 11, 44, 0.22)),
        ( <= 128, <= 800) => new(7.5, 12, 1, 7, 1, 0.6, new(9, 7, 40, 0.16)),
        ( <= 400, _) => new(5, 11, 0.8, 8, 0.7, 0.3, new(6, 1.6, 44, 0.08)),
        _ => new(3.5, 11, 0.6, 8, 0.5, 0.25, new(4, 1.2, 36, 0.06)),
    };
}
