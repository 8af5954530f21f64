using RandWire.Reports.Markup;

namespace RandWire.Reports.Sections;

/// <summary>What to keep in mind about the numbers, and how to get them again.</summary>
internal static class HonestySection
{
    public static void Write(MarkupWriter html, RunReport report)
    {
        html.Heading("notes", "Read this before quoting a number");
        html.Open("ul");
        foreach (string note in Notes(report)) html.Element("li", note).Line();
        html.Close().Line();
        html.Heading("again", "Run it again");
        html.Element("pre", report.Command).Line();
        html.Facts([new("Seed", report.Seed), .. report.Machine]);
    }

    private static IEnumerable<string> Notes(RunReport report)
    {
        yield return $"The test set was looked at {SummarySection.Times(report.TestTouches)}; "
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
        int failed = report.Trials.Count(t => t.Status == ReportTrialStatus.Failed);
        if (failed > 0)
        {
            yield return $"{Figures.Count(failed)} of {Figures.Count(report.Trials.Count)} trials failed; "
                + "what they cost is part of the budget spent.";
        }
        if (report.Trials.Count > 1)
            yield return "The best validation accuracy of many trials is too high by selection; the test accuracy is not.";
        foreach (string note in report.Notes) yield return note;
    }
}
