using RandWire.Reports.Charts;
using RandWire.Reports.Drawing;
using RandWire.Reports.Markup;

namespace RandWire.Reports.Sections;

/// <summary>Learning curves of the chosen network and of those of the search.</summary>
internal static class CurveSection
{
    private const int MostNamedTrials = Palette.SeriesCount;

    private delegate double? Measure(ReportCurvePoint point);

    public static void Write(MarkupWriter html, RunReport report)
    {
        if (report.FinalCurves.Count == 0 && report.TrialCurves.Count == 0) return;
        html.Heading("curves", "Learning curves");
        html.Open("div", ("class", "columns"));
        if (report.FinalCurves.Count > 0)
        {
            Draw(html, "Accuracy of " + report.Subject, "accuracy, %", percent: true,
                [.. Series(report.FinalCurves, p => p.ValidationAccuracy, "validation"),
                    .. Series(report.FinalCurves, p => p.TrainAccuracy, "training", dashed: true)]);
            Draw(html, "Loss of " + report.Subject, "loss", percent: false,
                [.. Series(report.FinalCurves, p => p.ValidationLoss, "validation"),
                    .. Series(report.FinalCurves, p => p.TrainLoss, "training", dashed: true)]);
        }
        if (report.TrialCurves.Count > 0)
            Draw(html, "Validation accuracy of the search's networks", "accuracy, %", percent: true, Trials(report.TrialCurves));
        html.Close().Line();
    }

    // The first curves get a color and a name; the rest are drawn first and faint, under one legend entry.
    private static List<ChartSeries> Trials(IReadOnlyList<ReportCurve> curves)
    {
        List<ChartSeries> named = Series([.. curves.Take(MostNamedTrials)], p => p.ValidationAccuracy, "");
        List<ChartSeries> others = Series([.. curves.Skip(MostNamedTrials)], p => p.ValidationAccuracy, "");
        return [.. others.Select((s, i) => s with { Color = -1, Name = i == 0 ? "other networks" : "" }), .. named];
    }

    private static List<ChartSeries> Series(IReadOnlyList<ReportCurve> curves, Measure measure, string kind, bool dashed = false)
    {
        List<ChartSeries> series = [];
        for (int i = 0; i < curves.Count; i++)
        {
            string name = string.Join(", ", new[] { curves[i].Name, kind }.Where(part => part.Length > 0));
            ChartMark[] marks = [.. curves[i].Points.Where(p => measure(p) is not null)
                .Select(p => new ChartMark(p.Epoch, measure(p)!.Value, name))];
            if (marks.Length > 0) { series.Add(new ChartSeries(name, i, marks) { Dashed = dashed }); }
        }
        return series;
    }

    private static void Draw(MarkupWriter html, string title, string unit, bool percent, List<ChartSeries> series)
    {
        if (series.Count == 0) return;
        ChartSeries[] scaled = [.. series.Select(s => s with { Marks = [.. s.Marks.Select(m => Scaled(m, percent))] })];
        ChartMark[] all = [.. scaled.SelectMany(s => s.Marks)];
        ChartAxis x = ChartAxis.Of("epoch", [0, .. all.Select(m => m.X)], v => Figures.Decimal(v, "0.##"), floor: 0, whole: true);
        double ceiling = percent ? 100 : double.PositiveInfinity;
        ChartAxis y = ChartAxis.Of(unit, all.Select(m => m.Y), v => Figures.Decimal(v, "0.###"), floor: 0, ceiling);
        html.Open("figure");
        new Chart(title, x, y, scaled).Draw(html);
        html.Close();
    }

    private static ChartMark Scaled(ChartMark mark, bool percent)
    {
        double y = percent ? mark.Y * 100 : mark.Y;
        string value = percent ? Figures.Percent(mark.Y) : Figures.Decimal(y, "0.000");
        return mark with { Y = y, Note = $"{mark.Note}, epoch {Figures.Decimal(mark.X, "0.##")}: {value}" };
    }
}
