using System.Numerics;

namespace RandWire.Training.Data.Loading;

/// <summary>Reads a region of an image into another size: rows first, then columns, in float.</summary>
/// <remarks>Holds scratch memory that grows to the largest image seen: one instance a thread.</remarks>
internal sealed class Resampler
{
    private readonly Taps _across = new(), _down = new();
    private float[] _rows = [];

    /// <summary>Fills <paramref name="destination"/> [height, width, C] with samples in [0, 255].</summary>
    /// <param name="source">[sourceHeight, sourceWidth, C].</param>
    /// <param name="sourceHeight">Rows of the source.</param>
    /// <param name="sourceWidth">Columns of the source.</param>
    /// <param name="channels">C, 1 or 3.</param>
    /// <param name="region">What is read; outside the source is black.</param>
    /// <param name="filter">The kernel.</param>
    /// <param name="height">Rows to write.</param>
    /// <param name="width">Columns to write.</param>
    /// <param name="destination">Where to.</param>
    public void Read(ReadOnlySpan<byte> source, int sourceHeight, int sourceWidth, int channels, Region region, Filter filter,
        int height, int width, Span<float> destination)
    {
        if (region.Height == height && region.Width == width
            && region.Top == Math.Floor(region.Top) && region.Left == Math.Floor(region.Left))
        {
            Copy(source, sourceHeight, sourceWidth, channels, (int)region.Top, (int)region.Left, height, width, destination);
            return;
        }
        _across.Set(filter, sourceWidth, region.Left, region.Width, width);
        _down.Set(filter, sourceHeight, region.Top, region.Height, height);

        int stride = width * channels, rows = Math.Max(0, _down.End - _down.Begin);
        if (_rows.Length < rows * stride) _rows = new float[rows * stride];
        for (int y = 0; y < rows; y++)
        {
            ReadOnlySpan<byte> from = source.Slice((_down.Begin + y) * sourceWidth * channels, sourceWidth * channels);
            Span<float> to = _rows.AsSpan(y * stride, stride);
            if (channels == 1) AcrossGrey(from, to);
            else AcrossColor(from, to);
        }
        for (int y = 0; y < height; y++)
        {
            Span<float> to = destination.Slice(y * stride, stride);
            to.Clear();
            ReadOnlySpan<float> weights = _down.Weights(y);
            int first = _down.First(y) - _down.Begin;
            for (int k = 0; k < weights.Length; k++) Accumulate(_rows.AsSpan((first + k) * stride, stride), weights[k], to);
        }
    }

    private static void Copy(ReadOnlySpan<byte> source, int sourceHeight, int sourceWidth, int channels, int top, int left,
        int height, int width, Span<float> destination)
    {
        int skip = Math.Clamp(-left, 0, width), end = Math.Clamp(sourceWidth - left, skip, width);
        for (int y = 0; y < height; y++)
        {
            Span<float> to = destination.Slice(y * width * channels, width * channels);
            int row = top + y;
            if (row < 0 || row >= sourceHeight || end == skip)
            {
                to.Clear();
                continue;
            }
            to[..(skip * channels)].Clear();
            Samples.ToFloat(source.Slice((row * sourceWidth + left + skip) * channels, (end - skip) * channels), to[(skip * channels)..]);
            to[(end * channels)..].Clear();
        }
    }

    private void AcrossGrey(ReadOnlySpan<byte> from, Span<float> to)
    {
        for (int x = 0; x < to.Length; x++)
        {
            ReadOnlySpan<float> weights = _across.Weights(x);
            ReadOnlySpan<byte> samples = from.Slice(_across.First(x), weights.Length);
            float sum = 0;
            for (int k = 0; k < weights.Length; k++) sum += weights[k] * samples[k];
            to[x] = sum;
        }
    }

    private void AcrossColor(ReadOnlySpan<byte> from, Span<float> to)
    {
        for (int x = 0; x < to.Length / 3; x++)
        {
            ReadOnlySpan<float> weights = _across.Weights(x);
            ReadOnlySpan<byte> samples = from.Slice(_across.First(x) * 3, weights.Length * 3);
            float red = 0, green = 0, blue = 0;
            for (int k = 0; k < weights.Length; k++)
            {
                float weight = weights[k];
                red += weight * samples[3 * k];
                green += weight * samples[3 * k + 1];
                blue += weight * samples[3 * k + 2];
            }
            (to[3 * x], to[3 * x + 1], to[3 * x + 2]) = (red, green, blue);
        }
    }

    // Products and sums are rounded apart in every lane, so the bits do not depend on the vector width.
    private static void Accumulate(ReadOnlySpan<float> row, float weight, Span<float> to)
    {
        int i = 0;
        for (; i <= to.Length - Vector<float>.Count; i += Vector<float>.Count)
            (new Vector<float>(to[i..]) + new Vector<float>(row[i..]) * weight).CopyTo(to[i..]);
        for (; i < to.Length; i++) to[i] += row[i] * weight;
    }
}
