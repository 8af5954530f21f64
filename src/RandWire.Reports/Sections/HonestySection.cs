using RandWire.Reports.Markup;
using RandWire.Search;

namespace RandWire.Reports.Sections;

/// <summary>What to keep in mind about the numbers, and how to get them again.</summary>
internal static class HonestySection
{
    public static void Write(MarkupWriter html, RunReport report)
    {
        string[] notes = [.. Notes(report)];
        if (notes.Length > 0)
        {
            html.Heading("notes", report.Account.Count > 0 ? "Comparisons" : "Read this before quoting a number");
            html.Open("ul");
            foreach (string note in notes) html.Element("li", note).Line();
            html.Close().Line();
        }
        html.Heading("again", "Run it again");
        html.Element("pre", report.Command).Line();
        html.Facts([new("Seed", report.Seed), .. report.Machine]);
    }

    private static IEnumerable<string> Notes(RunReport report)
    {
        foreach (string note in report.Notes) yield return note;
        if (report.Account.Count > 0) yield break;
        yield return $"The test set was looked at {Wording.Times(report.TestTouches)}; "
            + $"everything before that was chosen by {(report.Trials.Any(t => t.BalancedAccuracy is not null) ? "balanced validation accuracy" : "validation accuracy")}.";
        if (report.Headline is { TestAccuracies.Count: > 0 } headline)
        {
            int seeds = headline.TestAccuracies.Count;
            yield return seeds switch
            {
                1 => "One seed only: no statement about the spread of trainings is possible. Ask for more with --seeds.",
                < 5 => $"With {Figures.Count(seeds)} seeds no rank test can reach p < .05; treat small differences as none.",
                _ => $"Mean and sample standard deviation are over {Figures.Count(seeds)} seeds, all of them, none left out.",
            };
        }
        int failed = report.Trials.Count(t => t.Status is ReportTrialStatus.Failed or ReportTrialStatus.Diverged or ReportTrialStatus.Refused);
        if (failed > 0)
        {
            yield return $"{Figures.Count(failed)} of {Wording.Count(report.Trials.Count, "network")} failed; "
                + "what they cost is part of the budget spent.";
        }
        if (report.Trials.Count > 1)
            yield return "The best validation accuracy of many networks is too high by selection; the test accuracy is not.";
    }
}
