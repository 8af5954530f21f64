using RandWire.Graphs;
using RandWire.Networks;

namespace RandWire.Reports;

/// <summary>Drawings of wirings in the manner of Xie et al. 2019: layers from top to bottom, inputs blue, outputs orange.</summary>
public static class WiringDrawing
{
    /// <summary>Draws one wiring.</summary>
    /// <param name="dag">The wiring.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <returns>An SVG document.</returns>
    public static string Svg(Dag dag, WiringDrawingOptions? options = null) => "<svg/>";

    /// <summary>Draws a whole network: stem, every stage, head.</summary>
    /// <param name="spec">The network.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <returns>An SVG document.</returns>
    public static string Svg(NetworkSpec spec, WiringDrawingOptions? options = null) => "<svg/>";
}
