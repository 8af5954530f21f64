using RandWire.Engine;
using RandWire.Engine.Kernels;
using RandWire.Tests.Engine.Reference;
using Xunit;

namespace RandWire.Tests.Engine;

/// <summary>Means and squared deviations in one pass, where one pass is hard.</summary>
public sealed class ChannelSumsSpecs
{
    private const int Channels = 48;

    public static TheoryData<SimdLevel> AllLevels => [.. Levels.All];

    [Theory]
    [MemberData(nameof(AllLevels))]
    public void A_constant_channel_has_squares_of_exactly_zero(SimdLevel level)
    {
        (float[] mean, float[] squares) = Sums(level, 1023, (_, c) => 1e6f / (c + 3));
        Assert.All(squares, s => Assert.Equal(0, s));
        for (int c = 0; c < Channels; c++) Assert.Equal(1e6f / (c + 3), mean[c]);
    }

    [Theory]
    [MemberData(nameof(AllLevels))]
    public void A_middle_pixel_far_from_all_others_costs_three_hundredths_at_most_in_blocks_of_the_engine(SimdLevel level)
    {
        // Shifted by that pixel, every other one is off by the same d: sums have d and d^2 in every term, and all of it must cancel.
        for (int pixels = 2; pixels <= 1024; pixels += 73)
        {
            (_, float[] squares) = Sums(level, pixels, (p, c) => p == pixels / 2 ? 0 : 0.1f + 0.37f * c);
            for (int c = 0; c < Channels; c++)
            {
                double d = 0.1f + 0.37f * c;
                Assert.InRange(squares[c] / (d * d * (pixels - 1) / pixels), 0.97, 1.03);
            }
        }
    }

    [Theory]
    [MemberData(nameof(AllLevels))]
    public void Squares_are_never_negative_and_keep_what_is_no_number(SimdLevel level)
    {
        (_, float[] squares) = Sums(level, 24_576, (p, c) => p == 12_288 ? 0 : 0.1f + 0.0137f * c);
        Assert.All(squares, s => Assert.True(s >= 0));
        (float[] mean, float[] broken) = Sums(level, 9, (p, c) => p == c % 9 ? float.NaN : 1);
        Assert.All(mean, m => Assert.True(float.IsNaN(m)));
        Assert.All(broken, s => Assert.True(float.IsNaN(s)));
    }

    private static (float[] Mean, float[] Squares) Sums(SimdLevel level, int pixels, Func<int, int, float> value)
    {
        using NativeFloats x = new((long)pixels * Channels), sums = new(2 * Channels);
        Span<float> values = x.Span(0, pixels * Channels);
        for (int p = 0; p < pixels; p++)
            for (int c = 0; c < Channels; c++) values[p * Channels + c] = value(p, c);
        KernelTable.For(level).ChannelMeanAndSquares(x.Start, pixels, Channels, sums.Start, sums.Start.Plus(Channels));
        return (sums.Span(0, Channels).ToArray(), sums.Span(Channels, Channels).ToArray());
    }
}
