using RandWire.Engine;

namespace RandWire.Search;

/// <summary>Tree-structured Parzen estimator (Bergstra et al. 2011), by the rules of Optuna 5's sampler: axis by axis the value that is likelier among the good points than among the others.</summary>
/// <remarks>After <c>startups</c> random points, the best tenth (25 at most) are the good ones. Of <see cref="Draws"/> values drawn from their estimate the one with the largest ratio is taken, for each axis alone.
/// An estimate is a mixture of a kernel a point and the prior; old points among many weigh less. Failed trainings are always among the others (Optuna leaves them out).</remarks>
public sealed class TpeStrategy : PointStrategy
{
    /// <summary>Values drawn for an axis.</summary>
    public const int Draws = 24;

    private const int MostGood = 25, FullWeights = 25, MostTries = 100;
    private const double GoodShare = 0.1, PriorWeight = 1;

    private readonly int _startups;

    /// <summary>A strategy.</summary>
    /// <param name="space">The space.</param>
    /// <param name="criterion">What trainings are judged by.</param>
    /// <param name="startups">Random points to begin with, at least 1.</param>
    /// <param name="window">How many trials may be under way when it decides.</param>
    public TpeStrategy(PointSpace space, SelectionCriterion criterion = SelectionCriterion.Accuracy, int startups = 10, int window = 4) : base("tpe", space, criterion, window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(startups, 1);
        _startups = startups;
    }

    /// <inheritdoc/>
    protected override Point? Next(History history, int number, IReadOnlyList<Point> pending, Seed seed)
    {
        IReadOnlyList<PointResult> all = Results(history);
        Seed own = seed.Child(number);
        int good = Good(all);
        if (good == 0 || IsBeginning(all, pending, _startups)) return Space.Draw(own);
        int[] order = [.. Enumerable.Range(0, all.Count).OrderByDescending(i => all[i].Score).ThenBy(static i => i)];
        // Weights go by age, so both groups are in the order of their trials.
        Point[] below = [.. order.Take(good).Order().Select(i => all[i].Point)], above = [.. order.Skip(good).Order().Select(i => all[i].Point)];
        (double[] Likely, double[] Other)[] estimates = [.. Space.Axes.Select((axis, a) => (Estimate(Open(below, a), a, axis.Values.Count), Estimate(Open(above, a), a, axis.Values.Count)))];
        for (int attempt = 0; attempt < MostTries; attempt++)
        {
            Seed draws = own.Child(attempt);
            int[] choices = [.. estimates.Select((axis, a) => Choose(axis.Likely, axis.Other, draws.Child(a)))];
            if (Space.Settled(new Point(choices)) is var point && Space.Holds(point)) return point;
        }
        return Space.Draw(own);
    }

    // Points to which the axis means something.
    private Point[] Open(Point[] points, int axis) => [.. points.Where(point => Space.IsOpen(point, axis))];

    /// <summary>How many of the results are good ones: a tenth, 25 at most, and none that failed.</summary>
    internal static int Good(IReadOnlyList<PointResult> all) => Math.Min(Math.Min((int)Math.Ceiling(GoodShare * all.Count), MostGood), all.Count(static result => double.IsFinite(result.Score)));

    private static int Choose(double[] likely, double[] other, Seed seed)
    {
        int best = 0;
        double most = double.NegativeInfinity;
        for (int draw = 0; draw < Draws; draw++)
        {
            int value = Shares.At(likely, seed.Uniform((ulong)draw));
            double ratio = ExactMath.Log(likely[value]) - ExactMath.Log(other[value]);
            if (ratio > most) (most, best) = (ratio, value);
        }
        return best;
    }

    /// <summary>Probability of every value of an axis under the mixture of some points' kernels and the prior.</summary>
    /// <param name="points">The points, in the order of their trials.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="values">Values that it has.</param>
    internal static double[] Estimate(IReadOnlyList<Point> points, int axis, int values)
    {
        int kernels = points.Count + 1;
        double[] weights = [.. Weights(points.Count), PriorWeight], estimate = new double[values];
        double sum = weights.Sum(), floor = PriorWeight / kernels, row = 1 + values * floor;
        for (int i = 0; i < kernels; i++)
        {
            for (int value = 0; value < values; value++)
                estimate[value] += weights[i] / sum * (i == points.Count ? 1.0 / values : (floor + (points[i][axis] == value ? 1 : 0)) / row);
        }
        return estimate;
    }

    // All 1, or beyond 25 points a ramp up to the last 25.
    private static double[] Weights(int count)
    {
        double[] weights = new double[count];
        int ramp = Math.Max(0, count - FullWeights);
        for (int i = 0; i < count; i++) weights[i] = i >= ramp ? 1 : ramp == 1 ? 1.0 / count : 1.0 / count + (1 - 1.0 / count) * i / (ramp - 1);
        return weights;
    }
}
