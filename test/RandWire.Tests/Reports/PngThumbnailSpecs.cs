using System.Buffers.Binary;
using System.IO.Compression;
using RandWire.Reports;
using Xunit;

namespace RandWire.Tests.Reports;

public sealed class PngThumbnailSpecs
{
    [Theory]
    [InlineData(28, 28, 1, 28, 28)]
    [InlineData(320, 240, 3, 160, 120)]
    [InlineData(1001, 3, 3, 143, 1)] // blocks of 7 x 7, the last ones cut
    [InlineData(1, 1, 1, 1, 1)]
    public void Neither_side_exceeds_the_limit_and_the_shape_is_kept(int width, int height, int channels, int newWidth, int newHeight)
    {
        byte[] png = PngThumbnail.Encode(new byte[width * height * channels], width, height, channels);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10], png[..8]);
        Assert.Equal(newWidth, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)));
        Assert.Equal(newHeight, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
    }

    [Fact]
    public void Shrinking_takes_the_rounded_mean_of_a_block()
    {
        byte[] png = PngThumbnail.Encode([10, 20, 30, 11, 21, 31, 12, 22, 32, 14, 24, 34], 2, 2, 3, maxSide: 1);
        // One pixel: whatever filter the encoder picked, the row is the filter's byte and the pixel itself.
        Assert.Equal([12, 22, 32], FirstRow(png)[1..4]);
    }

    [Fact]
    public void Pixels_that_do_not_fit_the_sizes_are_refused()
    {
        Assert.Throws<ArgumentException>(() => PngThumbnail.Encode(new byte[5], 2, 2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PngThumbnail.Encode(new byte[8], 2, 2, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => PngThumbnail.Encode([], 0, 2, 1));
    }

    private static byte[] FirstRow(byte[] png)
    {
        for (int at = 8; at < png.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            if (png.AsSpan(at + 4, 4).SequenceEqual("IDAT"u8))
            {
                using ZLibStream zlib = new(new MemoryStream(png, at + 8, length), CompressionMode.Decompress);
                using MemoryStream row = new();
                zlib.CopyTo(row);
                return row.ToArray();
            }
            at += length + 12;
        }
        throw new InvalidDataException("no IDAT chunk");
    }
}
