using System.Globalization;
using RandWire.Graphs;
using RandWire.Reports.Markup;
using RandWire.Reports.Sections;
using RandWire.Search;

namespace RandWire.Reports;

/// <summary>Several studies on one page, side by side: verdicts, accuracies with their intervals, budgets. No script, nothing loaded.</summary>
public static class StudiesReport
{
    /// <summary>Writes the page.</summary>
    /// <param name="studies">The studies, at any stage; at least one.</param>
    /// <param name="path">The page's file.</param>
    /// <param name="version">The program's version.</param>
    /// <exception cref="IOException">The file cannot be written; what stood there before is whole.</exception>
    public static void Write(IReadOnlyList<StudyView> studies, string path, string version)
    {
        ArgumentNullException.ThrowIfNull(studies);
        StudyAccount[] accounts = [.. studies.Select(study => new StudyAccount(study))];
        using StringWriter text = new(CultureInfo.InvariantCulture);
        text.Write("<!DOCTYPE html>\n");
        MarkupWriter html = new(text);
        HtmlReport.Head(html, $"RandWire: {Wording.Count(studies.Count, "study", "studies")} side by side");
        html.Open("body").Open("header").Line();
        html.Element("h1", $"{Wording.Count(studies.Count, "study", "studies")} side by side").Line();
        html.Paragraph("RandWire " + version, "muted");
        html.Paragraph(Comparable(studies), studies.DistinctBy(study => study.DataIdentity).Count() > 1 ? "warning" : "");
        html.Close().Open("main").Line();
        Verdicts(html, studies, accounts);
        Accuracies(html, studies, accounts);
        Budgets(html, studies, accounts);
        html.Heading("again", "Commands");
        foreach (StudyView study in studies) html.Element("pre", study.CommandLine).Line();
        html.Close().Close().Close().Line();
        AtomicFile.WriteText(path, text.ToString());
    }

    /// <summary>Whether accuracies of studies can be set beside each other, in a sentence.</summary>
    public static string Comparable(IReadOnlyList<StudyView> studies)
    {
        ArgumentNullException.ThrowIfNull(studies);
        return studies.DistinctBy(study => study.DataIdentity).Count() == 1
            ? "All saw the same images in the same split, so their test accuracies can be set beside each other. Each chose by its validation images; whoever now chooses among them by these test accuracies chooses by the test set."
            : "They did not all see the same images in the same split: their accuracies are of different tasks, and differences between them say nothing about the networks.";
    }

    private static void Verdicts(MarkupWriter html, IReadOnlyList<StudyView> studies, StudyAccount[] accounts)
    {
        html.Heading("verdicts", "Verdicts");
        html.OpenTable("Verdicts", "study", "verdict");
        for (int i = 0; i < studies.Count; i++)
            html.Open("tr").Cell(studies[i].Folder, "w").Open("td").Open("bdi").Text(accounts[i].Verdict).Close().Close().Close().Line();
        html.CloseTable();
    }

    private static void Accuracies(MarkupWriter html, IReadOnlyList<StudyView> studies, StudyAccount[] accounts)
    {
        html.Heading("accuracies", "Accuracies");
        html.Paragraph("Test accuracy is the mean over the full trainings, with their standard deviation; the interval (95 %) is that of the delivered model, from the number of its test images. "
            + "Beside it the accuracy of always saying the most frequent class.", "muted");
        // Where classes are even it would be the same column twice.
        bool balanced = accounts.Any(account => account.Results is { Final: var one } && Quantity.IsAnother(one.MeanTop1, one.MeanBalanced));
        html.OpenTable("Accuracies", ["study", "network", "#test accuracy", .. balanced ? (string[])["#balanced"] : [], "#interval", "#trainings", "#test images", "#most frequent class", "#parameters", "#multiply-adds"]);
        for (int i = 0; i < studies.Count; i++)
        {
            html.Open("tr").Cell(studies[i].Folder, "w");
            if (accounts[i].Results is not { } results)
            {
                html.Cell("not finished");
                for (int column = 0; column < (balanced ? 8 : 7); column++) html.Number("–");
                html.Close().Line();
                continue;
            }
            FinalResult final = results.Final;
            TrialResult chosen = results.Trials[final.Trial];
            html.Open("td", ("class", "w")).Element("code", chosen.Wiring).Text($" seed {Figures.Decimal(chosen.WiringSeed, "0")}").Close();
            html.Open("td", ("class", "n")).Text(Figures.Percent(final.MeanTop1) + (final.Deviation is { } deviation ? $" ± {Figures.Points(deviation)}" : "")).Meter(final.MeanTop1).Close();
            if (balanced) html.Number(final.MeanBalanced is { } mean ? Figures.Percent(mean) + (final.BalancedDeviation is { } spread ? $" ± {Figures.Points(spread)}" : "") : "–");
            html.Number(Figures.Range(final.TestInterval.Low, final.TestInterval.High, " to ")).Number(Figures.Count(final.Runs.Count(run => run.Test is not null)));
            html.Number(Figures.Count(results.Delivered.Count)).Number(Figures.Percent(results.Delivered.MajorityBaseline)).Number(Figures.Scaled(chosen.Parameters)).Number(Figures.Scaled(chosen.MultiplyAdds));
            html.Close().Line();
        }
        html.CloseTable();
        IReadOnlyList<StudyPair> pairs = StudyPair.Of(studies);
        foreach (string sentence in pairs.SelectMany(pair => pair.Sentences())) html.Paragraph(sentence);
    }

    private static void Budgets(MarkupWriter html, IReadOnlyList<StudyView> studies, StudyAccount[] accounts)
    {
        html.Heading("budgets", "Budgets");
        html.OpenTable("Budgets", "study", "asked", "#budget", "#used", "#share", "#done in all", "#time", "#networks", "#trainings", "#dropped", "#failed", "#seed");
        for (int i = 0; i < studies.Count; i++)
        {
            StudyView study = studies[i];
            LedgerTally tally = study.Tally();
            TrialTotals totals = accounts[i].Findings.Totals;
            double used = study.Used(tally);
            html.Open("tr").Cell(study.Folder, "w").Cell(study.Plan.Budget, "nowrap").Number(Figures.Scaled(study.Plan.BudgetMultiplyAdds) + "MAC").Number(Figures.Scaled(used) + "MAC")
                .Number(Figures.Percent(used / study.Plan.BudgetMultiplyAdds)).Number(Figures.Scaled(study.SpentMultiplyAdds) + "MAC").Number(Quantity.Seconds(tally.ElapsedSeconds))
                .Number(Figures.Count(totals.Candidates)).Number(Figures.Count(totals.Finished)).Number(Figures.Count(totals.Dropped))
                .Number(Figures.Count(totals.Diverged + totals.Failed + totals.Refused)).Number(study.Seed.ToString(CultureInfo.InvariantCulture)).Close().Line();
        }
        html.CloseTable();
    }
}
