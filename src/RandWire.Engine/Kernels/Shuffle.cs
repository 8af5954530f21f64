using System.Runtime.CompilerServices;

namespace RandWire.Engine.Kernels;

/// <summary>The channels of every pixel in another order.</summary>
internal static unsafe class Shuffle
{
    /// <summary>y[p, c] (+)= x[p, sources[c]]; channels past the sources are zeros.</summary>
    /// <remarks>Two groups are interleaved as vectors, and so is their way back, groups of two; else four pixels go at once, so that the place of a channel is read once for
    /// them: a pixel's lines stay in the first-level cache.</remarks>
    public static void Pixels<TSimd, TVector>(float* x, float* y, int pixels, int channels, ReadOnlySpan<int> sources, int groups, bool accumulate)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        int half = sources.Length / 2;
        if (half >= TSimd.Width && groups == 2 || half >= TSimd.Width && 2 * groups == sources.Length)
        {
            for (int p = 0; p < pixels; p++, x += channels, y += channels)
            {
                if (groups == 2) Interleave<TSimd, TVector>(x, y, half, accumulate);
                else Deinterleave<TSimd, TVector>(x, y, half, accumulate);
                if (!accumulate) for (int c = 2 * half; c < channels; c++) y[c] = 0;
            }
            return;
        }
        OneByOne(x, y, pixels, channels, sources, accumulate);
    }

    // The last vector may take channels a second time, unless it would add them twice.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Interleave<TSimd, TVector>(float* x, float* y, int half, bool accumulate) where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        int c = 0;
        for (; c <= half - TSimd.Width; c += TSimd.Width) Pair(c);
        if (c < half && !accumulate)
        {
            Pair(half - TSimd.Width);
            return;
        }
        for (; c < half; c++) (y[2 * c], y[2 * c + 1]) = accumulate ? (y[2 * c] + x[c], y[2 * c + 1] + x[half + c]) : (x[c], x[half + c]);

        void Pair(int at)
        {
            (TVector low, TVector high) = TSimd.Interleave(TSimd.Load(x + at), TSimd.Load(x + half + at));
            float* to = y + 2 * at;
            TSimd.Store(accumulate ? TSimd.Add(TSimd.Load(to), low) : low, to);
            TSimd.Store(accumulate ? TSimd.Add(TSimd.Load(to + TSimd.Width), high) : high, to + TSimd.Width);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Deinterleave<TSimd, TVector>(float* x, float* y, int half, bool accumulate) where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        int c = 0;
        for (; c <= half - TSimd.Width; c += TSimd.Width) Pair(c);
        if (c < half && !accumulate)
        {
            Pair(half - TSimd.Width);
            return;
        }
        for (; c < half; c++) (y[c], y[half + c]) = accumulate ? (y[c] + x[2 * c], y[half + c] + x[2 * c + 1]) : (x[2 * c], x[2 * c + 1]);

        void Pair(int at)
        {
            (TVector even, TVector odd) = TSimd.Deinterleave(TSimd.Load(x + 2 * at), TSimd.Load(x + 2 * at + TSimd.Width));
            TSimd.Store(accumulate ? TSimd.Add(TSimd.Load(y + at), even) : even, y + at);
            TSimd.Store(accumulate ? TSimd.Add(TSimd.Load(y + half + at), odd) : odd, y + half + at);
        }
    }

    private static void OneByOne(float* x, float* y, int pixels, int channels, ReadOnlySpan<int> sources, bool accumulate)
    {
        fixed (int* places = sources)
        {
            int count = sources.Length, p = 0;
            for (; p <= pixels - 4; p += 4, x += 4 * channels, y += 4 * channels)
            {
                float* x1 = x + channels, x2 = x1 + channels, x3 = x2 + channels, y1 = y + channels, y2 = y1 + channels, y3 = y2 + channels;
                for (int c = 0; c < count; c++)
                {
                    int place = places[c];
                    y[c] = accumulate ? y[c] + x[place] : x[place];
                    y1[c] = accumulate ? y1[c] + x1[place] : x1[place];
                    y2[c] = accumulate ? y2[c] + x2[place] : x2[place];
                    y3[c] = accumulate ? y3[c] + x3[place] : x3[place];
                }
                if (accumulate) continue;
                for (int c = count; c < channels; c++) y[c] = y1[c] = y2[c] = y3[c] = 0;
            }
            for (; p < pixels; p++, x += channels, y += channels)
            {
                for (int c = 0; c < count; c++) y[c] = accumulate ? y[c] + x[places[c]] : x[places[c]];
                if (!accumulate) for (int c = count; c < channels; c++) y[c] = 0;
            }
        }
    }
}
