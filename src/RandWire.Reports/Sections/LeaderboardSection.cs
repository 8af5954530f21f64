using RandWire.Reports.Charts;
using RandWire.Reports.Markup;
using RandWire.Training;

namespace RandWire.Reports.Sections;

/// <summary>All networks of the search, best first, and accuracy against cost.</summary>
internal static class LeaderboardSection
{
    private const int MostListedTrials = 200;

    // Graphs of one setting differ by some percent.
    private const double LeastSpread = 1.2;

    public static void Write(MarkupWriter html, RunReport report)
    {
        if (report.Trials.Count == 0) return;
        html.Heading("leaderboard", "Leaderboard");
        bool balanced = report.Trials.Any(t => t.BalancedAccuracy is not null), bracketed = report.Plan.Rungs.Any(rung => rung.Bracket > 0);
        html.Paragraph($"{(balanced ? "Balanced validation accuracy, the mean over the classes, by which networks were chosen, with its 95 % interval, and validation accuracy" : "Validation accuracy with its 95 % interval")}"
            + $"{Baseline(report)}; networks are comparable only {(bracketed ? "after as many epochs: every bracket counts rungs of its own" : "within a rung, since a higher rung means longer training")}. "
            + "Clustering and path length are those of the undirected graph; "
            + $"multiply-adds are those of one image forward.{(report.Trials.Any(t => t.Status == ReportTrialStatus.Stopped) ? " Stopped: not among those that went on to the next rung." : "")}", "muted");
        html.OpenTable("Leaderboard of networks", [.. balanced ? (string[])["#rank", "#balanced accuracy", "#validation accuracy"] : ["#rank", "#validation accuracy"], "setting", "seed", bracketed ? "#epochs" : "#rung", "status", "#parameters",
            "#multiply-adds", "#clustering", "#path length"]);
        foreach (ReportTrial trial in report.Trials.Take(MostListedTrials)) Row(html, trial, balanced, bracketed);
        html.CloseTable();
        if (report.Trials.Count > MostListedTrials)
            html.Paragraph($"{Figures.Count(report.Trials.Count - MostListedTrials)} more are in results.csv.", "muted");
        CostChart(html, report.Trials);
    }

    private static string Baseline(RunReport report)
    {
        long all = report.Data.Classes.Sum(c => (long)c.Validation), most = report.Data.Classes.Count == 0 ? 0 : report.Data.Classes.Max(c => c.Validation);
        return all == 0 ? "" : $" (always saying the most frequent class would have {Figures.Percent((double)most / all)})";
    }

    private static void Row(MarkupWriter html, ReportTrial trial, bool balanced, bool bracketed)
    {
        if (trial.Status is ReportTrialStatus.Winner or ReportTrialStatus.Chosen) html.Open("tr", ("class", "winner"));
        else if (trial.Status is ReportTrialStatus.Failed or ReportTrialStatus.Diverged or ReportTrialStatus.Refused) html.Open("tr", ("class", "failed"));
        else html.Open("tr");
        html.Number(trial.Rank == 0 ? "–" : Figures.Count(trial.Rank));
        Accuracy(html, trial);
        if (balanced) html.Number(trial.ValidationAccuracy is double plain ? Figures.Percent(plain) : "–");
        html.Open("td", ("class", "w")).Element("code", Shortened(trial.Wiring), ("title", trial.Wiring), ("class", CodeClass(trial.Wiring))).Close()
            .Cell(trial.Seed, "nowrap");
        html.Number(trial.Rung == 0 ? "–" : bracketed ? Figures.Decimal(trial.Epochs, "0.##") : Figures.Count(trial.Rung)).Open("td", trial.Note is null ? [] : [("class", "note")])
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
            (double low, double high) = Interval(accuracy, trial.ValidationImages);
            html.Element("span", $" [{Figures.Range(low, high, ", ")}]", ("class", "muted small"));
        }
        html.Meter(accuracy).Close();
    }

    /// <summary>Class of a setting in a cell: short ones stay on a line, long ones are broken where the column ends.</summary>
    internal static string CodeClass(string setting) => setting.Length <= 30 ? "short" : "long";

    private static string Shortened(string wiring) => wiring.Length <= 60 ? wiring : wiring[..57] + "…";

    private static string Status(ReportTrialStatus status) => status.ToString().ToLowerInvariant();

    // Wilson 1927, which stays in [0, 1] and holds for few images too.
    private static (double Low, double High) Interval(double share, int images)
    {
        AccuracyInterval interval = AccuracyInterval.Wilson(share, images);
        return (interval.Low, interval.High);
    }

    private static void CostChart(MarkupWriter html, IReadOnlyList<ReportTrial> trials)
    {
        ReportTrial[] measured = [.. trials.Where(t => t.Score is not null)];
        if (measured.Length < 2) return;
        bool balanced = measured.Any(t => t.BalancedAccuracy is not null);
        double top = measured.Max(t => t.Epochs);
        IGrouping<string, ReportTrial>[] families = [.. measured.GroupBy(t => Family(t.Wiring))
            .OrderBy(g => g.Key, StringComparer.Ordinal)];
        double[] heights =
            [.. measured.Select(t => t.Score!.Value), .. measured.Where(t => t.Epochs == top).SelectMany(t => Ends(t))];
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
        html.Close().Paragraph($"Full points had the longest trainings ({Figures.Decimal(top, "0.##")} {(top == 1 ? "epoch" : "epochs")}) and carry their 95 % interval; "
            + "hollow ones had less training.", "muted small");
        FrontTable(html, trials);
    }

    // Said only where networks cost differently: otherwise it is the first of the leaderboard.
    private static void FrontTable(MarkupWriter html, IReadOnlyList<ReportTrial> trials)
    {
        IReadOnlyList<ReportTrial> front = Front(trials);
        if (front.Count < 2 || front[^1].MultiplyAdds < LeastSpread * front[0].MultiplyAdds) return;
        html.Element("h3", "What no network beats that costs as little").Line();
        html.OpenTable("Pareto front of accuracy and multiply-adds", ["#multiply-adds", "#parameters", "#accuracy after the shortest trainings", "setting", "seed"]);
        foreach (ReportTrial trial in front)
        {
            html.Open("tr").Number(Figures.Scaled(trial.MultiplyAdds)).Number(Figures.Scaled(trial.Parameters)).Number(Figures.Percent(trial.ShortAccuracy!.Value));
            html.Open("td", ("class", "w")).Element("code", Shortened(trial.Wiring), ("title", trial.Wiring), ("class", CodeClass(trial.Wiring))).Close().Cell(trial.Seed, "nowrap").Close().Line();
        }
        html.CloseTable();
        html.Paragraph("One training each, of the same length: neighbours in this list may be apart by luck alone.", "muted small");
    }

    /// <summary>The networks that no other is at least as good as at no more multiply-adds, the cheapest first; by the shortest trainings, which all have had.</summary>
    internal static IReadOnlyList<ReportTrial> Front(IReadOnlyList<ReportTrial> trials)
    {
        List<ReportTrial> front = [];
        foreach (ReportTrial trial in trials.Where(static one => one.ShortAccuracy is not null).OrderBy(static one => one.MultiplyAdds).ThenByDescending(static one => one.ShortAccuracy))
            if (front.Count == 0 || trial.ShortAccuracy > front[^1].ShortAccuracy) front.Add(trial);
        return front;
    }

    private static IEnumerable<double> Ends(ReportTrial trial)
    {
        (double low, double high) = Interval(trial.Score!.Value, trial.ValidationImages);
        return trial.ValidationImages > 0 ? [low, high] : [];
    }

    private static ChartMark Mark(ReportTrial trial, double cost, double top)
    {
        double accuracy = trial.Score!.Value;
        (double low, double high) = Interval(accuracy, trial.ValidationImages);
        bool full = trial.Epochs == top;
        return new ChartMark(cost, accuracy * 100,
            $"{Shortened(trial.Wiring)} seed {trial.Seed}: {Figures.Percent(accuracy)} after {Figures.Decimal(trial.Epochs, "0.##")} {(trial.Epochs == 1 ? "epoch" : "epochs")}")
        {
            Hollow = !full,
            Interval = full && trial.ValidationImages > 0 ? (low * 100, high * 100) : null,
        };
    }

    // ws(n=32,k=4,p=0.75) belongs to ws.
    private static string Family(string wiring) =>
        wiring.IndexOf('(', StringComparison.Ordinal) is > 0 and int open ? wiring[..open] : "other";
}
