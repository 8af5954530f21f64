using RandWire.Engine;

namespace RandWire.Search;

/// <summary>BOHB (Falkner et al. 2018), the model of it: of the longest trainings that are enough, kernel densities of the good ones and of the others; of many samples around good points the one with the largest ratio.
/// With schedule <c>hyperband</c> it is the whole.</summary>
/// <remarks>By the rules of its authors' program: good are the best max(d + 1, 15 %), others the max(d + 1, 85 %) after them, d the number of axes, so 2 (d + 1) points trained equally long are needed, and before there are so many it is random search; a third of the points is random
/// (none random, and four samples, is what NATS-Bench ran). The kernel of a choice among c is 1 - h at its own value and h / (c - 1) elsewhere (Aitchison and Aitken 1976). Not by their rules: there h is that of numbers,
/// 1.06 s n^(-1/(4 + d)) of the deviation s of the choices' places in the list, with which a kernel may weigh all other values more than its own; here h is the share of pairs of points that differ, which is (c - 1) / c where all
/// choices are as frequent and 0 where all are one, times n^(-1/(4 + d)).</remarks>
public sealed class BohbStrategy : PointStrategy
{
    private const double GoodShare = 0.15, LeastWidth = 1e-3;

    private readonly double _random;
    private readonly int _samples;

    /// <summary>A strategy.</summary>
    /// <param name="space">The space.</param>
    /// <param name="criterion">What trainings are judged by.</param>
    /// <param name="random">Share of random points, in [0, 1].</param>
    /// <param name="samples">Points of which one is chosen, at least 1.</param>
    /// <param name="window">How many trials may be under way when it decides.</param>
    public BohbStrategy(PointSpace space, SelectionCriterion criterion = SelectionCriterion.Accuracy, double random = 1 / 3.0, int samples = 64, int window = 4) : base("bohb", space, criterion, window)
    {
        if (!(random is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(random), random, "A share lies in [0, 1].");
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        (_random, _samples) = (random, samples);
    }

    /// <inheritdoc/>
    protected override Point? Next(History history, int number, IReadOnlyList<Point> pending, Seed seed)
    {
        Seed own = seed.Child(number);
        // A point that comes again says little that is new: without this half of the trainings would go to points that are known.
        HashSet<Point> known = Space.IsSampled ? [] : [.. Results(history).Select(static result => result.Point), .. pending];
        if (own.Uniform(0) < _random || Modelled(history) is not { } results) return Space.DrawOther(own, known.Contains);
        (Point[] best, Point[] rest) = Divided(results, Space.Axes.Count);
        Density good = new(Space, best), others = new(Space, rest);
        Point? found = null;
        double least = double.PositiveInfinity;
        for (int sample = 0; sample < _samples; sample++)
        {
            Point point = Space.Settled(good.Sample(own.Child(sample)));
            double ratio = others.LogAt(point) - good.LogAt(point);
            if (ratio < least && !known.Contains(point) && Space.Holds(point)) (least, found) = (ratio, point);
        }
        return found ?? Space.DrawOther(own, known.Contains);
    }

    // Points of the longest length of which there are enough, best first. What was trained several times is one point: copies of the best would be all that is good.
    private PointResult[]? Modelled(History history) =>
        PointResults.ByLength(history, Space, Criterion).OrderByDescending(static length => length.Epochs)
            .Select(static length => length.Results.GroupBy(static result => result.Point).Select(static group => new PointResult(group.First().Trial, group.Key, group.Average(static result => result.Score))).ToArray())
            .FirstOrDefault(points => points.Length >= 2 * (Space.Axes.Count + 1) && Array.Exists(points, static one => double.IsFinite(one.Score)))
            ?.OrderByDescending(static one => one.Score).ThenBy(static one => one.Trial).ToArray();

    /// <summary>The good points and the others: the best max(d + 1, 15 %), and of those after them max(d + 1, 85 %). What failed is never good.</summary>
    /// <param name="results">A result a point, best first, 2 (d + 1) at least.</param>
    /// <param name="axes">d.</param>
    internal static (Point[] Good, Point[] Others) Divided(IReadOnlyList<PointResult> results, int axes)
    {
        int good = Math.Min(Math.Max(axes + 1, (int)(GoodShare * results.Count)), results.Count(static result => double.IsFinite(result.Score)));
        return ([.. results.Take(good).Select(static result => result.Point)], [.. results.Skip(good).Take(Math.Max(axes + 1, (int)((1 - GoodShare) * results.Count))).Select(static result => result.Point)]);
    }

    /// <summary>A kernel density over points.</summary>
    internal sealed class Density
    {
        private readonly PointSpace _space;
        private readonly IReadOnlyList<Point> _points;
        private readonly int[] _values;

        public Density(PointSpace space, IReadOnlyList<Point> points)
        {
            (_space, _points) = (space, points);
            _values = [.. space.Axes.Select(static axis => axis.Values.Count)];
            double shrink = ExactMath.Exp(-ExactMath.Log(points.Count) / (4 + _values.Length));
            Widths = [.. _values.Select((values, axis) => Math.Min((values - 1.0) / values, Math.Max(LeastWidth, shrink * Differing(axis, values))))];
        }

        /// <summary>Width of the kernel of each axis.</summary>
        public IReadOnlyList<double> Widths { get; }

        /// <summary>Logarithm of the density at a point; where an axis means nothing to one of two points all its values are alike.</summary>
        public double LogAt(Point point)
        {
            double[] logs = new double[_points.Count];
            for (int i = 0; i < logs.Length; i++)
                for (int axis = 0; axis < _values.Length; axis++) logs[i] += ExactMath.Log(Kernel(_points[i], point, axis));
            // The product of many kernels is no number any more; the largest of them is taken out.
            double largest = logs.Max();
            return largest + ExactMath.Log(logs.Sum(log => ExactMath.Exp(log - largest)) / logs.Length);
        }

        /// <summary>A point around one of them: a choice stays, or is any, with the chance of its kernel's width.</summary>
        public Point Sample(Seed seed)
        {
            Point around = _points[seed.Below(0, _points.Count)];
            int[] choices = new int[_values.Length];
            for (int axis = 0; axis < choices.Length; axis++)
            {
                Seed own = seed.Child(axis);
                choices[axis] = _space.IsOpen(around, axis) && own.Uniform(0) < 1 - Widths[axis] ? around[axis] : own.Below(1, _values[axis]);
            }
            return new Point(choices);
        }

        private double Kernel(Point one, Point point, int axis) => !_space.IsOpen(one, axis) || !_space.IsOpen(point, axis) ? 1.0 / _values[axis]
            : one[axis] == point[axis] ? 1 - Widths[axis] : Widths[axis] / (_values[axis] - 1);

        // Of all pairs to which the axis means something, each with itself too.
        private double Differing(int axis, int values)
        {
            double[] counts = new double[values];
            foreach (Point point in _points)
                if (_space.IsOpen(point, axis)) counts[point[axis]]++;
            double all = counts.Sum();
            return all == 0 ? 1 : 1 - counts.Sum(static count => count * count) / (all * all);
        }
    }
}
