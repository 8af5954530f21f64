using RandWire.Reports.Markup;

namespace RandWire.Reports.Sections;

/// <summary>Title, result and what the result is worth.</summary>
internal static class SummarySection
{
    public static void Write(MarkupWriter html, RunReport report)
    {
        html.Open("h1").Text("RandWire: ").Open("bdi").Text(report.Title).Close().Close().Line();
        string?[] when = [report.Finished, report.Version.Length > 0 ? "RandWire " + report.Version : null, "seed " + report.Seed];
        html.Paragraph(string.Join(" · ", when.OfType<string>()), "muted");
        if (report.Interrupted is string reason) { html.Paragraph("This run did not finish: " + reason, "warning"); }
        if (report.TestTouches > 1)
        {
            html.Paragraph($"The test set was looked at {Figures.Count(report.TestTouches)} times. "
                + "Every look after the first makes the test accuracy too good to be true.", "warning");
        }
        if (report.Headline is { TestAccuracies.Count: > 0 } headline) { Result(html, report, headline); }
        else { html.Paragraph("No network was trained in full, so there is no test accuracy.", "warning"); }
    }

    private static void Result(MarkupWriter html, RunReport report, ReportHeadline headline)
    {
        int seeds = headline.TestAccuracies.Count;
        double mean = headline.Mean, errorBar = Binomial.ErrorBar(mean, headline.TestImages);
        html.Open("div", ("class", "headline"));
        html.Open("div", ("class", "tile")).Open("b").Text(Figures.Percent(mean));
        if (headline.StandardDeviation is double deviation) { html.Element("small", $" ± {Figures.Points(deviation)}"); }
        html.Close().Element("span", seeds == 1
            ? "test accuracy of one training; how much it varies with the seed is not known"
            : $"test accuracy, mean ± standard deviation of {Figures.Count(seeds)} trainings with different seeds").Close();
        html.Open("div", ("class", "tile")).Open("b").Text($"± {Figures.Points(errorBar)}").Element("small", " points").Close()
            .Element("span", $"95 % error bar that {Figures.Count(headline.TestImages)} test images alone imply for one training").Close();
        html.Open("div", ("class", "tile")).Open("b").Text(Figures.Count(report.Trials.Count))
            .Element("small", report.Trials.Count == 1 ? " wiring" : " wirings").Close()
            .Element("span", $"tried in {Figures.Duration(report.Plan.ElapsedSeconds)}; test set looked at {Times(report.TestTouches)}")
            .Close();
        html.Close().Line();
        string accuracies = string.Join(", ", headline.TestAccuracies.Select(a => Figures.Percent(a)));
        string bySeed = seeds > 1 ? $" Test accuracy by seed: {accuracies}." : "";
        html.Open("p").Text("Winner: ").Element("code", headline.Wiring).Text("." + bySeed);
        if (headline.TopFive is double topFive) { html.Text($" Top-5 accuracy: {Figures.Percent(topFive)}."); }
        html.Close().Line();
        string least = Figures.Points(Binomial.LeastDifference(mean, headline.TestImages));
        html.Paragraph($"On this test set two networks must differ by about {least} points before the difference means anything.", "muted");
    }

    public static string Times(int count) => count switch { 0 => "never", 1 => "once", 2 => "twice", _ => Figures.Count(count) + " times" };
}
