using RandWire.Engine;
using RandWire.Training;

namespace RandWire.Search;

/// <summary>Order and comparison of trials.</summary>
internal static class Leaderboard
{
    private const double Level = 0.05;

    /// <summary>Best first: longer training, then what the study chooses by, then validation loss, then the earlier trial. Trainings are comparable when they had as many epochs; numbers of
    /// rungs do not say so, because every bracket counts its own.</summary>
    public static IReadOnlyList<TrialResult> Order(IEnumerable<TrialResult> trials, SelectionCriterion criterion = SelectionCriterion.Accuracy) =>
        [.. trials.Select(t => (Trial: t, t.Best)).OrderByDescending(t => t.Best?.Epochs ?? -1).ThenByDescending(t => t.Best?.Score(criterion) ?? -1)
            .ThenBy(t => t.Best?.ValidationLoss ?? double.PositiveInfinity).ThenBy(t => t.Trial.Id).Select(t => t.Trial)];

    /// <summary>The trials that finished a training of so many epochs, best first.</summary>
    public static IReadOnlyList<TrialResult> After(int epochs, IEnumerable<TrialResult> trials, SelectionCriterion criterion = SelectionCriterion.Accuracy) =>
        [.. trials.Select(t => (Trial: t, Result: t.After(epochs))).Where(t => t.Result is not null).OrderByDescending(t => t.Result!.Score(criterion))
            .ThenBy(t => t.Result!.ValidationLoss).ThenBy(t => t.Trial.Id).Select(t => t.Trial)];

    /// <summary>Epochs of the shortest trainings that finished: nobody was chosen for them by a result. Null when none finished.</summary>
    public static int? Shortest(IEnumerable<TrialResult> trials) => trials.SelectMany(t => t.Finished).Min(rung => (int?)rung.Epochs);

    /// <summary>The chosen against all others after as many epochs as both had, and the generators against each other after the fewest. Verdicts hold for the list as a whole: by p-values
    /// that are corrected for its length (<see cref="Statistics.Holm"/>). Intervals are each for itself.</summary>
    /// <param name="trials">The trials.</param>
    /// <param name="validationImages">Images that the accuracies rest on; for balanced accuracies <see cref="ClassBalance.EffectiveImages"/>.</param>
    /// <param name="criterion">What is compared.</param>
    /// <param name="seeds">How far trainings of one network differ; null: not known.</param>
    /// <param name="chosen">Number of the chosen; null: the first of the order.</param>
    public static IReadOnlyList<Comparison> Compare(
        IReadOnlyList<TrialResult> trials, int validationImages, SelectionCriterion criterion = SelectionCriterion.Accuracy, SeedNoise? seeds = null, int? chosen = null)
    {
        bool balanced = criterion == SelectionCriterion.BalancedAccuracy;
        string what = balanced ? "balanced validation accuracy" : "validation accuracy", images = balanced ? "as if from " : "";
        IReadOnlyList<TrialResult> order = [.. Order(trials, criterion).Where(t => t.Best is not null)];
        List<Comparison> comparisons = [];
        TrialResult? leader = order.FirstOrDefault(t => t.Id == chosen) ?? (order.Count > 0 ? order[0] : null);
        foreach (TrialResult other in order.Where(t => t != leader))
        {
            if (Common(leader!, other) is not int epochs || leader!.After(epochs)?.Score(criterion) is not double first || other.After(epochs)?.Score(criterion) is not double second) continue;
            int trainings = Trainings(leader, epochs), others = Trainings(other, epochs);
            string each = trainings == 1 && others == 1 ? "one training each" : $"the mean of {Wording.Count(trainings, "training")} and that of {others}";
            comparisons.Add(new Comparison(Name(leader), Name(other),
                $"{what} after {Wording.Count(epochs, "epoch")}, {images}{validationImages} images, {each}{(seeds is null ? "" : ", the spread of seeds included")}",
                first - second, Statistics.Difference(first, second, validationImages, seeds), "", Statistics.DifferencePValue(first, second, validationImages, seeds),
                Paired(leader, other, epochs, criterion)));
        }
        string[] families = [.. trials.Select(t => t.Family).Distinct().Order(StringComparer.Ordinal)];
        int shortest = Shortest(trials) ?? 0;
        for (int a = 0; a < families.Length; a++)
        {
            for (int b = a + 1; b < families.Length; b++)
            {
                double[] first = Accuracies(families[a]), second = Accuracies(families[b]);
                if (Statistics.Welch(first, second) is not Interval interval) continue;
                comparisons.Add(new Comparison(families[a], families[b],
                    $"mean {what} after {Wording.Count(shortest, "epoch")}, {first.Length} and {second.Length} networks (Welch)",
                    first.Average() - second.Average(), interval, "", Statistics.WelchPValue(first, second)));
            }
        }
        double[] corrected = Statistics.Holm([.. comparisons.Select(one => one.PValue!.Value)]);
        return [.. comparisons.Select((one, i) => one with { PValue = corrected[i], Verdict = Verdict(one, corrected[i]) })];

        double[] Accuracies(string family) => [.. trials.Where(t => t.Family == family).Select(t => t.After(shortest)?.Score(criterion)).OfType<double>()];
    }

    /// <summary>How well every rung foretold the next: trainings of its length those of the next one's.</summary>
    public static IReadOnlyList<RankCorrelation> Correlate(
        IReadOnlyList<TrialResult> trials, IReadOnlyList<RungPlan> rungs, SelectionCriterion criterion = SelectionCriterion.Accuracy, Seed? seed = null)
    {
        List<RankCorrelation> correlations = [];
        for (int rung = 0; rung + 1 < rungs.Count; rung++)
        {
            int few = rungs[rung].Epochs, many = rungs[rung + 1].Epochs;
            TrialResult[] both = [.. trials.Where(t => t.After(few) is not null && t.After(many) is not null)];
            double[] low = [.. both.Select(t => t.After(few)!.Score(criterion)!.Value)], high = [.. both.Select(t => t.After(many)!.Score(criterion)!.Value)];
            Interval? interval = seed is { } own ? Statistics.Spearman(low, high, own.Child(rung))?.Interval : null;
            correlations.Add(new RankCorrelation(rung, rung + 1, both.Length, Statistics.Spearman(low, high), interval));
        }
        return correlations;
    }

    /// <summary>The most epochs of which both finished a training; null when there are none.</summary>
    public static int? Common(TrialResult first, TrialResult second) =>
        first.Finished.Select(rung => rung.Epochs).Intersect(second.Finished.Select(rung => rung.Epochs)).Max(epochs => (int?)epochs);

    // Trainings with the same seed meet the same order of images and the same augmentation: what they differ by is less the seed's.
    private static PairedTest? Paired(TrialResult first, TrialResult second, int epochs, SelectionCriterion criterion)
    {
        Dictionary<long, double> left = BySeed(first), right = BySeed(second);
        long[] shared = [.. left.Keys.Intersect(right.Keys).Order()];
        return Statistics.PairedT([.. shared.Select(seed => left[seed])], [.. shared.Select(seed => right[seed])]);

        Dictionary<long, double> BySeed(TrialResult trial)
        {
            Dictionary<long, double> scores = [];
            foreach (RungResult training in trial.Finished.Where(training => training.Epochs == epochs))
                if (training.Seed is long seed && training.Score(criterion) is double score) scores[seed] = score;
            return scores;
        }
    }

    private static int Trainings(TrialResult trial, int epochs) => trial.Finished.Count(rung => rung.Epochs == epochs);

    private static string Verdict(Comparison one, double corrected) =>
        corrected >= Level ? "no difference found" : one.Difference > 0 ? $"{one.First} is better" : $"{one.Second} is better";

    private static string Name(TrialResult trial) => trial.Title;
}
