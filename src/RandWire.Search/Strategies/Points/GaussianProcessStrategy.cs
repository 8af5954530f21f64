using MathNet.Numerics.Distributions;
using RandWire.Engine;

namespace RandWire.Search;

/// <summary>Bayesian optimisation with a Gaussian process (Mockus 1974; Snoek et al. 2012): the point of largest expected improvement among random ones and neighbours of the best.</summary>
/// <remarks>Collapsed networks are drawn up (<see cref="StandardScores"/>), or the process would explain nothing else.
/// Trainings under way count as ended at what the process expects of them (Ginsbourger et al. 2010), so that several in flight do not try the same. A decision costs O(n^3) of at most 400 results: of more
/// the best 200 and the last 200 are taken.</remarks>
public sealed class GaussianProcessStrategy : PointStrategy
{
    private const double Noise = 0.01;
    private const int RandomPoints = 1000, BestPoints = 10, MostChanges = 1000, MostOfEach = 200;

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

    /// <inheritdoc/>
    protected override Point? Next(History history, int number, IReadOnlyList<Point> pending, Seed seed)
    {
        IReadOnlyList<PointResult> all = Results(history);
        Seed own = seed.Child(number);
        HashSet<Point> known = [.. all.Select(static result => result.Point), .. pending];
        PointResult[] fitted = all.Count <= 2 * MostOfEach ? [.. all] : [.. all.OrderByDescending(static result => result.Score).Take(MostOfEach).Union(all.TakeLast(MostOfEach)).OrderBy(static result => result.Trial)];
        if (IsBeginning(all, pending, _initial) || StandardScores.Of(fitted) is not { } values) return Space.DrawOther(own, known.Contains);
        Point[] points = [.. fitted.Select(static result => result.Point)];
        GaussianProcess process = GaussianProcess.Fit(points, values, Noise);
        double best = values.Max();
        if (pending.Count > 0) process = GaussianProcess.With([.. points, .. pending], [.. values, .. pending.Select(point => process.Predict(point).Mean)], Noise, process.Length);
        // Whether a point is a network takes longer to find out than what is expected of it.
        return Offered(all, own).Where(point => !(Space.IsSampled ? pending.Contains(point) : known.Contains(point))).Distinct().OrderByDescending(point => Improvement(process.Predict(point), best)).FirstOrDefault(Space.Holds)
            ?? Space.DrawOther(own, known.Contains);
    }

    /// <summary>Expected improvement on a value of a normal variable.</summary>
    internal static double Improvement((double Mean, double Deviation) at, double best)
    {
        double lead = (at.Mean - best) / at.Deviation;
        return at.Deviation * (lead * Normal.CDF(0, 1, lead) + Normal.PDF(0, 1, lead));
    }

    private IEnumerable<Point> Offered(IReadOnlyList<PointResult> all, Seed seed)
    {
        for (int i = 0; i < RandomPoints; i++) yield return Space.Combine(seed.Child(i));
        Point[] best = [.. all.OrderByDescending(static result => result.Score).DistinctBy(static result => result.Point).Take(BestPoints).Select(static result => result.Point)];
        foreach (Point neighbour in Space.ChangesOf(best, MostChanges, seed.Child("changes"))) yield return neighbour;
    }
}
