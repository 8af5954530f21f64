using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace RandWire.Search;

public static partial class Statistics
{
    /// <summary>Most seeds that <see cref="SeedsNeeded"/> counts to.</summary>
    public const int MostSeeds = 1_000_000;

    /// <summary>Probability that a two-sided t-test with <paramref name="seeds"/> trainings of either network finds a difference that is there.</summary>
    /// <param name="seeds">Trainings of each network, at least 2.</param>
    /// <param name="difference">The true difference of their means; its sign does not matter.</param>
    /// <param name="deviation">Standard deviation between seeds of one network; above 0.</param>
    /// <param name="level">Chance that the test finds a difference where there is none, in (0, 1).</param>
    /// <remarks>Noncentral t with 2 · (seeds - 1) degrees of freedom and noncentrality d · sqrt(seeds / 2), both tails: R's <c>power.t.test(strict = TRUE)</c>. Integrated over the distribution of
    /// the estimated deviation by Simpson's rule.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static double Power(int seeds, double difference, double deviation, double level = 0.05)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seeds, 2);
        CheckPower(difference, deviation, level);
        const int Intervals = 1000;
        double freedom = 2.0 * (seeds - 1), limit = StudentT.InvCDF(0, 1, freedom, 1 - level / 2), shift = Math.Abs(difference) / deviation * Math.Sqrt(seeds / 2.0);
        // s = sqrt(chi² / freedom) has mean near 1 and deviation near 1 / sqrt(2 freedom): 14 of them hold all that double can see.
        double from = Math.Max(0, 1 - 10 / Math.Sqrt(freedom)), to = 1 + 10 / Math.Sqrt(freedom), step = (to - from) / Intervals;
        double logConstant = Math.Log(2) + freedom / 2 * Math.Log(freedom / 2) - SpecialFunctions.GammaLn(freedom / 2), missed = 0;
        for (int i = 0; i <= Intervals; i++)
        {
            double s = from + i * step;
            if (s == 0) continue;
            double density = Math.Exp(logConstant + (freedom - 1) * Math.Log(s) - freedom * s * s / 2);
            double weight = i is 0 or Intervals ? 1 : i % 2 == 1 ? 4 : 2;
            missed += weight * density * (Normal.CDF(0, 1, limit * s - shift) - Normal.CDF(0, 1, -limit * s - shift));
        }
        return Math.Clamp(1 - missed * step / 3, 0, 1);
    }

    /// <summary>Trainings of each of two networks with which a two-sided t-test finds a difference with the wanted probability; null when it takes more than <see cref="MostSeeds"/>.</summary>
    /// <param name="deviation">Standard deviation between seeds of one network; above 0.</param>
    /// <param name="difference">The difference to be told; its sign does not matter.</param>
    /// <param name="power">Probability of finding it, in (0, 1).</param>
    /// <param name="level">Chance that the test finds a difference where there is none, in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static int? SeedsNeeded(double deviation, double difference, double power = 0.8, double level = 0.05)
    {
        CheckPower(difference, deviation, level);
        if (!(power > 0 && power < 1)) throw new ArgumentOutOfRangeException(nameof(power), power, "A power lies between 0 and 1, both excluded.");
        if (difference == 0 || Power(MostSeeds, difference, deviation, level) < power) return null;
        // Power grows with the number of seeds.
        int low = 1, high = MostSeeds;
        while (high - low > 1)
        {
            int middle = low + (high - low) / 2;
            if (Power(middle, difference, deviation, level) >= power) high = middle;
            else low = middle;
        }
        return high;
    }

    private static void CheckPower(double difference, double deviation, double level)
    {
        if (!double.IsFinite(difference)) throw new ArgumentOutOfRangeException(nameof(difference), difference, "A difference is a finite number.");
        if (!(deviation > 0 && double.IsFinite(deviation))) throw new ArgumentOutOfRangeException(nameof(deviation), deviation, "A standard deviation is above 0.");
        if (!(level > 0 && level < 1)) throw new ArgumentOutOfRangeException(nameof(level), level, "A level lies between 0 and 1, both excluded.");
    }
}
