using System.Buffers.Binary;
using RandWire.Reports.Markup;

namespace RandWire.Reports.Sections;

/// <summary>Wrong test images, most confident first.</summary>
internal static class MistakeSection
{
    private const int MostShown = 48;
    private const int CoarseSide = 100;

    public static void Write(MarkupWriter html, RunReport report)
    {
        if (report.Evaluation is not { Mistakes.Count: > 0 } evaluation) return;
        html.Heading("mistakes", "Most mistaken test images");
        html.Paragraph("Wrong predictions that the network was most sure of. Look for wrong labels first.", "muted");
        html.Open("div", ("class", "mistakes")).Line();
        foreach (ReportMistake mistake in evaluation.Mistakes.Take(MostShown)) Card(html, mistake);
        html.Close().Line();
    }

    private static void Card(MarkupWriter html, ReportMistake mistake)
    {
        html.Open("figure", ("title", mistake.Source));
        if (mistake.Png.Length > 0)
        {
            string data = "data:image/png;base64," + Convert.ToBase64String(mistake.Png.Span);
            string alt = $"test image of class {mistake.Truth}";
            if (IsCoarse(mistake.Png.Span)) html.Empty("img", ("class", "coarse"), ("src", data), ("alt", alt));
            else html.Empty("img", ("src", data), ("alt", alt));
        }
        html.Open("figcaption");
        Line(html, "true: ", mistake.Truth);
        Line(html, "predicted: ", mistake.Predicted, $" ({Figures.Percent(mistake.Confidence, 0)})");
        html.Open("span", ("class", "clip")).Open("bdi").Text(mistake.Source).Close().Close();
        html.Close().Close().Line();
    }

    private static void Line(MarkupWriter html, string label, string name, string after = "") =>
        html.Open("span", ("class", "clip")).Text(label).Open("strong").Open("bdi").Text(name).Close().Close().Text(after).Close();

    // A PNG file begins with its signature (8 bytes), then length and name of the first chunk, then width and height.
    private static bool IsCoarse(ReadOnlySpan<byte> png) =>
        png.Length >= 24 && BinaryPrimitives.ReadUInt32BigEndian(png[16..]) <= CoarseSide
            && BinaryPrimitives.ReadUInt32BigEndian(png[20..]) <= CoarseSide;
}
