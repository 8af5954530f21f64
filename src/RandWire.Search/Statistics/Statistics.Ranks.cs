using MathNet.Numerics.Statistics;
using RandWire.Engine;

namespace RandWire.Search;

public static partial class Statistics
{
    /// <summary>Kendall's rank correlation with correction for ties (tau-b, Kendall 1945); null with fewer than two pairs, when one side is all ties, or with a NaN.</summary>
    /// <param name="first">One value a thing.</param>
    /// <param name="second">As many, in the same order.</param>
    /// <returns>In [-1, 1].</returns>
    /// <remarks>O(n log n) (Knight 1966).</remarks>
    /// <exception cref="ArgumentException">One side has more values than the other.</exception>
    public static double? KendallTauB(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        CheckPairs(first, second);
        if (HasNaN(first, second)) return null;
        double tau = Tau([.. first], [.. second]);
        return double.IsNaN(tau) ? null : tau;
    }

    /// <summary><see cref="KendallTauB(IReadOnlyList{double}, IReadOnlyList{double})"/> with a bias-corrected and accelerated 95 % interval; null also where resamples have none: see the remarks.</summary>
    /// <remarks>A resample in which one side is all ties has no correlation; of few things it happens often (of three in 11 %, of four in 1.6 %), and then there is no interval
    /// (<see cref="Bootstrap"/>). Nor is there one where every resample comes to the same, as for equal orders: that says nothing of how far they spread.</remarks>
    /// <param name="first">One value a thing.</param>
    /// <param name="second">As many, in the same order.</param>
    /// <param name="seed">Of the resamples, which draw pairs.</param>
    /// <param name="resamples">How many, in [100, 1,000,000].</param>
    /// <exception cref="ArgumentException">One side has more values than the other.</exception>
    public static Estimate? KendallTauB(IReadOnlyList<double> first, IReadOnlyList<double> second, Seed seed, int resamples = Bootstrap.Usual) =>
        OfPairs(first, second, Tau, 2, seed, resamples);

    /// <summary><see cref="Spearman(IReadOnlyList{double}, IReadOnlyList{double})"/> with a bias-corrected and accelerated 95 % interval; null also where resamples have none: see the remarks.</summary>
    /// <remarks>A resample in which one side is all ties has no correlation; of few things it happens often (of three in 11 %, of four in 1.6 %), and then there is no interval
    /// (<see cref="Bootstrap"/>). Nor is there one where every resample comes to the same, as for equal orders: that says nothing of how far they spread.</remarks>
    /// <param name="first">One value a thing.</param>
    /// <param name="second">As many, in the same order.</param>
    /// <param name="seed">Of the resamples, which draw pairs.</param>
    /// <param name="resamples">How many, in [100, 1,000,000].</param>
    /// <exception cref="ArgumentException">One side has more values than the other.</exception>
    public static Estimate? Spearman(IReadOnlyList<double> first, IReadOnlyList<double> second, Seed seed, int resamples = Bootstrap.Usual) =>
        OfPairs(first, second, static (a, b) => Math.Clamp(Correlation.Spearman(a, b), -1, 1), 3, seed, resamples);

    private static Estimate? OfPairs(IReadOnlyList<double> first, IReadOnlyList<double> second, Func<double[], double[], double> statistic, int fewest, Seed seed, int resamples)
    {
        CheckPairs(first, second);
        if (first.Count < fewest || HasNaN(first, second)) return null;
        Estimate? estimate = Bootstrap.Bca(first.Count, indices => statistic(Array.ConvertAll(indices, i => first[i]), Array.ConvertAll(indices, i => second[i])), seed, resamples);
        return estimate is { Interval: { } found } && found.High - found.Low > Indistinct ? estimate : null;
    }

    private static bool HasNaN(IReadOnlyList<double> first, IReadOnlyList<double> second) => first.Any(double.IsNaN) || second.Any(double.IsNaN);

    // Sorts both: by the first, ties by the second. Then every exchange that sorting the second takes is a discordant pair.
    private static double Tau(double[] first, double[] second)
    {
        int[] order = [.. Enumerable.Range(0, first.Length)];
        Array.Sort(order, (i, j) => first[i].CompareTo(first[j]) is var sign and not 0 ? sign : second[i].CompareTo(second[j]));
        double[] a = Array.ConvertAll(order, i => first[i]), b = Array.ConvertAll(order, i => second[i]);
        long all = (long)a.Length * (a.Length - 1) / 2, tiedFirst = 0, tiedBoth = 0;
        for (int from = 0, to; from < a.Length; from = to)
        {
            to = from + 1;
            while (to < a.Length && a[to] == a[from]) to++;
            tiedFirst += (long)(to - from) * (to - from - 1) / 2;
            tiedBoth += Ties(b.AsSpan(from, to - from));
        }
        long discordant = Exchanges(b, new double[b.Length]), tiedSecond = Ties(b);
        double concordantLess = all - tiedFirst - tiedSecond + tiedBoth - 2 * discordant;
        return concordantLess / Math.Sqrt((double)(all - tiedFirst)) / Math.Sqrt((double)(all - tiedSecond));
    }

    // Pairs of equals in ascending values.
    private static long Ties(ReadOnlySpan<double> ascending)
    {
        long ties = 0;
        for (int from = 0, to; from < ascending.Length; from = to)
        {
            to = from + 1;
            while (to < ascending.Length && ascending[to] == ascending[from]) to++;
            ties += (long)(to - from) * (to - from - 1) / 2;
        }
        return ties;
    }

    // Sorts by merging and counts the pairs that stood the other way round.
    private static long Exchanges(Span<double> values, Span<double> room)
    {
        if (values.Length < 2) return 0;
        int half = values.Length / 2, i = 0, j = half, k = 0;
        long exchanges = Exchanges(values[..half], room[..half]) + Exchanges(values[half..], room[half..]);
        while (i < half && j < values.Length)
        {
            if (values[j] < values[i])
            {
                exchanges += half - i;
                room[k++] = values[j++];
            }
            else
            {
                room[k++] = values[i++];
            }
        }
        values[i..half].CopyTo(room[k..]);
        values[j..].CopyTo(room[(k + half - i)..]);
        room.CopyTo(values);
        return exchanges;
    }
}
