using CsCheck;
using RandWire.Training.Data.Splitting;
using Xunit;

namespace RandWire.Tests.Data;

public class ChannelStatisticsSpecs
{
    [Fact]
    public void Sums_are_those_of_plain_loops_for_any_length()
    {
        Gen.Select(Gen.Byte.Array[0, 400], Gen.Bool).Sample((bytes, gray) =>
        {
            byte[] pixels = gray ? bytes : bytes[..(bytes.Length / 3 * 3)];
            int channels = gray ? 1 : 3;
            long[] sums = new long[3], squares = new long[3];
            for (int i = 0; i < pixels.Length; i++)
            {
                sums[i % channels] += pixels[i];
                squares[i % channels] += pixels[i] * pixels[i];
            }
            if (gray) (sums, squares) = ([sums[0], sums[0], sums[0]], [squares[0], squares[0], squares[0]]);
            Assert.Equal(new ChannelSums(pixels.Length / channels, sums[0], sums[1], sums[2], squares[0], squares[1], squares[2]), ChannelSums.Of(pixels, channels));
        });
    }

    [Fact]
    public void Nothing_overflows_in_a_large_white_picture()
    {
        byte[] white = [.. Enumerable.Repeat((byte)255, 3 * 2_500_000)];
        Assert.Equal(new ChannelSums(2_500_000, 637_500_000, 637_500_000, 637_500_000, 162_562_500_000, 162_562_500_000, 162_562_500_000), ChannelSums.Of(white, 3));
    }
}
