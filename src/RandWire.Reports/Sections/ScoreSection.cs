using System.Globalization;
using RandWire.Reports.Markup;
using RandWire.Search;

namespace RandWire.Reports.Sections;

/// <summary>Scores of the untrained networks: how well each ranked them, and what it said of every network beside what that came to.</summary>
internal static class ScoreSection
{
    private const int MostListed = 200;

    public static void Write(MarkupWriter html, RunReport report)
    {
        if (report.ScoreCorrelations.Count == 0) return;
        html.Heading("scores", "Scores of the untrained networks");
        html.Paragraph($"Beside the {(report.Trials.Any(trial => trial.BalancedAccuracy is not null) ? "balanced validation accuracy" : "validation accuracy")} after the shortest trainings, in which nobody had been chosen by a result. "
            + "Correlations are of ranks, with 95 % intervals by resampling networks; none where there are too few networks, or all are alike. Below 0 a score ranks the worse networks higher; it is worth its name where it beats parameters and multiplyadds.", "muted");
        html.OpenTable("Rank correlations of scores with accuracy", "score", "#networks", "#Spearman's", "#interval", "#Kendall's tau-b", "#interval");
        foreach (ScoreCorrelation one in report.ScoreCorrelations)
        {
            html.Open("tr").Cell(one.Score).Number(Figures.Count(one.Networks)).Number(Number(one.Spearman)).Number(Range(one.Interval))
                .Number(Number(one.Kendall)).Number(Range(one.KendallInterval)).Close().Line();
        }
        html.CloseTable();
        // The two baselines have columns of their own.
        string[] names = [.. report.Trials.SelectMany(trial => trial.Scores?.Keys ?? []).Distinct().Except(["parameters", "multiplyadds"]).Order(StringComparer.Ordinal)];
        if (names.Length == 0) return;
        ReportTrial[] scored = [.. report.Trials.Where(trial => trial.Scores is not null)];
        html.Element("h3", "Score by network").Line();
        html.OpenTable("Scores by network", ["setting", "seed", "#accuracy", "#parameters", "#multiply-adds", .. names.Select(name => "#" + name)]);
        foreach (ReportTrial trial in scored.Take(MostListed))
        {
            html.Open("tr").Open("td", ("class", "w")).Element("code", trial.Wiring, ("class", LeaderboardSection.CodeClass(trial.Wiring))).Close().Cell(trial.Seed, "nowrap").Number(trial.ShortAccuracy is double share ? Figures.Percent(share) : "–")
                .Number(Figures.Scaled(trial.Parameters)).Number(Figures.Scaled(trial.MultiplyAdds));
            foreach (string name in names) html.Number(trial.Scores!.TryGetValue(name, out double score) ? score.ToString("G4", CultureInfo.InvariantCulture) : "–");
            html.Close().Line();
        }
        html.CloseTable();
        if (scored.Length > MostListed) html.Paragraph($"{Figures.Count(scored.Length - MostListed)} more are in results.csv.", "muted");
    }

    private static string Number(double? value) => value is { } known ? Quantity.Number(known, 2) : "–";

    private static string Range(Interval? interval) => interval is { } known ? $"{Quantity.Number(known.Low, 2)} to {Quantity.Number(known.High, 2)}" : "–";
}
