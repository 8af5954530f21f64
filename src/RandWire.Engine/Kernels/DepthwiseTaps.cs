using System.Runtime.CompilerServices;

namespace RandWire.Engine.Kernels;

/// <summary>Depthwise convolution with any window, over a padded tile: a list of taps, each the place of its first pixel in the tile and of its weights.</summary>
/// <remarks>The list is the same for a whole row of pixels, so forward passes, input gradients at any stride and dilation, and weight gradients are one loop each. Eight
/// pixels at once share the load of a weight: 1.1 loads a multiply-add. 3x3 at dilation 1 has kernels of its own (<see cref="Depthwise"/>).
/// Oracle: test/RandWire.Tests/Engine (double loops).</remarks>
internal static unsafe class DepthwiseTaps
{
    /// <summary>y[x · nextY + c] (+)= sum over the taps t, in order, of weights[weight(t) + c] · tile[place(t) + x · advance + c].</summary>
    /// <param name="tile">Pixels, padding counted.</param>
    /// <param name="taps">Place in the tile and place of the weights, in floats, tap by tap.</param>
    /// <param name="weights">Rows of channels.</param>
    /// <param name="advance">Floats from one pixel that a tap reads to the next.</param>
    /// <param name="count">Pixels.</param>
    /// <param name="channels">Channels, a multiple of 16.</param>
    /// <param name="y">The first pixel to write.</param>
    /// <param name="nextY">Floats from one pixel to the next.</param>
    /// <param name="accumulate">Whether the sums start from what is there.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Row<TSimd, TVector>(
        float* tile, ReadOnlySpan<int> taps, float* weights, nint advance, int count, int channels, float* y, nint nextY, bool accumulate)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        fixed (int* places = taps)
        {
            int length = taps.Length;
            for (int c = 0; c < channels; c += TSimd.Width)
            {
                float* from = tile + c;
                float* w = weights + c;
                float* to = y + c;
                int x = 0;
                for (; x <= count - 8; x += 8, from += 8 * advance, to += 8 * nextY)
                {
                    TVector s0, s1, s2, s3, s4, s5, s6, s7;
                    if (accumulate)
                    {
                        s0 = TSimd.Load(to); s1 = TSimd.Load(to + nextY); s2 = TSimd.Load(to + 2 * nextY); s3 = TSimd.Load(to + 3 * nextY);
                        s4 = TSimd.Load(to + 4 * nextY); s5 = TSimd.Load(to + 5 * nextY); s6 = TSimd.Load(to + 6 * nextY); s7 = TSimd.Load(to + 7 * nextY);
                    }
                    else s0 = s1 = s2 = s3 = s4 = s5 = s6 = s7 = TSimd.Zero;
                    for (int t = 0; t < length; t += 2)
                    {
                        TVector weight = TSimd.Load(w + places[t + 1]);
                        float* at = from + places[t];
                        s0 = TSimd.MultiplyAdd(TSimd.Load(at), weight, s0);
                        s1 = TSimd.MultiplyAdd(TSimd.Load(at + advance), weight, s1);
                        s2 = TSimd.MultiplyAdd(TSimd.Load(at + 2 * advance), weight, s2);
                        s3 = TSimd.MultiplyAdd(TSimd.Load(at + 3 * advance), weight, s3);
                        at += 4 * advance;
                        s4 = TSimd.MultiplyAdd(TSimd.Load(at), weight, s4);
                        s5 = TSimd.MultiplyAdd(TSimd.Load(at + advance), weight, s5);
                        s6 = TSimd.MultiplyAdd(TSimd.Load(at + 2 * advance), weight, s6);
                        s7 = TSimd.MultiplyAdd(TSimd.Load(at + 3 * advance), weight, s7);
                    }
                    TSimd.Store(s0, to); TSimd.Store(s1, to + nextY); TSimd.Store(s2, to + 2 * nextY); TSimd.Store(s3, to + 3 * nextY);
                    TSimd.Store(s4, to + 4 * nextY); TSimd.Store(s5, to + 5 * nextY); TSimd.Store(s6, to + 6 * nextY); TSimd.Store(s7, to + 7 * nextY);
                }
                for (; x <= count - 2; x += 2, from += 2 * advance, to += 2 * nextY)
                {
                    TVector s0 = accumulate ? TSimd.Load(to) : TSimd.Zero, s1 = accumulate ? TSimd.Load(to + nextY) : TSimd.Zero;
                    for (int t = 0; t < length; t += 2)
                    {
                        TVector weight = TSimd.Load(w + places[t + 1]);
                        float* at = from + places[t];
                        s0 = TSimd.MultiplyAdd(TSimd.Load(at), weight, s0);
                        s1 = TSimd.MultiplyAdd(TSimd.Load(at + advance), weight, s1);
                    }
                    TSimd.Store(s0, to);
                    TSimd.Store(s1, to + nextY);
                }
                if (x == count) continue;
                TVector sum = accumulate ? TSimd.Load(to) : TSimd.Zero;
                for (int t = 0; t < length; t += 2) sum = TSimd.MultiplyAdd(TSimd.Load(from + places[t]), TSimd.Load(w + places[t + 1]), sum);
                TSimd.Store(sum, to);
            }
        }
    }

    /// <summary>gw[weight(t) + c] += sum over rows r and pixels x, in that order, of g[r, x, c] · tile[place(t) + r · rowTile + x · advance + c].</summary>
    /// <remarks>Up to eight taps at once: their sums do not wait for each other, and g is read once for them.</remarks>
    public static void WeightGradient<TSimd, TVector>(
        float* tile, ReadOnlySpan<int> taps, nint rowTile, nint advance, float* g, nint rowG, int rows, int count, int channels, float* gradWeights)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        int all = taps.Length / 2, batches = (all + 7) / 8;
        for (int batch = 0; batch < batches; batch++)
        {
            int first = all * batch / batches, some = all * (batch + 1) / batches - first;
            ReadOnlySpan<int> now = taps.Slice(2 * first, 2 * some);
            switch (some)
            {
                case 1: Some<TSimd, TVector, One>(tile, now, rowTile, advance, g, rowG, rows, count, channels, gradWeights); break;
                case 2: Some<TSimd, TVector, Two>(tile, now, rowTile, advance, g, rowG, rows, count, channels, gradWeights); break;
                case 3: Some<TSimd, TVector, Three>(tile, now, rowTile, advance, g, rowG, rows, count, channels, gradWeights); break;
                case 4: Some<TSimd, TVector, Four>(tile, now, rowTile, advance, g, rowG, rows, count, channels, gradWeights); break;
                case 5: Some<TSimd, TVector, Five>(tile, now, rowTile, advance, g, rowG, rows, count, channels, gradWeights); break;
                case 6: Some<TSimd, TVector, Six>(tile, now, rowTile, advance, g, rowG, rows, count, channels, gradWeights); break;
                case 7: Some<TSimd, TVector, Seven>(tile, now, rowTile, advance, g, rowG, rows, count, channels, gradWeights); break;
                default: Some<TSimd, TVector, Eight>(tile, now, rowTile, advance, g, rowG, rows, count, channels, gradWeights); break;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Some<TSimd, TVector, TTaps>(
        float* tile, ReadOnlySpan<int> taps, nint rowTile, nint advance, float* g, nint rowG, int rows, int count, int channels, float* gradWeights)
        where TSimd : struct, ISimd<TVector> where TVector : struct where TTaps : struct, ICount
    {
        fixed (int* p = taps)
        {
            // Taps that there are not stand for the first; nothing is done for them.
            nint p0 = p[0], p1 = TTaps.Value > 1 ? p[2] : p0, p2 = TTaps.Value > 2 ? p[4] : p0, p3 = TTaps.Value > 3 ? p[6] : p0;
            nint p4 = TTaps.Value > 4 ? p[8] : p0, p5 = TTaps.Value > 5 ? p[10] : p0, p6 = TTaps.Value > 6 ? p[12] : p0, p7 = TTaps.Value > 7 ? p[14] : p0;
            for (int c = 0; c < channels; c += TSimd.Width)
            {
                float* w = gradWeights + c;
                TVector s0 = TSimd.Load(w + p[1]), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
                if (TTaps.Value > 1) s1 = TSimd.Load(w + p[3]);
                if (TTaps.Value > 2) s2 = TSimd.Load(w + p[5]);
                if (TTaps.Value > 3) s3 = TSimd.Load(w + p[7]);
                if (TTaps.Value > 4) s4 = TSimd.Load(w + p[9]);
                if (TTaps.Value > 5) s5 = TSimd.Load(w + p[11]);
                if (TTaps.Value > 6) s6 = TSimd.Load(w + p[13]);
                if (TTaps.Value > 7) s7 = TSimd.Load(w + p[15]);
                for (int r = 0; r < rows; r++)
                {
                    float* at = tile + r * rowTile + c;
                    float* from = g + r * rowG + c;
                    for (int x = 0; x < count; x++, at += advance, from += channels)
                    {
                        TVector v = TSimd.Load(from);
                        s0 = TSimd.MultiplyAdd(TSimd.Load(at + p0), v, s0);
                        if (TTaps.Value > 1) s1 = TSimd.MultiplyAdd(TSimd.Load(at + p1), v, s1);
                        if (TTaps.Value > 2) s2 = TSimd.MultiplyAdd(TSimd.Load(at + p2), v, s2);
                        if (TTaps.Value > 3) s3 = TSimd.MultiplyAdd(TSimd.Load(at + p3), v, s3);
                        if (TTaps.Value > 4) s4 = TSimd.MultiplyAdd(TSimd.Load(at + p4), v, s4);
                        if (TTaps.Value > 5) s5 = TSimd.MultiplyAdd(TSimd.Load(at + p5), v, s5);
                        if (TTaps.Value > 6) s6 = TSimd.MultiplyAdd(TSimd.Load(at + p6), v, s6);
                        if (TTaps.Value > 7) s7 = TSimd.MultiplyAdd(TSimd.Load(at + p7), v, s7);
                    }
                }
                TSimd.Store(s0, w + p[1]);
                if (TTaps.Value > 1) TSimd.Store(s1, w + p[3]);
                if (TTaps.Value > 2) TSimd.Store(s2, w + p[5]);
                if (TTaps.Value > 3) TSimd.Store(s3, w + p[7]);
                if (TTaps.Value > 4) TSimd.Store(s4, w + p[9]);
                if (TTaps.Value > 5) TSimd.Store(s5, w + p[11]);
                if (TTaps.Value > 6) TSimd.Store(s6, w + p[13]);
                if (TTaps.Value > 7) TSimd.Store(s7, w + p[15]);
            }
        }
    }

    /// <summary>Copies image rows first .. first + rows - 1 into a tile with <paramref name="left"/> and <paramref name="right"/> columns of zeros beside them; rows
    /// outside of the image become zeros.</summary>
    public static void Pad(float* image, int height, int width, int channels, int first, int rows, int left, int right, float* tile)
    {
        nint rowFloats = (nint)width * channels, tileRow = (nint)(left + width + right) * channels;
        for (int row = first; row < first + rows; row++, tile += tileRow)
        {
            if ((uint)row >= (uint)height)
            {
                new Span<float>(tile, (int)tileRow).Clear();
                continue;
            }
            new Span<float>(tile, left * channels).Clear();
            new Span<float>(image + row * rowFloats, (int)rowFloats).CopyTo(new Span<float>(tile + (nint)left * channels, (int)rowFloats));
            new Span<float>(tile + (nint)(left + width) * channels, right * channels).Clear();
        }
    }
}
