using RandWire.Engine;
using RandWire.Engine.Kernels;
using RandWire.Tests.Engine.Reference;
using Xunit;

namespace RandWire.Tests.Engine;

public sealed class MachineCeilingSpecs
{
    public static TheoryData<SimdLevel> AllLevels => [.. Levels.All];

    [Theory]
    [MemberData(nameof(AllLevels))]
    public void Every_ceiling_is_a_positive_number_at_every_width(SimdLevel level)
    {
        foreach (int threads in (int[])[1, 3])
        {
            Assert.All(
                (double[])
                [
                    MachineCeiling.MatrixProductGflops(threads, level, 1),
                    MachineCeiling.SharedGigabytesPerSecond(threads, level, 3 << 20, 1),
                    MachineCeiling.PrivateGigabytesPerSecond(threads, level, 48 << 10, 1),
                ],
                rate => Assert.True(double.IsFinite(rate) && rate > 0, $"{level}, {threads} threads: {rate}"));
        }
    }

    [Fact]
    public void Arguments_out_of_range_are_refused_before_anything_is_allocated()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => MachineCeiling.MatrixProductGflops(0, SimdLevel.Scalar));
        Assert.Throws<ArgumentOutOfRangeException>(() => MachineCeiling.MatrixProductGflops(1025, SimdLevel.Scalar));
        Assert.Throws<ArgumentOutOfRangeException>(() => MachineCeiling.MatrixProductGflops(1, SimdLevel.Scalar, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => MachineCeiling.SharedGigabytesPerSecond(1, SimdLevel.Scalar, 100));
        Assert.Throws<ArgumentOutOfRangeException>(() => MachineCeiling.SharedGigabytesPerSecond(1, SimdLevel.Scalar, long.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => MachineCeiling.PrivateGigabytesPerSecond(1, SimdLevel.Scalar, -1));
    }

    [Theory]
    [MemberData(nameof(AllLevels))]
    public void The_triad_computes_what_it_says(SimdLevel level)
    {
        const int Length = 48;
        using NativeFloats memory = new(3 * Length);
        Span<float> a = memory.Span(0, Length), b = memory.Span(Length, Length), y = memory.Span(2 * Length, Length);
        for (int i = 0; i < Length; i++) (a[i], b[i]) = (i, 2 * i + 1);
        KernelTable.For(level).Triad(memory.Start, memory.Start.Plus(Length), 0.5f, Length, memory.Start.Plus(2 * Length));
        for (int i = 0; i < Length; i++) Assert.Equal(a[i] + 0.5f * b[i], y[i]);
    }
}
