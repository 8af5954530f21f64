using CsCheck;
using RandWire.Engine;
using Xunit;

namespace RandWire.Tests.Engine;

public sealed class ExactMathSpecs
{
    // A few units in the last place: the series are cut at a relative error of 2e-16 and summed with about ten roundings.
    private const double Relative = 2e-15;

    [Fact]
    public void Exp_agrees_with_the_platform() =>
        Gen.Double[-700, 700].Sample(x => Math.Abs(ExactMath.Exp(x) / Math.Exp(x) - 1) < Relative);

    [Fact]
    public void Log_agrees_with_the_platform() =>
        Gen.Double[1e-300, 1e300].Where(x => Math.Abs(x - 1) > 1e-3).Sample(x => Math.Abs(ExactMath.Log(x) - Math.Log(x)) <= Relative * Math.Abs(Math.Log(x)));

    [Fact]
    public void Cosine_of_turns_agrees_with_the_platform() =>
        Gen.Double[0, 1].Sample(t => Math.Abs(ExactMath.CosTurns(t) - Math.Cos(2 * Math.PI * t)) < 1e-15);

    [Theory]
    [InlineData(double.NaN, double.NaN)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity, 0)]
    [InlineData(0, 1)]
    [InlineData(-1000, 0)]
    [InlineData(1000, double.PositiveInfinity)]
    public void Exp_handles_the_ends(double x, double expected) => Assert.Equal(expected, ExactMath.Exp(x));
}
