using CsCheck;
using RandWire.Engine;
using Xunit;

namespace RandWire.Tests.Engine;

public sealed class ExactMathSpecs
{
    // A few units in the last place: the series are cut at a relative error of 2e-16 and summed with about ten roundings.
    private const double Relative = 2e-15;

    private static readonly double[] Ends = [0, -0.0, -708, 708, -745.2, 709.8, double.NaN, double.NegativeInfinity];

    [Fact]
    public void Exp_agrees_with_the_platform() =>
        Gen.Double[-700, 700].Sample(x => Math.Abs(ExactMath.Exp(x) / Math.Exp(x) - 1) < Relative);

    [Fact]
    public void Log_agrees_with_the_platform() =>
        Gen.Double[1e-300, 1e300].Where(x => Math.Abs(x - 1) > 1e-3).Sample(x => Math.Abs(ExactMath.Log(x) - Math.Log(x)) <= Relative * Math.Abs(Math.Log(x)));

    [Fact]
    public void Cosine_of_turns_agrees_with_the_platform() =>
        Gen.Double[0, 1].Sample(t => Math.Abs(ExactMath.CosTurns(t) - Math.Cos(2 * Math.PI * t)) < 1e-15);

    [Fact]
    public void Exp_of_many_has_the_bits_of_each() =>
        Gen.OneOf(Gen.Double[-720, 720], Gen.Double, Gen.Int[0, 7].Select(i => Ends[i])).Array[0, 20].Sample(values =>
        {
            double[] together = [.. values];
            ExactMath.Exp(together);
            Assert.Equal(values.Select(x => BitConverter.DoubleToInt64Bits(ExactMath.Exp(x))), together.Select(BitConverter.DoubleToInt64Bits));
        });

    [Fact]
    public void Log_near_one_agrees_with_the_platform_to_a_few_units_of_one() =>
        Gen.Double[0.999, 1.001].Sample(x => Math.Abs(ExactMath.Log(x) - Math.Log(x)) <= 2 * double.Epsilon + 1e-15 * Math.Abs(x - 1) + 1e-18);

    [Theory]
    [InlineData(double.NaN, double.NaN)]
    [InlineData(-1, double.NaN)]
    [InlineData(0, double.NegativeInfinity)]
    [InlineData(1, 0)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    public void Log_handles_the_ends(double x, double expected) => Assert.Equal(expected, ExactMath.Log(x));

    [Fact]
    public void Log_of_a_subnormal_number_agrees_with_the_platform() => Assert.Equal(Math.Log(5e-324), ExactMath.Log(5e-324), 1e-12);

    [Fact]
    public void Sigmoid_agrees_with_the_platform_and_keeps_its_ends()
    {
        Gen.Double[-40, 40].Sample(x => Math.Abs(ExactMath.Sigmoid(x) * (1 + Math.Exp(-x)) - 1) < 2 * Relative);
        Assert.Equal(0, ExactMath.Sigmoid(double.NegativeInfinity));
        Assert.Equal(1, ExactMath.Sigmoid(double.PositiveInfinity));
        Assert.Equal(double.NaN, ExactMath.Sigmoid(double.NaN));
    }

    [Theory]
    [InlineData(double.NaN, double.NaN)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity, 0)]
    [InlineData(0, 1)]
    [InlineData(-1000, 0)]
    [InlineData(1000, double.PositiveInfinity)]
    public void Exp_handles_the_ends(double x, double expected) => Assert.Equal(expected, ExactMath.Exp(x));
}
