using RandWire.Reports.Charts;
using RandWire.Reports.Markup;

namespace RandWire.Reports.Sections;

/// <summary>All trials, best first, and accuracy against cost.</summary>
internal static class LeaderboardSection
{
    private const int MostListedTrials = 200;

    public static void Write(MarkupWriter html, RunReport report)
    {
        if (report.Trials.Count == 0) return;
        html.Heading("leaderboard", "Leaderboard");
        bool balanced = report.Trials.Any(t => t.BalancedAccuracy is not null);
        html.Paragraph($"{(balanced ? "Balanced validation accuracy, the mean over the classes, by which trials were chosen, with its 95 % interval, and validation accuracy" : "Validation accuracy with its 95 % interval")}"
            + $"{Baseline(report)}; trials are comparable only within a rung, "
            + "since a higher rung means longer training. Clustering and path length are those of the undirected graph; "
            + "multiply-adds are those of one image forward.", "muted");
        Tie(html, report.Trials);
        html.OpenTable("Leaderboard of trials", [.. balanced ? (string[])["#rank", "#balanced accuracy", "#validation accuracy"] : ["#rank", "#validation accuracy"], "wiring", "seed", "#rung", "status", "#parameters",
            "#multiply-adds", "#clustering", "#path length"]);
        foreach (ReportTrial trial in report.Trials.Take(MostListedTrials)) Row(html, trial, balanced);
        html.CloseTable();
        if (report.Trials.Count > MostListedTrials)
            html.Paragraph($"{Figures.Count(report.Trials.Count - MostListedTrials)} more trials are in results.csv.", "muted");
        CostChart(html, report.Trials);
    }

    private static string Baseline(RunReport report)
    {
        long all = report.Data.Classes.Sum(c => (long)c.Validation), most = report.Data.Classes.Count == 0 ? 0 : report.Data.Classes.Max(c => c.Validation);
        return all == 0 ? "" : $" (always saying the most frequent class would have {Figures.Percent((double)most / all)})";
    }

    // How many of the trials in the best one's rung cannot be told from it.
    private static void Tie(MarkupWriter html, IReadOnlyList<ReportTrial> trials)
    {
        ReportTrial? best = trials.Where(t => t.Score is not null).MaxBy(t => (t.Rung, t.Score));
        if (best is null || best.ValidationImages < 1) return;
        double least = Binomial.LeastDifference(best.Score!.Value, best.ValidationImages);
        ReportTrial[] peers = [.. trials.Where(t => t != best && t.Rung == best.Rung && t.Score is not null)];
        int tied = peers.Count(t => best.Score - t.Score <= least);
        if (peers.Length == 0) return;
        string subject = best.BalancedAccuracy is null ? $"{Figures.Count(best.ValidationImages)} validation images"
            : $"The validation images, as exact as {Figures.Count(best.ValidationImages)} of even classes,";
        html.Paragraph($"{subject} cannot tell two networks apart "
            + $"that differ by less than about {Figures.Points(least)} points. "
            + $"Trials of rung {Figures.Count(best.Rung)} that close to the best: {Figures.Count(tied)} of {Figures.Count(peers.Length)}.");
    }

    private static void Row(MarkupWriter html, ReportTrial trial, bool balanced)
    {
        if (trial.Status == ReportTrialStatus.Winner) html.Open("tr", ("class", "winner"));
        else if (trial.Status == ReportTrialStatus.Failed) html.Open("tr", ("class", "failed"));
        else html.Open("tr");
        html.Number(Figures.Count(trial.Rank));
        Accuracy(html, trial);
        if (balanced) html.Number(trial.ValidationAccuracy is double plain ? Figures.Percent(plain) : "–");
        html.Open("td", ("class", "w")).Element("code", Shortened(trial.Wiring), ("title", trial.Wiring)).Close()
            .Cell(trial.Seed, "nowrap");
        html.Number(trial.Rung == 0 ? "–" : Figures.Count(trial.Rung)).Open("td", trial.Note is null ? [] : [("class", "note")])
            .Text(Status(trial.Status));
        if (trial.Note is string note) html.Open("bdi", ("class", "clip small muted"), ("title", note)).Text(note).Close();
        html.Close();
        html.Number(Figures.Scaled(trial.Parameters)).Number(Figures.Scaled(trial.MultiplyAdds));
        html.Number(trial.Clustering is double c ? Figures.Decimal(c, "0.000") : "–")
            .Number(trial.PathLength is double p ? Figures.Decimal(p) : "–").Close().Line();
    }

    private static void Accuracy(MarkupWriter html, ReportTrial trial)
    {
        if (trial.Score is not double accuracy)
        {
            html.Number("–");
            return;
        }
        html.Open("td", ("class", "n")).Text(Figures.Percent(accuracy));
        if (trial.ValidationImages > 0)
        {
            (double low, double high) = Binomial.Interval(accuracy, trial.ValidationImages);
            html.Element("span", $" [{Figures.Range(low, high, ", ")}]", ("class", "muted small"));
        }
        html.Meter(accuracy).Close();
    }

    private static string Shortened(string wiring) => wiring.Length <= 60 ? wiring : wiring[..57] + "…";

    private static string Status(ReportTrialStatus status) => status switch
    {
        ReportTrialStatus.Winner => "winner",
        ReportTrialStatus.Finished => "finished",
        ReportTrialStatus.Stopped => "stopped",
        ReportTrialStatus.Failed => "failed",
        _ => "interrupted",
    };

    private static void CostChart(MarkupWriter html, IReadOnlyList<ReportTrial> trials)
    {
        ReportTrial[] measured = [.. trials.Where(t => t.Score is not null)];
        if (measured.Length < 2) return;
        bool balanced = measured.Any(t => t.BalancedAccuracy is not null);
        int top = measured.Max(t => t.Rung);
        IGrouping<string, ReportTrial>[] families = [.. measured.GroupBy(t => Family(t.Wiring))
            .OrderBy(g => g.Key, StringComparer.Ordinal)];
        double[] heights =
            [.. measured.Select(t => t.Score!.Value), .. measured.Where(t => t.Rung == top).SelectMany(t => Ends(t))];
        html.Element("h3", "Accuracy against cost").Line();
        html.Open("div", ("class", "columns"));
        foreach ((string title, Func<ReportTrial, double> cost) in (ReadOnlySpan<(string, Func<ReportTrial, double>)>)
            [("multiply-adds of one image", t => t.MultiplyAdds), ("parameters", t => t.Parameters)])
        {
            ChartSeries[] series = [.. families.Select((family, i) =>
                new ChartSeries(family.Key, i, [.. family.Select(t => Mark(t, cost(t), top))]) { Line = false })];
            html.Open("figure");
            new Chart((balanced ? "Balanced accuracy by " : "Validation accuracy by ") + title, ChartAxis.Of(title, measured.Select(cost), Figures.Tick, floor: 0),
                ChartAxis.Of(balanced ? "balanced accuracy, %" : "validation accuracy, %", heights.Select(h => h * 100), v => Figures.Decimal(v, "0.##"), 0, 100),
                series).Draw(html);
            html.Close();
        }
        html.Close().Paragraph($"Full points reached rung {Figures.Count(top)} and carry their 95 % interval; "
            + "hollow ones were stopped earlier, after less training.", "muted small");
    }

    private static IEnumerable<double> Ends(ReportTrial trial)
    {
        (double low, double high) = Binomial.Interval(trial.Score!.Value, trial.ValidationImages);
        return trial.ValidationImages > 0 ? [low, high] : [];
    }

    private static ChartMark Mark(ReportTrial trial, double cost, int top)
    {
        double accuracy = trial.Score!.Value;
        (double low, double high) = Binomial.Interval(accuracy, trial.ValidationImages);
        bool full = trial.Rung == top;
        return new ChartMark(cost, accuracy * 100,
            $"{Shortened(trial.Wiring)} seed {trial.Seed}: {Figures.Percent(accuracy)}, rung {Figures.Count(trial.Rung)}")
        {
            Hollow = !full,
            Interval = full && trial.ValidationImages > 0 ? (low * 100, high * 100) : null,
        };
    }

    // ws(n=32,k=4,p=0.75) belongs to ws.
    private static string Family(string wiring) =>
        wiring.IndexOf('(', StringComparison.Ordinal) is > 0 and int open ? wiring[..open] : "other";
}
