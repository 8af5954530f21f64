namespace RandWire.Reports.Layout;

/// <summary>Distances of a layout, in SVG user units.</summary>
/// <param name="BetweenNodes">Gap between the rims of neighboring nodes in a layer.</param>
/// <param name="BetweenWires">Gap between neighboring long edges.</param>
/// <param name="BetweenLayers">Least distance of the centers of two layers.</param>
/// <param name="Steepness">Height that an edge asks for per unit it runs sideways.</param>
internal readonly record struct LayoutSpacing(double BetweenNodes, double BetweenWires, double BetweenLayers, double Steepness);
