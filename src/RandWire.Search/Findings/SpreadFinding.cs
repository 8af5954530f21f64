using RandWire.Engine;

namespace RandWire.Search;

/// <summary>Where the spread of accuracies on the lowest rung comes from.</summary>
/// <param name="Trainings">Trainings that it is from.</param>
/// <param name="Deviation">Standard deviation of what trials are judged by, a share.</param>
/// <param name="ImageDeviation">What the number of validation images alone makes of it: the binomial deviation at the mean.</param>
/// <param name="Components">Setting, and graph with seed, or what of them the design can tell apart.</param>
public sealed record SpreadFinding(int Trainings, double Deviation, double ImageDeviation, IReadOnlyList<VarianceComponent> Components)
{
    private const int Fewest = 4, MostOfBootstrap = 300, Resamples = 200;

    /// <summary>The share of the variance that the number of images alone explains, at most 1; 1 where nothing varies.</summary>
    public double ImageShare => Deviation <= ImageDeviation ? 1 : ImageDeviation * ImageDeviation / (Deviation * Deviation);

    /// <summary>Of the trainings that finished on the lowest rung; null with fewer than four.</summary>
    internal static SpreadFinding? Of(IReadOnlyList<TrialResult> rows, int images, SelectionCriterion criterion, Seed seed)
    {
        List<NestedRun> runs = [];
        foreach (TrialResult row in rows)
            if (row.Rungs.FirstOrDefault(rung => rung.Rung == 0 && rung.Status == TrialStatus.Finished)?.Score(criterion) is double score) runs.Add(new NestedRun(row.Wiring, $"{row.WiringSeed}/{row.Id}", score));
        if (runs.Count < Fewest) return null;
        double[] values = [.. runs.Select(run => run.Value)];
        double mean = values.Average();
        // Every resample fits the model again, which for many trainings would be the longest part of a report.
        VarianceComponents components = runs.Count <= MostOfBootstrap ? VarianceComponents.Fit(runs, seed, Resamples) : VarianceComponents.Fit(runs);
        return new SpreadFinding(runs.Count, Statistics.Deviation(values)!.Value, Math.Sqrt(Math.Max(0, mean * (1 - mean)) / Math.Max(1, images)), components.Components);
    }
}
