using RandWire.Engine;

namespace RandWire.Search;

/// <summary>Where the spread of accuracies after the shortest trainings comes from: those that nobody was chosen for by a result.</summary>
/// <param name="Trainings">Trainings that it is from.</param>
/// <param name="Deviation">Standard deviation of what trials are judged by, a share.</param>
/// <param name="ImageDeviation">What the number of validation images alone makes of it: the binomial deviation at the mean.</param>
/// <param name="Components">Setting, graph and seed, or what of them the design can tell apart: seeds where a graph was trained more than once.</param>
public sealed record SpreadFinding(int Trainings, double Deviation, double ImageDeviation, IReadOnlyList<VarianceComponent> Components)
{
    private const int Fewest = 4, MostOfBootstrap = 300, Resamples = 200;

    /// <summary>The share of the variance that the number of images alone explains, at most 1; 1 where nothing varies.</summary>
    public double ImageShare => Deviation <= ImageDeviation ? 1 : ImageDeviation * ImageDeviation / (Deviation * Deviation);

    /// <summary>Of the shortest trainings that finished, each for itself; null with fewer than four.</summary>
    internal static SpreadFinding? Of(IReadOnlyList<TrialResult> rows, int images, SelectionCriterion criterion, Seed seed)
    {
        int? epochs = Leaderboard.Shortest(rows);
        List<NestedRun> runs = [];
        foreach (TrialResult row in rows)
            foreach (RungResult training in row.Finished.Where(training => training.Epochs == epochs))
                if (training.Score(criterion) is double score) runs.Add(new NestedRun(row.Wiring, $"{row.WiringSeed}/{row.Id}", score));
        if (runs.Count < Fewest) return null;
        double[] values = [.. runs.Select(run => run.Value)];
        double mean = values.Average();
        // Every resample fits the model again, which for many trainings would be the longest part of a report.
        VarianceComponents components = runs.Count <= MostOfBootstrap ? VarianceComponents.Fit(runs, seed, Resamples) : VarianceComponents.Fit(runs);
        return new SpreadFinding(runs.Count, Statistics.Deviation(values)!.Value, Math.Sqrt(Math.Max(0, mean * (1 - mean)) / Math.Max(1, images)), components.Components);
    }
}
