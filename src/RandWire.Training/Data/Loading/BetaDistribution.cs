using RandWire.Engine;

namespace RandWire.Training.Data.Loading;

/// <summary>Beta(a, a), as a ratio of two gamma variates (Marsaglia and Tsang, ACM TOMS 26, 2000).</summary>
internal static class BetaDistribution
{
    /// <summary>A value in [0, 1], a function of the seed.</summary>
    public static double Sample(Seed seed, double a)
    {
        double x = LogGamma(seed.Child(0), a), y = LogGamma(seed.Child(1), a);
        // In logarithms, because a small a makes both variates underflow.
        return 1 / (1 + ExactMath.Exp(y - x));
    }

    // The logarithm of a gamma variate: Gamma(a) = Gamma(a + 1) * U^(1/a), and a + 1 > 1 is what the method needs.
    private static double LogGamma(Seed seed, double a)
    {
        Seed normals = seed.Child(0), acceptances = seed.Child(1), power = seed.Child(2);
        double d = a + 1 - 1.0 / 3, c = 1 / Math.Sqrt(9 * d);
        for (ulong attempt = 0; ; attempt++)
        {
            double normal = normals.Normal(attempt), v = 1 + c * normal;
            if (v <= 0) continue;
            v = v * v * v;
            double uniform = 1 - acceptances.Uniform(attempt);
            if (ExactMath.Log(uniform) >= 0.5 * normal * normal + d * (1 - v + ExactMath.Log(v))) continue;
            return ExactMath.Log(d * v) + ExactMath.Log(1 - power.Uniform(0)) / a;
        }
    }
}
