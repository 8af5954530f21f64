using RandWire.Engine;
using RandWire.Training;

namespace RandWire.Search;

/// <summary>Order and comparison of trials.</summary>
internal static class Leaderboard
{
    /// <summary>Best first: higher rung, then what the study chooses by, then validation loss, then the earlier trial.</summary>
    public static IReadOnlyList<TrialResult> Order(IEnumerable<TrialResult> trials, SelectionCriterion criterion = SelectionCriterion.Accuracy) =>
        [.. trials.OrderByDescending(t => t.Best?.Rung ?? -1).ThenByDescending(t => t.Best?.Score(criterion) ?? -1)
            .ThenBy(t => t.Best?.ValidationLoss ?? double.PositiveInfinity).ThenBy(t => t.Id)];

    /// <summary>The trials that finished a rung, best first.</summary>
    public static IReadOnlyList<TrialResult> On(int rung, IEnumerable<TrialResult> trials, SelectionCriterion criterion = SelectionCriterion.Accuracy) =>
        [.. trials.Where(t => On(rung, t) is not null).OrderByDescending(t => On(rung, t)!.Score(criterion))
            .ThenBy(t => On(rung, t)!.ValidationLoss).ThenBy(t => t.Id)];

    /// <summary>The winner against all others on the highest rung both finished, and the generators against each other on rung 0.</summary>
    /// <param name="trials">The trials.</param>
    /// <param name="validationImages">Images that the accuracies rest on; for balanced accuracies <see cref="ClassBalance.EffectiveImages"/>.</param>
    /// <param name="criterion">What is compared.</param>
    /// <param name="seeds">How far trainings of one network differ; null: not known.</param>
    public static IReadOnlyList<Comparison> Compare(
        IReadOnlyList<TrialResult> trials, int validationImages, SelectionCriterion criterion = SelectionCriterion.Accuracy, SeedNoise? seeds = null)
    {
        bool balanced = criterion == SelectionCriterion.BalancedAccuracy;
        string what = balanced ? "balanced validation accuracy" : "validation accuracy", images = balanced ? "as if from " : "";
        IReadOnlyList<TrialResult> order = [.. Order(trials, criterion).Where(t => t.Best is not null)];
        List<Comparison> comparisons = [];
        foreach (TrialResult other in order.Skip(1))
        {
            int rung = Math.Min(order[0].Best!.Rung, other.Best!.Rung);
            if (On(rung, order[0])?.Score(criterion) is not double first || On(rung, other)?.Score(criterion) is not double second) continue;
            Interval interval = Statistics.Difference(first, second, validationImages, seeds);
            string winner = Name(order[0]), loser = Name(other);
            comparisons.Add(new Comparison(winner, loser, $"{what} on rung {rung + 1}, {images}{validationImages} images, one training each{(seeds is null ? "" : ", the spread of seeds included")}",
                first - second, interval, Statistics.Verdict(interval, winner, loser)));
        }
        string[] families = [.. trials.Select(t => t.Family).Distinct().Order(StringComparer.Ordinal)];
        for (int a = 0; a < families.Length; a++)
        {
            for (int b = a + 1; b < families.Length; b++)
            {
                double[] first = Accuracies(families[a]), second = Accuracies(families[b]);
                if (Statistics.Welch(first, second) is not Interval interval) continue;
                comparisons.Add(new Comparison(families[a], families[b],
                    $"mean {what} on rung 1, {first.Length} and {second.Length} wirings (Welch)",
                    first.Average() - second.Average(), interval, Statistics.Verdict(interval, families[a], families[b])));
            }
        }
        return comparisons;

        double[] Accuracies(string family) => [.. trials.Where(t => t.Family == family).Select(t => On(0, t)?.Score(criterion)).OfType<double>()];
    }

    /// <summary>How well every rung foretold the next.</summary>
    public static IReadOnlyList<RankCorrelation> Correlate(
        IReadOnlyList<TrialResult> trials, int rungs, SelectionCriterion criterion = SelectionCriterion.Accuracy, Seed? seed = null)
    {
        List<RankCorrelation> correlations = [];
        for (int rung = 0; rung + 1 < rungs; rung++)
        {
            TrialResult[] both = [.. trials.Where(t => On(rung, t) is not null && On(rung + 1, t) is not null)];
            double[] low = [.. both.Select(t => On(rung, t)!.Score(criterion)!.Value)], high = [.. both.Select(t => On(rung + 1, t)!.Score(criterion)!.Value)];
            Interval? interval = seed is { } own ? Statistics.Spearman(low, high, own.Child(rung))?.Interval : null;
            correlations.Add(new RankCorrelation(rung, rung + 1, both.Length, Statistics.Spearman(low, high), interval));
        }
        return correlations;
    }

    private static string Name(TrialResult trial) => $"{trial.Wiring} seed {trial.WiringSeed}";

    private static RungResult? On(int rung, TrialResult trial) =>
        trial.Rungs.FirstOrDefault(r => r.Rung == rung && r.Status == TrialStatus.Finished);
}
