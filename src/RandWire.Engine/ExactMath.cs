using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RandWire.Engine;

/// <summary>Elementary functions made of IEEE additions, multiplications, divisions and fused multiply-adds only, so that their bits are the same on every machine.</summary>
/// <remarks>The C library's <c>exp</c>, <c>log</c> and <c>cos</c> differ between platforms in the last bit, which would end the promise of
/// equal weights. Relative error below 2e-15 in the tested range; not correctly rounded.</remarks>
public static class ExactMath
{
    private const double Ln2High = 6.93147180369123816490e-01, Ln2Low = 1.90821492927058770002e-10;

    private static ReadOnlySpan<double> InverseFactorials =>
    [
        1, 1, 1 / 2.0, 1 / 6.0, 1 / 24.0, 1 / 120.0, 1 / 720.0, 1 / 5_040.0, 1 / 40_320.0, 1 / 362_880.0, 1 / 3_628_800.0, 1 / 39_916_800.0,
        1 / 479_001_600.0, 1 / 6_227_020_800.0, 1 / 87_178_291_200.0,
    ];

    /// <summary>e^x; 0 below -745, infinity above 709.78, NaN for NaN.</summary>
    public static double Exp(double x)
    {
        if (double.IsNaN(x)) return x;
        if (x > 709.782712893384) return double.PositiveInfinity;
        if (x < -745.2) return 0;
        double k = Math.Round(x * 1.4426950408889634);
        double r = (x - k * Ln2High) - k * Ln2Low;
        // The Taylor series, |r| < 0.35: its fifteenth term is below 1e-18.
        double sum = InverseFactorials[^1];
        for (int i = InverseFactorials.Length - 2; i >= 0; i--) sum = Math.FusedMultiplyAdd(sum, r, InverseFactorials[i]);
        int n = (int)k;
        // In two steps, so that subnormal results round once and 2^1024 is never formed.
        int half = n / 2;
        return sum * PowerOfTwo(half) * PowerOfTwo(n - half);
    }

    /// <summary>e^x of every number, in place, to the bits of <see cref="Exp(double)"/>; several times faster.</summary>
    public static void Exp(Span<double> values)
    {
        // Whole numbers so shifted have their last bits at the end of the double's.
        const double Shift = 6755399441055744.0;
        int i = 0;
        for (; i <= values.Length - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            Vector256<double> x = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)i);
            // Beyond, and for NaN, results are not 2^k times the series.
            if (!Vector256.LessThanAll(Vector256.Abs(x), Vector256.Create(708.0)))
            {
                for (int j = i; j < i + Vector256<double>.Count; j++) values[j] = Exp(values[j]);
                continue;
            }
            Vector256<double> k = Vector256.Round(x * 1.4426950408889634), r = (x - k * Ln2High) - k * Ln2Low;
            Vector256<double> sum = Vector256.Create(InverseFactorials[^1]);
            for (int term = InverseFactorials.Length - 2; term >= 0; term--) sum = Vector256.FusedMultiplyAdd(sum, r, Vector256.Create(InverseFactorials[term]));
            Vector256<long> exponent = (k + Vector256.Create(Shift)).AsInt64() + Vector256.Create(1023L);
            (sum * (exponent << 52).AsDouble()).StoreUnsafe(ref MemoryMarshal.GetReference(values), (nuint)i);
        }
        for (; i < values.Length; i++) values[i] = Exp(values[i]);
    }

    /// <summary>Natural logarithm; -infinity at 0, NaN below 0.</summary>
    public static double Log(double x)
    {
        if (double.IsNaN(x) || x < 0) return double.NaN;
        if (x == 0) return double.NegativeInfinity;
        if (double.IsPositiveInfinity(x)) return x;
        int shift = 0;
        if (x < 2.2250738585072014e-308) { x *= 18014398509481984.0; shift = -54; }
        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = (int)((bits >> 52) & 0x7FF) - 1023 + shift;
        double m = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFFL) | (1023L << 52));
        if (m > 1.4142135623730951) { m *= 0.5; exponent++; }
        // log m = 2 atanh(s), s = (m - 1) / (m + 1), |s| < 0.1716.
        double s = (m - 1) / (m + 1), square = s * s, sum = 0;
        for (int i = 23; i >= 1; i -= 2) sum = sum * square + 1.0 / i;
        return exponent * Ln2High + (2 * s * sum + exponent * Ln2Low);
    }

    /// <summary>cos(2 pi t), t in turns.</summary>
    public static double CosTurns(double t)
    {
        t -= Math.Floor(t);
        if (t > 0.5) t = 1 - t;
        bool negate = t > 0.25;
        if (negate) t = 0.5 - t;
        // Half angle keeps the series short: cos a = 1 - 2 sin^2(a / 2).
        double a = Math.PI * t, square = a * a, term = a, sine = a;
        for (int i = 1; i <= 9; i++)
        {
            term = -term * square / ((2 * i) * (2 * i + 1));
            sine += term;
        }
        double cosine = 1 - 2 * sine * sine;
        return negate ? -cosine : cosine;
    }

    /// <summary>1 / (1 + e^-x).</summary>
    public static double Sigmoid(double x) => 1 / (1 + Exp(-x));

    private static double PowerOfTwo(int n) => BitConverter.Int64BitsToDouble((n + 1023L) << 52);
}
