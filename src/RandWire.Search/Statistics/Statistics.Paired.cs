using MathNet.Numerics.Distributions;

namespace RandWire.Search;

public static partial class Statistics
{
    // With so many pairs or more the normal approximation takes over, as in R's wilcox.test.
    private const int PairsOfNormal = 50;

    // Accuracies are quotients: equal differences of them differ in their last bits, and are ties all the same.
    private const double Indistinct = 1e-12;

    /// <summary>Student's test of paired differences (1908), two-sided; null with fewer than two pairs, or when all differences are the same: nothing tells then how far they spread.</summary>
    /// <param name="first">One value a pair, such as the accuracy with seed i.</param>
    /// <param name="second">As many, in the same order.</param>
    /// <exception cref="ArgumentException">One side has more values than the other.</exception>
    public static PairedTest? PairedT(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        double[] differences = Differences(first, second);
        if (Deviation(differences) is not double deviation || deviation <= Indistinct * Largest(first, second)) return null;
        double mean = differences.Average(), t = mean / (deviation / Math.Sqrt(differences.Length));
        return new PairedTest("paired t", differences.Length, mean, t, 2 * StudentT.CDF(0, 1, differences.Length - 1, -Math.Abs(t)));
    }

    /// <summary>95 % interval of the mean paired difference (Student 1908); null with fewer than two pairs.</summary>
    /// <param name="first">One value a pair.</param>
    /// <param name="second">As many, in the same order.</param>
    /// <exception cref="ArgumentException">One side has more values than the other.</exception>
    public static Interval? PairedDifference(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        double[] differences = Differences(first, second);
        if (Deviation(differences) is not double deviation) return null;
        double mean = differences.Average(), half = StudentT.InvCDF(0, 1, differences.Length - 1, 0.975) * deviation / Math.Sqrt(differences.Length);
        return new Interval(mean - half, mean + half);
    }

    /// <summary>Wilcoxon's signed-rank test (1945) of paired differences, two-sided; null when no pair differs.</summary>
    /// <param name="first">One value a pair.</param>
    /// <param name="second">As many, in the same order.</param>
    /// <remarks>As R's <c>wilcox.test(paired = TRUE)</c>: pairs without a difference are left out; exact with fewer than 50 pairs and neither ties nor such pairs, otherwise by
    /// the normal distribution with the variance that ties leave and continuity correction. With n pairs no p-value below 2^(1 - n) exists: five pairs cannot
    /// reach 0.05. O(n³) exact.</remarks>
    /// <exception cref="ArgumentException">One side has more values than the other.</exception>
    public static PairedTest? Wilcoxon(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        double[] all = Differences(first, second);
        double indistinct = Indistinct * Largest(first, second);
        double[] differences = [.. all.Where(difference => Math.Abs(difference) > indistinct).OrderBy(Math.Abs)];
        int n = differences.Length;
        if (n == 0) return null;

        double statistic = 0, ties = 0;
        for (int from = 0, to; from < n; from = to)
        {
            to = from + 1;
            while (to < n && Math.Abs(differences[to]) - Math.Abs(differences[to - 1]) <= indistinct) to++;
            double rank = (from + 1 + to) / 2.0, tied = to - from;
            statistic += rank * differences.AsSpan(from, to - from).ToArray().Count(difference => difference > 0);
            ties += tied * tied * tied - tied;
        }

        if (n < PairsOfNormal && ties == 0 && n == all.Length)
            return new PairedTest("Wilcoxon signed rank, exact", n, all.Average(), statistic, ExactSignedRank((int)statistic, n));
        double off = statistic - n * (n + 1) / 4.0, deviation = Math.Sqrt(n * (n + 1.0) * (2 * n + 1) / 24 - ties / 48);
        double z = (off - 0.5 * Math.Sign(off)) / deviation;
        return new PairedTest("Wilcoxon signed rank, normal approximation", n, all.Average(), statistic, Math.Min(1, 2 * Normal.CDF(0, 1, -Math.Abs(z))));
    }

    /// <summary>Corrects the p-values of several tests so that the chance of even one false finding stays below the level (Holm 1979).</summary>
    /// <param name="pValues">One a test, each in [0, 1].</param>
    /// <returns>In the same order; a test holds at level a when its corrected value is below a.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is not in [0, 1].</exception>
    public static double[] Holm(IReadOnlyList<double> pValues)
    {
        ArgumentNullException.ThrowIfNull(pValues);
        double[] corrected = new double[pValues.Count];
        int[] ascending = [.. Enumerable.Range(0, corrected.Length).OrderBy(i => pValues[i])];
        double most = 0;
        for (int i = 0; i < ascending.Length; i++)
        {
            double value = pValues[ascending[i]];
            if (!(value >= 0 && value <= 1)) throw new ArgumentOutOfRangeException(nameof(pValues), value, "A p-value lies in [0, 1].");
            most = Math.Max(most, Math.Min(1, (ascending.Length - i) * value));
            corrected[ascending[i]] = most;
        }
        return corrected;
    }

    // Every sign has probability one half: ways[s] counts the sets of ranks with sum s. Exact in double, for there are fewer than 2^50 sets.
    private static double ExactSignedRank(int statistic, int n)
    {
        double[] ways = new double[n * (n + 1) / 2 + 1];
        ways[0] = 1;
        for (int rank = 1; rank <= n; rank++)
            for (int sum = ways.Length - 1; sum >= rank; sum--) ways[sum] += ways[sum - rank];
        int tail = Math.Min(statistic, ways.Length - 1 - statistic);
        double share = 0;
        for (int sum = 0; sum <= tail; sum++) share += ways[sum];
        return Math.Min(1, 2 * share * Math.Pow(2, -n));
    }

    private static double[] Differences(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        CheckPairs(first, second);
        double[] differences = new double[first.Count];
        for (int i = 0; i < differences.Length; i++) differences[i] = first[i] - second[i];
        return differences;
    }

    private static double Largest(IReadOnlyList<double> first, IReadOnlyList<double> second) => first.Concat(second).Select(Math.Abs).DefaultIfEmpty().Max();

    private static void CheckPairs(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Count != second.Count)
            throw new ArgumentException($"{first.Count} and {second.Count} values are no pairs. Give both sides the same runs, in the same order.", nameof(second));
    }
}
