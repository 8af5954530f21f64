using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;
using RandWire.Training;

namespace RandWire.Search;

/// <summary>Intervals and comparisons of accuracies.</summary>
public static partial class Statistics
{
    /// <summary>Two-sided 95 % quantile of the normal distribution.</summary>
    public const double Normal95 = 1.959963984540054;

    /// <summary>95 % interval of a share (Wilson 1927), which stays within [0, 1] also near the ends.</summary>
    /// <param name="share">Observed share p, in [0, 1].</param>
    /// <param name="count">Observations n, at least 1.</param>
    public static Interval Wilson(double share, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        AccuracyInterval interval = AccuracyInterval.Wilson(share, count);
        return new Interval(interval.Low, interval.High);
    }

    /// <summary>95 % interval of the difference of two shares on n images each (normal approximation with one image added to each side,
    /// Agresti and Caffo 2000). It takes the images as independent, which is on the safe side when both saw the same ones.</summary>
    /// <param name="first">The first share, in [0, 1].</param>
    /// <param name="second">The second share, in [0, 1].</param>
    /// <param name="count">Images behind either, at least 1.</param>
    /// <param name="seeds">How far either varies with its training's seed, which widens the interval (Welch and Satterthwaite's degrees of freedom); null: not known, and left out.</param>
    public static Interval Difference(double first, double second, int count, SeedNoise? seeds = null)
    {
        (double difference, double deviation, double freedom) = Spread(first, second, count, seeds);
        double half = (double.IsInfinity(freedom) ? Normal95 : StudentT.InvCDF(0, 1, freedom, 0.975)) * deviation;
        return new Interval(Math.Max(-1, difference - half), Math.Min(1, difference + half));
    }

    /// <summary>Two-sided p-value of the difference of two shares on n images each: below 0.05 where <see cref="Difference"/> leaves 0 out.</summary>
    /// <param name="first">The first share, in [0, 1].</param>
    /// <param name="second">The second share, in [0, 1].</param>
    /// <param name="count">Images behind either, at least 1.</param>
    /// <param name="seeds">As of <see cref="Difference"/>.</param>
    public static double DifferencePValue(double first, double second, int count, SeedNoise? seeds = null)
    {
        (double difference, double deviation, double freedom) = Spread(first, second, count, seeds);
        double t = -Math.Abs(difference) / deviation;
        return Math.Min(1, 2 * (double.IsInfinity(freedom) ? Normal.CDF(0, 1, t) : StudentT.CDF(0, 1, freedom, t)));
    }

    /// <summary>The least difference that <see cref="Difference"/> tells from none: what is this far below a share is found to be worse. It is the one answer to how much
    /// two networks must differ before it means something.</summary>
    /// <param name="share">The better share, in [0, 1].</param>
    /// <param name="count">Images behind either, at least 1.</param>
    /// <param name="seeds">As of <see cref="Difference"/>.</param>
    /// <returns>At most <paramref name="share"/>: that much where nothing is told apart.</returns>
    public static double LeastDifference(double share, int count, SeedNoise? seeds = null)
    {
        double low = 0, high = share;
        if (Difference(share, 0, count, seeds).Low <= 0) return share;
        // Fifty halvings end at the last bits of a share.
        for (int i = 0; i < 50; i++)
        {
            double middle = (low + high) / 2;
            if (Difference(share, share - middle, count, seeds).Low > 0) high = middle;
            else low = middle;
        }
        return high;
    }

    /// <summary>Half width of the 95 % interval that the number of images alone gives a share (normal approximation).</summary>
    /// <param name="share">In [0, 1].</param>
    /// <param name="count">Images; 1 is given for none.</param>
    public static double ErrorBar(double share, int count) => count < 1 ? 1 : Normal95 * Math.Sqrt(Math.Max(0, share * (1 - share)) / count);

    /// <summary>95 % interval of the difference of two means (Welch 1947); null when a group has fewer than two values.</summary>
    public static Interval? Welch(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Count < 2 || second.Count < 2) return null;
        (double difference, double deviation, double freedom) = Spread(first, second);
        double half = deviation == 0 ? 0 : StudentT.InvCDF(0, 1, freedom, 0.975) * deviation;
        return new Interval(difference - half, difference + half);
    }

    /// <summary>Two-sided p-value of the difference of two means (Welch 1947); null when a group has fewer than two values. Where nothing varies it is 0, or 1 when the means are equal.</summary>
    public static double? WelchPValue(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Count < 2 || second.Count < 2) return null;
        (double difference, double deviation, double freedom) = Spread(first, second);
        return deviation == 0 ? difference == 0 ? 1 : 0 : Math.Min(1, 2 * StudentT.CDF(0, 1, freedom, -Math.Abs(difference) / deviation));
    }

    /// <summary>Spearman's rank correlation; null with fewer than three pairs, or when one side is all ties.</summary>
    public static double? Spearman(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Count < 3) return null;
        double correlation = Correlation.Spearman(first, second);
        return double.IsFinite(correlation) ? correlation : null;
    }

    /// <summary>Sample standard deviation (divisor n - 1); null with fewer than two values.</summary>
    internal static double? Deviation(double[] values)
    {
        if (values.Length < 2) return null;
        double mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
    }

    // The difference of two shares, its standard deviation and the degrees of freedom of that; infinite where only images count.
    private static (double Difference, double Deviation, double Freedom) Spread(double first, double second, int count, SeedNoise? seeds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        double a = (first * count + 1) / (count + 2), b = (second * count + 1) / (count + 2);
        double variance = (a * (1 - a) + b * (1 - b)) / (count + 2), freedom = double.PositiveInfinity;
        if (seeds is { Deviation: > 0, Seeds: > 1 } noise)
        {
            double own = 2 * noise.Deviation * noise.Deviation;
            variance += own;
            double exact = variance * variance / (own * own / (noise.Seeds - 1));
            // Beyond a million Student's quantile is the normal one to five digits, and its search does not converge: seeds that differ in their last bits come here.
            if (exact < 1e6) freedom = exact;
        }
        return (a - b, Math.Sqrt(variance), freedom);
    }

    // Likewise of two means, two values or more behind either.
    private static (double Difference, double Deviation, double Freedom) Spread(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        double a = first.Variance() / first.Count, b = second.Variance() / second.Count;
        return (first.Mean() - second.Mean(), Math.Sqrt(a + b), (a + b) * (a + b) / (a * a / (first.Count - 1) + b * b / (second.Count - 1)));
    }
}
