using RandWire.Reports.Markup;

namespace RandWire.Reports.Sections;

/// <summary>Drawings of the best networks.</summary>
internal static class WiringSection
{
    public static void Write(MarkupWriter html, RunReport report)
    {
        if (report.Wirings.Count == 0) return;
        html.Heading("wirings", "Drawings of the best networks");
        foreach (ReportWiring wiring in report.Wirings)
        {
            html.Open("figure", ("class", "wiring")).Element("h3", wiring.Title);
            html.Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", wiring.Title));
            html.Fragment(WiringDrawing.Svg(wiring.Spec, new WiringDrawingOptions { Embedded = true }));
            html.Close();
            if (wiring.Caption.Length > 0) html.Element("figcaption", wiring.Caption);
            html.Close().Line();
        }
    }
}
