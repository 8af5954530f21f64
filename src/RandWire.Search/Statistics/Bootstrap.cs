using MathNet.Numerics.Distributions;
using RandWire.Engine;

namespace RandWire.Search;

/// <summary>Intervals from resampling the data with replacement (Efron 1979).</summary>
/// <remarks>Resample b draws its i-th value of group g at <c>seed.Child(g).Child(b).Below(i, count)</c>: equal seeds give equal intervals. A resample whose statistic is no
/// finite number (a correlation where one side is all ties) may stand for any number: it counts as lower than all others where the lower end is looked for, and as higher than all where the
/// upper end is, so that it widens an interval and never narrows it. Where more of them than an end leaves outside (at 95 %, one in 40), or the data's own statistic is none, there is no
/// interval and the answer is null. SciPy answers NaN with the first such resample; R's <c>boot.ci</c> leaves them out, which narrows the interval.
/// Few values give intervals that are too narrow by any such method: with three to five, trust Student's more.</remarks>
public static class Bootstrap
{
    /// <summary>Resamples unless told otherwise.</summary>
    public const int Usual = 2000;

    /// <summary>Percentile interval (Efron and Tibshirani 1993, section 13.3) of a statistic of one or more groups, each resampled by itself.</summary>
    /// <param name="counts">Values in each group; each at least 1.</param>
    /// <param name="statistic">The statistic, from the indices drawn in each group; it must not keep the arrays.</param>
    /// <param name="seed">Of the resamples.</param>
    /// <param name="resamples">How many, in [100, 1,000,000].</param>
    /// <param name="level">Confidence, in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static Estimate? Percentile(IReadOnlyList<int> counts, Func<int[][], double> statistic, Seed seed, int resamples = Usual, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentNullException.ThrowIfNull(statistic);
        Check(counts, resamples, level);
        double value = statistic([.. counts.Select(count => Enumerable.Range(0, count).ToArray())]);
        double[] drawn = Drawn(counts, statistic, seed, resamples);
        return Within(value, drawn, resamples, (1 - level) / 2, (1 + level) / 2);
    }

    /// <summary>Percentile interval of a statistic of some values.</summary>
    /// <param name="values">At least one.</param>
    /// <param name="statistic">The statistic of as many values; it must not keep the array.</param>
    /// <param name="seed">Of the resamples.</param>
    /// <param name="resamples">How many, in [100, 1,000,000].</param>
    /// <param name="level">Confidence, in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static Estimate? Percentile(IReadOnlyList<double> values, Func<double[], double> statistic, Seed seed, int resamples = Usual, double level = 0.95)
    {
        Func<int[], double> ofIndices = OfIndices(values, statistic);
        return Percentile([values.Count], groups => ofIndices(groups[0]), seed, resamples, level);
    }

    /// <summary>Bias-corrected and accelerated interval (Efron 1987; Efron and Tibshirani 1993, section 14.3) of a statistic of n things.</summary>
    /// <param name="count">n, at least 1; pairs are drawn as pairs.</param>
    /// <param name="statistic">The statistic, from the indices drawn, of which the jackknife draws n - 1; it must not keep the array.</param>
    /// <param name="seed">Of the resamples.</param>
    /// <param name="resamples">How many, in [100, 1,000,000].</param>
    /// <param name="level">Confidence, in (0, 1).</param>
    /// <remarks>Where all resamples lie on one side of the statistic, or the jackknife has no number, the corrections do not exist and the percentile interval is given. Ties with the
    /// statistic count half on either side; those are of the resamples that have a number. <paramref name="resamples"/> + n evaluations.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static Estimate? Bca(int count, Func<int[], double> statistic, Seed seed, int resamples = Usual, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(statistic);
        Check([count], resamples, level);
        int[] everything = [.. Enumerable.Range(0, count)];
        double value = statistic(everything);
        double[] drawn = Drawn([count], groups => statistic(groups[0]), seed, resamples);
        if (!double.IsFinite(value) || drawn.Length == 0) return null;

        double low = (1 - level) / 2, high = (1 + level) / 2;
        double below = (drawn.Count(one => one < value) + drawn.Count(one => one <= value)) / (2.0 * drawn.Length);
        if (below is > 0 and < 1 && count > 1)
        {
            double[] without = new double[count];
            for (int i = 0; i < count; i++) without[i] = statistic([.. everything.Where(index => index != i)]);
            double center = without.Average(), squares = without.Sum(one => (center - one) * (center - one));
            double cubes = without.Sum(one => (center - one) * (center - one) * (center - one));
            double acceleration = squares > 0 ? cubes / (6 * Math.Pow(squares, 1.5)) : 0, bias = Normal.InvCDF(0, 1, below);
            if (double.IsFinite(acceleration)) (low, high) = (Corrected(low, bias, acceleration), Corrected(high, bias, acceleration));
        }
        return Within(value, drawn, resamples, low, high);
    }

    /// <summary>Bias-corrected and accelerated interval of a statistic of some values.</summary>
    /// <param name="values">At least one.</param>
    /// <param name="statistic">The statistic of as many values, or one fewer; it must not keep the array.</param>
    /// <param name="seed">Of the resamples.</param>
    /// <param name="resamples">How many, in [100, 1,000,000].</param>
    /// <param name="level">Confidence, in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static Estimate? Bca(IReadOnlyList<double> values, Func<double[], double> statistic, Seed seed, int resamples = Usual, double level = 0.95) =>
        Bca((values ?? throw new ArgumentNullException(nameof(values))).Count, OfIndices(values, statistic), seed, resamples, level);

    /// <summary>Quantile of ascending values with linear interpolation (Hyndman and Fan 1996, type 7, as NumPy and R have it).</summary>
    internal static double Quantile(double[] ascending, double share) => At(ascending, share * (ascending.Length - 1));

    private static double At(double[] ascending, double at)
    {
        int below = Math.Clamp((int)at, 0, ascending.Length - 1), above = Math.Min(below + 1, ascending.Length - 1);
        return ascending[below] + (at - below) * (ascending[above] - ascending[below]);
    }

    internal static void CheckDraws(int resamples, double level)
    {
        if (resamples is < 100 or > 1_000_000) throw new ArgumentOutOfRangeException(nameof(resamples), resamples, "Resamples lie in [100, 1,000,000].");
        if (!(level > 0 && level < 1)) throw new ArgumentOutOfRangeException(nameof(level), level, "A level of confidence lies between 0 and 1, both excluded.");
    }

    private static void Check(IReadOnlyList<int> counts, int resamples, double level)
    {
        CheckDraws(resamples, level);
        ArgumentOutOfRangeException.ThrowIfZero(counts.Count);
        foreach (int count in counts) ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, nameof(counts));
    }

    private static double Corrected(double share, double bias, double acceleration)
    {
        double z = bias + Normal.InvCDF(0, 1, share);
        return Normal.CDF(0, 1, bias + z / (1 - acceleration * z));
    }

    // Of resamples that have a number, ascending; those that have none lie below them for the lower end, and above them for the upper.
    private static Estimate? Within(double value, double[] ascending, int resamples, double low, double high)
    {
        double lower = low * (resamples - 1) - (resamples - ascending.Length), upper = high * (resamples - 1);
        return double.IsFinite(value) && lower >= 0 && upper <= ascending.Length - 1 ? new Estimate(value, new Interval(At(ascending, lower), At(ascending, upper))) : null;
    }

    // The statistic of every resample that has one, ascending.
    private static double[] Drawn(IReadOnlyList<int> counts, Func<int[][], double> statistic, Seed seed, int resamples)
    {
        int[][] indices = [.. counts.Select(count => new int[count])];
        Seed[] seeds = [.. counts.Select((_, group) => seed.Child(group))];
        List<double> drawn = new(resamples);
        for (int b = 0; b < resamples; b++)
        {
            for (int group = 0; group < indices.Length; group++)
            {
                Seed own = seeds[group].Child(b);
                for (int i = 0; i < indices[group].Length; i++) indices[group][i] = own.Below((ulong)i, indices[group].Length);
            }
            double value = statistic(indices);
            if (double.IsFinite(value)) drawn.Add(value);
        }
        drawn.Sort();
        return [.. drawn];
    }

    private static Func<int[], double> OfIndices(IReadOnlyList<double> values, Func<double[], double> statistic)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(statistic);
        return indices => statistic(Array.ConvertAll(indices, index => values[index]));
    }
}
