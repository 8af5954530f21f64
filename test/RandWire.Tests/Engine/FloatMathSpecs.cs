using RandWire.Engine.Kernels;
using Xunit;

namespace RandWire.Tests.Engine;

/// <summary>Elementary functions in single precision against double, over every 1,009th of all floats of a range.</summary>
public sealed class FloatMathSpecs
{
    private const int Stride = 1009;

    [Fact]
    public void Exp_errs_by_a_unit_of_the_last_place_at_most() => Check(FloatMath.Exp<SimdScalar, float>, Math.Exp, -87, 88, 1);

    [Fact]
    public void Sigmoid_errs_by_two_units_and_a_half_of_the_last_place_at_most() => Check(FloatMath.Sigmoid<SimdScalar, float>, x => 1 / (1 + Math.Exp(-x)), -86, 90, 2.5);

    [Fact]
    public void Tanh_errs_by_two_units_of_the_last_place_at_most() => Check(FloatMath.Tanh<SimdScalar, float>, Math.Tanh, -100, 100, 2);

    [Fact]
    public void Erf_errs_by_two_units_of_the_last_place_at_most() => Check(FloatMath.Erf<SimdScalar, float>, Erf, -6, 6, 2);

    [Fact]
    public void The_ends_are_kept()
    {
        foreach (Func<float, float> function in (Func<float, float>[])
            [FloatMath.Exp<SimdScalar, float>, FloatMath.Sigmoid<SimdScalar, float>, FloatMath.Tanh<SimdScalar, float>, FloatMath.Erf<SimdScalar, float>])
            Assert.True(float.IsNaN(function(float.NaN)));
        Assert.Equal(1, FloatMath.Sigmoid<SimdScalar, float>(float.PositiveInfinity));
        Assert.InRange(FloatMath.Sigmoid<SimdScalar, float>(float.NegativeInfinity), 0, 1e-38f);
        Assert.Equal([-1, 1, -1, 1], [
            FloatMath.Tanh<SimdScalar, float>(float.NegativeInfinity), FloatMath.Tanh<SimdScalar, float>(float.PositiveInfinity),
            FloatMath.Erf<SimdScalar, float>(float.NegativeInfinity), FloatMath.Erf<SimdScalar, float>(float.PositiveInfinity)]);
        Assert.Equal([1, 0.5f, 0, 0], [
            FloatMath.Exp<SimdScalar, float>(0), FloatMath.Sigmoid<SimdScalar, float>(0), FloatMath.Tanh<SimdScalar, float>(0), FloatMath.Erf<SimdScalar, float>(0)]);
    }

    private static void Check(Func<float, float> function, Func<double, double> truth, float low, float high, double units)
    {
        double worst = 0;
        float at = 0;
        foreach ((float from, float to) in ((float, float)[])[(1e-30f, high), (1e-30f, -low)])
        {
            for (int bits = BitConverter.SingleToInt32Bits(from); bits < BitConverter.SingleToInt32Bits(to); bits += Stride)
            {
                float x = BitConverter.Int32BitsToSingle(bits) * (to == -low ? -1 : 1);
                double expected = truth(x), error = Math.Abs(function(x) - expected) / Unit(expected);
                if (!(error <= worst)) (worst, at) = (error, x);
            }
        }
        Assert.True(worst <= units, $"{worst:0.00} units at {at:R}");
    }

    // The distance of floats where a number lies.
    private static double Unit(double value) => Math.Pow(2, Math.Max(-126, Math.Floor(Math.Log2(Math.Abs(value)))) - 23);

    // Its series below 3, its continued fraction above.
    private static double Erf(double x)
    {
        double size = Math.Abs(x), result;
        if (size < 3)
        {
            double term = size, sum = size;
            for (int i = 1; i < 120; i++) sum += (term *= 2 * size * size / (2 * i + 1));
            result = 2 / Math.Sqrt(Math.PI) * sum * Math.Exp(-size * size);
        }
        else
        {
            double fraction = 0;
            for (int i = 120; i >= 1; i--) fraction = i / 2.0 / (size + fraction);
            result = 1 - Math.Exp(-size * size) / Math.Sqrt(Math.PI) / (size + fraction);
        }
        return x < 0 ? -result : result;
    }
}
