using MathNet.Numerics.Distributions;
using RandWire.Engine;

namespace RandWire.Search;

/// <summary>Bayesian optimisation with a Gaussian process (Mockus 1974; Snoek et al. 2012): the point of largest expected improvement among random ones and neighbours of the best.</summary>
/// <remarks>Values far below the others (failures, collapsed networks) are drawn up to the median less three interquartile ranges, or the process would explain nothing else. Trainings under way count as
/// ended at what the process expects of them (Ginsbourger et al. 2010), so that several in flight do not try the same. For some hundred points: a decision costs O(n^3).</remarks>
public sealed class GaussianProcessStrategy : PointStrategy
{
    private const double Noise = 0.01;
    private const int RandomPoints = 1000, BestPoints = 10;

    private readonly int _initial;

    /// <summary>A strategy.</summary>
    /// <param name="space">The space.</param>
    /// <param name="criterion">What trainings are judged by.</param>
    /// <param name="initial">Random points to begin with, at least 2.</param>
    /// <param name="window">How many trials may be under way when it decides.</param>
    public GaussianProcessStrategy(PointSpace space, SelectionCriterion criterion = SelectionCriterion.Accuracy, int initial = 10, int window = 4) : base("gp", space, criterion, window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(initial, 2);
        _initial = initial;
    }

    private protected override Point? Next(History history, int number, IReadOnlyList<Point> pending, Seed seed)
    {
        IReadOnlyList<(Point Point, double Score)> all = Results(history);
        Seed own = seed.Child(number);
        HashSet<Point> known = [.. all.Select(static result => result.Point), .. pending];
        Point[] fresh = [.. Offered(all, own).Where(point => !known.Contains(point)).Distinct()];
        if (fresh.Length == 0) return null;
        if (all.Count < _initial || Standardized(all) is not { } values) return fresh[0];
        Point[] points = [.. all.Select(static result => result.Point)];
        GaussianProcess process = GaussianProcess.Fit(points, values, Noise);
        double best = values.Max();
        if (pending.Count > 0) process = GaussianProcess.With([.. points, .. pending], [.. values, .. pending.Select(point => process.Predict(point).Mean)], Noise, process.Length);
        return fresh.MaxBy(point => Improvement(process.Predict(point), best));
    }

    /// <summary>Expected improvement on a value of a normal variable.</summary>
    internal static double Improvement((double Mean, double Deviation) at, double best)
    {
        double lead = (at.Mean - best) / at.Deviation;
        return at.Deviation * (lead * Normal.CDF(0, 1, lead) + Normal.PDF(0, 1, lead));
    }

    private IEnumerable<Point> Offered(IReadOnlyList<(Point Point, double Score)> all, Seed seed)
    {
        for (int i = 0; i < RandomPoints; i++) yield return Space.Draw(seed.Child(i));
        foreach ((Point point, _) in all.OrderByDescending(static result => result.Score).DistinctBy(static result => result.Point).Take(BestPoints))
            foreach (Point neighbour in Space.Neighbours(point)) yield return neighbour;
    }

    // Null where the values cannot be told apart.
    private static double[]? Standardized(IReadOnlyList<(Point Point, double Score)> all)
    {
        double[] finite = [.. all.Select(static result => result.Score).Where(double.IsFinite).Order()];
        if (finite.Length < 2) return null;
        double Quantile(double share) => finite[(int)Math.Round(share * (finite.Length - 1))];
        double least = Quantile(0.5) - 3 * (Quantile(0.75) - Quantile(0.25));
        double[] clipped = [.. all.Select(result => Math.Max(double.IsFinite(result.Score) ? result.Score : least, least))];
        double mean = clipped.Average(), deviation = Math.Sqrt(clipped.Average(value => (value - mean) * (value - mean)));
        return deviation > 0 ? [.. clipped.Select(value => (value - mean) / deviation)] : null;
    }
}
