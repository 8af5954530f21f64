using RandWire.Engine;
using RandWire.Engine.Kernels;
using RandWire.Tests.Engine.Reference;
using Xunit;

namespace RandWire.Tests.Engine;

public sealed class ShuffleSpecs
{
    // Halves below, at and above each vector's width, whole vectors and parts of them.
    [Theory]
    [InlineData(2, 2)]
    [InlineData(14, 2)]
    [InlineData(32, 2)]
    [InlineData(34, 2)]
    [InlineData(58, 2)]
    [InlineData(116, 2)]
    [InlineData(116, 58)]
    [InlineData(58, 29)]
    [InlineData(36, 18)]
    [InlineData(4, 2)]
    [InlineData(60, 3)]
    [InlineData(60, 20)]
    [InlineData(24, 8)]
    public void Channels_of_every_pixel_come_in_turn_at_every_width(int channels, int groups)
    {
        const int pixels = 7;
        int stored = (channels + 15) / 16 * 16, per = channels / groups;
        int[] sources = [.. Enumerable.Range(0, channels).Select(c => c % groups * per + c / groups)];
        foreach (SimdLevel simd in Levels.All)
        {
            foreach (bool accumulate in (bool[])[false, true])
            {
                using NativeFloats x = new(pixels * stored), y = new(pixels * stored);
                Span<float> from = x.Start.Span(pixels * stored), to = y.Start.Span(pixels * stored);
                for (int i = 0; i < from.Length; i++) (from[i], to[i]) = (i % stored < channels ? 1 + i : 0, i % stored < channels ? -0.5f * i : 0);
                float[] before = to.ToArray();
                KernelTable.For(simd).ShufflePixels(x.Start, y.Start, pixels, stored, sources, groups, accumulate);
                for (int i = 0; i < to.Length; i++)
                {
                    int c = i % stored, pixel = i / stored;
                    float moved = c < channels ? from[pixel * stored + c % groups * per + c / groups] : 0;
                    Assert.Equal(accumulate ? before[i] + moved : moved, to[i]);
                }
            }
        }
    }
}
