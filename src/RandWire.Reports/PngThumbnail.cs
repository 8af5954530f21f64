using StbImageWriteSharp;

namespace RandWire.Reports;

/// <summary>Small PNG files from decoded pixels, for pictures inside a report.</summary>
public static class PngThumbnail
{
    /// <summary>Encodes an image as PNG, first shrunk by whole-pixel averaging until neither side is above
    /// <paramref name="maxSide"/>.</summary>
    /// <param name="pixels">Pixels, row by row, channels interleaved: height x width x channels bytes.</param>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="height">Height in pixels, at least 1.</param>
    /// <param name="channels">1 (gray) or 3 (red, green, blue).</param>
    /// <param name="maxSide">Longest side of the result, at least 1.</param>
    /// <returns>The bytes of a PNG file.</returns>
    /// <exception cref="ArgumentException">The sizes do not fit the pixels.</exception>
    public static byte[] Encode(ReadOnlySpan<byte> pixels, int width, int height, int channels, int maxSide = 160)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxSide, 1);
        if (channels is not (1 or 3))
            throw new ArgumentOutOfRangeException(nameof(channels), channels, "A thumbnail has 1 or 3 channels.");
        if (pixels.Length != (long)width * height * channels)
        {
            throw new ArgumentException(
                $"{width} x {height} pixels with {channels} channels need {(long)width * height * channels} bytes, not {pixels.Length}.",
                nameof(pixels));
        }
        int factor = (Math.Max(width, height) + maxSide - 1) / maxSide;
        byte[] small = factor == 1 ? pixels.ToArray() : Shrink(pixels, ref width, ref height, channels, factor);
        using MemoryStream file = new();
        new ImageWriter().WritePng(small, width, height, channels == 1 ? ColorComponents.Grey : ColorComponents.RedGreenBlue, file);
        return file.ToArray();
    }

    // Each pixel of the result is the rounded mean of a factor x factor block; blocks at the right and bottom may be smaller.
    private static byte[] Shrink(ReadOnlySpan<byte> pixels, ref int width, ref int height, int channels, int factor)
    {
        int newWidth = (width + factor - 1) / factor, newHeight = (height + factor - 1) / factor;
        byte[] small = new byte[newWidth * newHeight * channels];
        for (int y = 0; y < newHeight; y++)
        {
            int top = y * factor, bottom = Math.Min(top + factor, height);
            for (int x = 0; x < newWidth; x++)
            {
                int left = x * factor, right = Math.Min(left + factor, width), count = (bottom - top) * (right - left);
                for (int c = 0; c < channels; c++)
                {
                    long sum = 0;
                    for (int row = top; row < bottom; row++)
                    {
                        for (int column = left; column < right; column++) sum += pixels[((row * width) + column) * channels + c];
                    }
                    small[((y * newWidth) + x) * channels + c] = (byte)((sum + count / 2) / count);
                }
            }
        }
        (width, height) = (newWidth, newHeight);
        return small;
    }
}
