using RandWire.Reports.Markup;
using RandWire.Search;
using RandWire.Training;

namespace RandWire.Reports.Sections;

/// <summary>Title, result and what the result is worth.</summary>
internal static class SummarySection
{
    public static void Write(MarkupWriter html, RunReport report)
    {
        html.Open("h1").Text("RandWire: ").Open("bdi").Text(report.Title).Close().Close().Line();
        string?[] when = [report.Finished, report.Version.Length > 0 ? "RandWire " + report.Version : null, "seed " + report.Seed];
        html.Paragraph(string.Join(" · ", when.OfType<string>()), "muted");
        if (report.Verdict.Length > 0) html.Paragraph(report.Verdict, "verdict");
        if (report.Interrupted is string reason) html.Paragraph("This run did not finish: " + reason, "warning");
        if (report.TestTouches > 1)
        {
            // A study's own sentences say what its looks were for.
            string worth = report.Account.Count > 0 ? "" : " Every look after the first makes the test accuracy too good to be true.";
            html.Paragraph($"The test set was looked at {Wording.Times(report.TestTouches)}.{worth}", "warning");
        }
        if (report.Headline is { TestAccuracies.Count: > 0 } headline) Result(html, report, headline);
        else
            html.Paragraph(report.FullTrainings == 0 ? "No network was trained in full, so there is no test accuracy." : "There is no test accuracy.", "warning");
    }

    private static void Result(MarkupWriter html, RunReport report, ReportHeadline headline)
    {
        int seeds = headline.TestAccuracies.Count;
        double mean = headline.Mean;
        ReportBalance? balance = ReportBalance.Of(report.Evaluation);
        html.Open("div", ("class", "headline"));
        // Where classes differ much, accuracy is mostly that of the largest: the mean over classes stands first.
        bool uneven = balance is { IsUneven: true } && headline.BalancedMean is not null;
        if (uneven) Tile(html, "balanced test accuracy (mean over the classes)", headline.BalancedMean!.Value, headline.BalancedDeviation, seeds, "");
        string baseline = balance is null ? "" : $"; always saying {ClassName(report, balance.Majority)} would have {Figures.Percent(balance.Baseline)}";
        Tile(html, "test accuracy", mean, headline.StandardDeviation, seeds, baseline);
        (double share, int images) = uneven ? (headline.BalancedMean!.Value, balance!.EffectiveImages) : (mean, headline.TestImages);
        string whose = uneven ? "'s balanced accuracy" : "";
        // Wilson's: that of the normal distribution is nothing where all images are right, as if that were certain.
        Interval interval = Statistics.Wilson(share, Math.Max(1, images));
        html.Open("div", ("class", "tile")).Open("b").Text(Figures.Range(interval.Low, interval.High, " to ")).Element("small", " %").Close()
            .Element("span", $"95 % interval that {Figures.Count(headline.TestImages)} test images alone imply for one training{whose}").Close();
        if (report.Trials.Count > 0)
        {
            html.Open("div", ("class", "tile")).Open("b").Text(Figures.Count(report.Trials.Count(trial => trial.Rung > 0)))
                .Element("small", $" of {Wording.Count(report.Trials.Count, "network")}").Close()
                .Element("span", $"finished a training, in {Quantity.Seconds(report.Plan.ElapsedSeconds)}; test set looked at {Wording.Times(report.TestTouches)}").Close();
        }
        html.Close().Line();
        if (uneven) Uneven(html, report, balance!);
        string accuracies = string.Join(", ", headline.TestAccuracies.Select(a => Figures.Percent(a)));
        string bySeed = seeds > 1 ? $" Test accuracy by seed: {accuracies}." : "";
        if (uneven && seeds > 1) { bySeed += $" Balanced: {string.Join(", ", headline.BalancedAccuracies.Select(a => Figures.Percent(a)))}."; }
        html.Open("p").Text("Network: ").Element("code", headline.Wiring).Text("." + bySeed);
        if (headline.TopFive is double topFive) { html.Text($" Top-5 accuracy: {Figures.Percent(topFive)}."); }
        html.Close().Line();
    }

    /// <summary>Name of a class, short enough for a line.</summary>
    public static string ClassName(RunReport report, int label)
    {
        string name = label < report.Data.Classes.Count ? report.Data.Classes[label].Name : Figures.Count(label);
        return $"“{(name.Length <= 40 ? name : name[..39] + "…")}”";
    }

    private static void Tile(MarkupWriter html, string what, double mean, double? deviation, int seeds, string after)
    {
        html.Open("div", ("class", "tile")).Open("b").Text(Figures.Percent(mean));
        if (deviation is double spread) { html.Element("small", $" ± {Figures.Points(spread)}"); }
        html.Close().Open("span").Open("bdi").Text((seeds == 1
            ? $"{what} of one training; how much it varies with the seed is not known"
            : $"{what}, mean ± standard deviation of {Figures.Count(seeds)} trainings with different seeds") + after).Close().Close().Close();
    }

    private static void Uneven(MarkupWriter html, RunReport report, ReportBalance balance)
    {
        AccuracyInterval whole = balance.Interval, least = balance.Smallest.Interval;
        html.Paragraph($"The classes of the test images differ by {Figures.Decimal(balance.Ratio, "0.#")} to 1, so that accuracy is mostly that of the largest. "
            + $"Balanced accuracy counts every class alike; guessing has {Figures.Percent(1.0 / balance.Classes)}. Of the delivered model it lies between "
            + $"{Figures.Range(whole.Low, whole.High, " and ")} %\u00A0(95\u00A0%). The smallest class, {ClassName(report, balance.Smallest.Label)}, has "
            + $"{Figures.Count(balance.Smallest.Count)} test images, {Figures.Count(balance.Smallest.Correct)} of them right: between "
            + $"{Figures.Range(least.Low, least.High, " and ")} %\u00A0(95\u00A0%).", "warning");
    }
}
