using RandWire.Engine;

namespace RandWire.Search;

/// <summary>How well a score of untrained networks ranked what they came to when trained, on this very data.</summary>
/// <param name="Score">Name of the score, see <see cref="NetworkScores"/>; <c>parameters</c> and <c>multiplyadds</c> are the baselines that any other has to beat.</param>
/// <param name="Networks">Networks that finished one of the shortest trainings and have the score.</param>
/// <param name="Spearman">Spearman's rank correlation of score and what the study chooses by; null with fewer than three networks, or when all are equal.</param>
/// <param name="Interval">Its 95 % interval by resampling networks; null where there is none.</param>
/// <param name="Kendall">Kendall's tau-b of the same: the share of pairs of networks that the score orders rightly less that of those it orders wrongly; null in results from before it was told.</param>
/// <param name="KendallInterval">Its 95 % interval, likewise.</param>
public sealed record ScoreCorrelation(string Score, int Networks, double? Spearman, Interval? Interval, double? Kendall = null, Interval? KendallInterval = null)
{
    private const string Parameters = "parameters", MultiplyAdds = "multiplyadds";

    private static readonly Dictionary<string, double> NoScores = [];

    /// <summary>The correlations of all scores that a study took, those by which it screened included, the strongest first; with the two baselines, which every network has. Empty when none
    /// was taken.</summary>
    internal static IReadOnlyList<ScoreCorrelation> Of(IReadOnlyList<TrialResult> rows, IReadOnlyList<TrialRecord> trials, SelectionCriterion criterion, Seed seed)
    {
        if (Leaderboard.Shortest(rows) is not int epochs) return [];
        // A score depends on the initial weights a little: of several trainings of a network the mean is taken, as of what they came to.
        ILookup<(int Candidate, string Score), double> taken = trials
            .Where(trial => trial.Plan.Kind == TrialKind.Score || trial.Plan.Kind == TrialKind.Search && trial.Plan.Epochs == epochs)
            .SelectMany(static trial => (trial.Outcome?.Scores ?? NoScores).Select(score => (trial.Plan.Candidate, score.Key, score.Value)))
            .ToLookup(static one => (one.Candidate, one.Key), static one => one.Value);
        if (taken.Count == 0) return [];
        TrialResult[] finished = [.. rows.Where(row => row.After(epochs)?.Score(criterion) is not null)];
        List<ScoreCorrelation> correlations = [];
        foreach (string name in taken.Select(static group => group.Key.Score).Concat([Parameters, MultiplyAdds]).Distinct().Order(StringComparer.Ordinal))
        {
            TrialResult[] scored = [.. finished.Where(row => Value(row, name) is not null)];
            if (scored.Length == 0) continue;
            double[] scores = [.. scored.Select(row => Value(row, name)!.Value)], came = [.. scored.Select(row => row.After(epochs)!.Score(criterion)!.Value)];
            correlations.Add(new ScoreCorrelation(name, scored.Length, Statistics.Spearman(scores, came), Statistics.Spearman(scores, came, seed.Child(name))?.Interval,
                scored.Length < 3 ? null : Statistics.KendallTauB(scores, came), scored.Length < 3 ? null : Statistics.KendallTauB(scores, came, seed.Child(name).Child("kendall"))?.Interval));
        }
        return [.. correlations.OrderByDescending(one => Math.Abs(one.Spearman ?? 0)).ThenBy(one => one.Score, StringComparer.Ordinal)];

        double? Value(TrialResult row, string name) => name switch
        {
            Parameters => row.Parameters,
            MultiplyAdds => row.MultiplyAdds,
            _ => taken[(row.Id, name)] is var values && values.Any() ? values.Average() : null,
        };
    }
}
