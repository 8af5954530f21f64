using RandWire.Reports.Markup;
using RandWire.Reports.Sections;

namespace RandWire.Reports;

/// <summary>The report of a run as one HTML file: no script, nothing loaded from elsewhere, light and dark, fit to print.</summary>
/// <remarks>A content policy in the file forbids scripts and network in any browser that opens it.
/// The file is well-formed XML too.</remarks>
public static class HtmlReport
{
    private const string Policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

    /// <summary>Writes the report.</summary>
    /// <param name="report">What to show.</param>
    /// <param name="writer">Where the HTML goes; the caller saves it as UTF-8.</param>
    /// <exception cref="Graphs.SpecException">A network to draw or to cost breaks a rule.</exception>
    public static void Write(RunReport report, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write("<!DOCTYPE html>\n");
        MarkupWriter html = new(writer);
        Head(html, $"RandWire: {report.Title}");
        html.Open("body").Open("header").Line();
        SummarySection.Write(html, report);
        Contents(html, report);
        html.Close().Open("main").Line();
        AccountSection.Write(html, report);
        LeaderboardSection.Write(html, report);
        ScoreSection.Write(html, report);
        WiringSection.Write(html, report);
        CurveSection.Write(html, report);
        TestSection.Write(html, report);
        MistakeSection.Write(html, report);
        DataSection.Write(html, report);
        PlanSection.Write(html, report);
        CostSection.Write(html, report);
        HonestySection.Write(html, report);
        html.Close().Line();
        html.Element("footer", "One file, no script, nothing loaded from elsewhere. "
            + "Accuracies are shares of images; multiply-adds count one multiplication with its addition.").Line();
        html.Close().Close().Line();
    }

    /// <summary>Opens the page and writes all that stands before its body.</summary>
    internal static void Head(MarkupWriter html, string title)
    {
        html.Open("html", ("lang", "en")).Open("head").Line();
        html.Empty("meta", ("charset", "utf-8")).Line();
        html.Empty("meta", ("http-equiv", "Content-Security-Policy"), ("content", Policy)).Line();
        html.Empty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1")).Line();
        html.Empty("meta", ("name", "color-scheme"), ("content", "light dark")).Line();
        html.Element("title", title).Line();
        html.Style(ReportStyle.Css).Line().Close().Line();
    }

    private static void Contents(MarkupWriter html, RunReport report)
    {
        html.Open("nav", ("aria-label", "Contents"));
        foreach ((string id, string name, bool shown) in (ReadOnlySpan<(string, string, bool)>)
        [
            ("account", "What happened", report.Account.Count > 0),
            ("leaderboard", "Leaderboard", report.Trials.Count > 0),
            ("scores", "Scores", report.ScoreCorrelations.Count > 0),
            ("wirings", "Drawings", report.Wirings.Count > 0),
            ("curves", "Learning curves", report.FinalCurves.Count + report.TrialCurves.Count > 0),
            ("test", "Test set", report.Evaluation is not null),
            ("mistakes", "Mistakes", report.Evaluation?.Mistakes.Count > 0),
            ("data", "Data", true),
            ("plan", report.Plan.BudgetMultiplyAdds > 0 ? "Plan and budget" : "Training", true),
            ("cost", "Cost", report.Winner is not null),
            ("notes", report.Account.Count > 0 ? "Comparisons" : "Notes", report.Account.Count == 0 || report.Notes.Count > 0),
            ("again", "Run it again", true),
        ])
        {
            if (shown) html.Element("a", name, ("href", "#" + id));
        }
        html.Close().Line();
    }
}
