using RandWire.Reports.Markup;

namespace RandWire.Reports.Sections;

/// <summary>Pieces that several sections are made of.</summary>
internal static class Parts
{
    public static void Heading(this MarkupWriter html, string id, string text) => html.Element("h2", text, ("id", id)).Line();

    public static void Paragraph(this MarkupWriter html, string text, string style = "") =>
        html.Element("p", text, style.Length == 0 ? [] : [("class", style)]).Line();

    public static void Facts(this MarkupWriter html, IEnumerable<ReportFact> facts)
    {
        html.Open("dl", ("class", "facts")).Line();
        foreach (ReportFact fact in facts)
            html.Element("dt", fact.Name).Open("dd").Open("bdi").Text(fact.Value).Close().Close().Line();
        html.Close().Line();
    }

    /// <summary>Opens a table that scrolls sideways on a narrow screen; a heading that begins with <c>#</c> belongs to a column of
    /// numbers.</summary>
    public static void OpenTable(this MarkupWriter html, string label, params ReadOnlySpan<string> headings)
    {
        html.Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", label)).Open("table").Open("thead")
            .Open("tr");
        foreach (string heading in headings)
        {
            if (heading.StartsWith('#')) html.Element("th", heading[1..], ("class", "n"), ("scope", "col"));
            else html.Element("th", heading, ("scope", "col"));
        }
        html.Close().Close().Open("tbody").Line();
    }

    public static void CloseTable(this MarkupWriter html) => html.Close().Close().Close().Line();

    public static MarkupWriter Cell(this MarkupWriter html, string text, string style = "")
    {
        if (style.Length == 0) { html.Open("td"); } else { html.Open("td", ("class", style)); }
        return html.Open("bdi", style == "w" ? [("class", "clip"), ("title", text)] : []).Text(text).Close().Close();
    }

    public static MarkupWriter Number(this MarkupWriter html, string text) => html.Element("td", text, ("class", "n"));

    /// <summary>A bar that fills a share of its width.</summary>
    public static MarkupWriter Meter(this MarkupWriter html, double share) =>
        html.Open("span", ("class", "meter")).Open("i", ("style", $"width:{Figures.Coordinate(Math.Clamp(share, 0, 1) * 100)}%")).Close()
            .Close();
}
