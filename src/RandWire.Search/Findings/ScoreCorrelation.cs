using RandWire.Engine;

namespace RandWire.Search;

/// <summary>How well a score of untrained networks ranked what they came to when trained, on this very data.</summary>
/// <param name="Score">Name of the score, see <see cref="NetworkScores"/>; <c>parameters</c> and <c>multiplyadds</c> are the baselines that any other has to beat.</param>
/// <param name="Networks">Networks that finished the lowest rung and have the score.</param>
/// <param name="Spearman">Spearman's rank correlation of score and what the study chooses by; null with fewer than three networks, or when all are equal.</param>
/// <param name="Interval">Its 95 % interval by resampling networks; null where there is none.</param>
public sealed record ScoreCorrelation(string Score, int Networks, double? Spearman, Interval? Interval)
{
    /// <summary>The correlations of all scores that a study took, the strongest first.</summary>
    internal static IReadOnlyList<ScoreCorrelation> Of(IReadOnlyList<TrialRecord> trials, SelectionCriterion criterion, Seed seed)
    {
        TrialOutcome[] finished = [.. trials.Where(trial => trial.Plan is { Kind: TrialKind.Search, Rung: 0 } && trial.Outcome is { Scores: not null } outcome && outcome.Score(criterion) is not null)
            .Select(trial => trial.Outcome!)];
        List<ScoreCorrelation> correlations = [];
        foreach (string name in finished.SelectMany(outcome => outcome.Scores!.Keys).Distinct().Order(StringComparer.Ordinal))
        {
            TrialOutcome[] scored = [.. finished.Where(outcome => outcome.Scores!.ContainsKey(name))];
            double[] scores = [.. scored.Select(outcome => outcome.Scores![name])], came = [.. scored.Select(outcome => outcome.Score(criterion)!.Value)];
            correlations.Add(new ScoreCorrelation(name, scored.Length, Statistics.Spearman(scores, came), Statistics.Spearman(scores, came, seed.Child(name))?.Interval));
        }
        return [.. correlations.OrderByDescending(one => Math.Abs(one.Spearman ?? 0)).ThenBy(one => one.Score, StringComparer.Ordinal)];
    }
}
