using System.Runtime.CompilerServices;

namespace RandWire.Engine.Kernels;

/// <summary>Sums over pixels, channel by channel, of [pixels, channels] blocks; p ascending, so every width gives the same bits.</summary>
/// <remarks>Vectors of channels are summed up to four at a time: one sum alone would wait for each addition before the next.</remarks>
internal static unsafe class ChannelSums
{
    /// <summary>sums[c] (+)= sum over p of x[p, c]: the block is summed by itself before it is added.</summary>
    public static void Sum<TSimd, TVector>(float* x, int pixels, int channels, float* sums, bool accumulate)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        for (int c = 0; c < channels;)
        {
            int vectors = Together((channels - c) / TSimd.Width);
            switch (vectors)
            {
                case 1: Sum<TSimd, TVector, One>(x + c, pixels, channels, sums + c, accumulate); break;
                case 2: Sum<TSimd, TVector, Two>(x + c, pixels, channels, sums + c, accumulate); break;
                case 3: Sum<TSimd, TVector, Three>(x + c, pixels, channels, sums + c, accumulate); break;
                default: Sum<TSimd, TVector, Four>(x + c, pixels, channels, sums + c, accumulate); break;
            }
            c += vectors * TSimd.Width;
        }
    }

    /// <summary>squares[c] = sum over p of (x[p, c] - mean[c])^2.</summary>
    public static void SquaredDeviations<TSimd, TVector>(float* x, float* mean, int pixels, int channels, float* squares)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        for (int c = 0; c < channels;)
        {
            int vectors = Together((channels - c) / TSimd.Width);
            switch (vectors)
            {
                case 1: SquaredDeviations<TSimd, TVector, One>(x + c, mean + c, pixels, channels, squares + c); break;
                case 2: SquaredDeviations<TSimd, TVector, Two>(x + c, mean + c, pixels, channels, squares + c); break;
                case 3: SquaredDeviations<TSimd, TVector, Three>(x + c, mean + c, pixels, channels, squares + c); break;
                default: SquaredDeviations<TSimd, TVector, Four>(x + c, mean + c, pixels, channels, squares + c); break;
            }
            c += vectors * TSimd.Width;
        }
    }

    /// <summary>dots[c] (+)= sum over p of (x[p, c] - mean[c]) g[p, c]: the block is summed by itself before it is added.</summary>
    public static void CenteredDot<TSimd, TVector>(float* x, float* mean, float* g, int pixels, int channels, float* dots, bool accumulate)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        for (int c = 0; c < channels;)
        {
            int vectors = Together((channels - c) / TSimd.Width);
            switch (vectors)
            {
                case 1: CenteredDot<TSimd, TVector, One>(x + c, mean + c, g + c, pixels, channels, dots + c, accumulate); break;
                case 2: CenteredDot<TSimd, TVector, Two>(x + c, mean + c, g + c, pixels, channels, dots + c, accumulate); break;
                case 3: CenteredDot<TSimd, TVector, Three>(x + c, mean + c, g + c, pixels, channels, dots + c, accumulate); break;
                default: CenteredDot<TSimd, TVector, Four>(x + c, mean + c, g + c, pixels, channels, dots + c, accumulate); break;
            }
            c += vectors * TSimd.Width;
        }
    }

    // Five are three and two, not four and one.
    private static int Together(int vectors) => vectors is 5 or 6 ? 3 : Math.Min(vectors, 4);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sum<TSimd, TVector, TVectors>(float* x, int pixels, int channels, float* sums, bool accumulate)
        where TSimd : struct, ISimd<TVector> where TVector : struct where TVectors : struct, ICount
    {
        TVector s0 = TSimd.Zero, s1 = s0, s2 = s0, s3 = s0;
        for (int p = 0; p < pixels; p++, x += channels)
        {
            s0 = TSimd.Add(s0, TSimd.Load(x));
            if (TVectors.Value > 1) s1 = TSimd.Add(s1, TSimd.Load(x + TSimd.Width));
            if (TVectors.Value > 2) s2 = TSimd.Add(s2, TSimd.Load(x + 2 * TSimd.Width));
            if (TVectors.Value > 3) s3 = TSimd.Add(s3, TSimd.Load(x + 3 * TSimd.Width));
        }
        Put<TSimd, TVector, TVectors>(s0, s1, s2, s3, sums, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SquaredDeviations<TSimd, TVector, TVectors>(float* x, float* mean, int pixels, int channels, float* squares)
        where TSimd : struct, ISimd<TVector> where TVector : struct where TVectors : struct, ICount
    {
        Read<TSimd, TVector, TVectors>(mean, out TVector m0, out TVector m1, out TVector m2, out TVector m3);
        TVector s0 = TSimd.Zero, s1 = s0, s2 = s0, s3 = s0;
        for (int p = 0; p < pixels; p++, x += channels)
        {
            TVector d = TSimd.Subtract(TSimd.Load(x), m0);
            s0 = TSimd.MultiplyAdd(d, d, s0);
            if (TVectors.Value > 1)
            {
                d = TSimd.Subtract(TSimd.Load(x + TSimd.Width), m1);
                s1 = TSimd.MultiplyAdd(d, d, s1);
            }
            if (TVectors.Value > 2)
            {
                d = TSimd.Subtract(TSimd.Load(x + 2 * TSimd.Width), m2);
                s2 = TSimd.MultiplyAdd(d, d, s2);
            }
            if (TVectors.Value > 3)
            {
                d = TSimd.Subtract(TSimd.Load(x + 3 * TSimd.Width), m3);
                s3 = TSimd.MultiplyAdd(d, d, s3);
            }
        }
        Put<TSimd, TVector, TVectors>(s0, s1, s2, s3, squares, false);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CenteredDot<TSimd, TVector, TVectors>(float* x, float* mean, float* g, int pixels, int channels, float* dots, bool accumulate)
        where TSimd : struct, ISimd<TVector> where TVector : struct where TVectors : struct, ICount
    {
        Read<TSimd, TVector, TVectors>(mean, out TVector m0, out TVector m1, out TVector m2, out TVector m3);
        TVector s0 = TSimd.Zero, s1 = s0, s2 = s0, s3 = s0;
        for (int p = 0; p < pixels; p++, x += channels, g += channels)
        {
            s0 = TSimd.MultiplyAdd(TSimd.Subtract(TSimd.Load(x), m0), TSimd.Load(g), s0);
            if (TVectors.Value > 1) s1 = TSimd.MultiplyAdd(TSimd.Subtract(TSimd.Load(x + TSimd.Width), m1), TSimd.Load(g + TSimd.Width), s1);
            if (TVectors.Value > 2) s2 = TSimd.MultiplyAdd(TSimd.Subtract(TSimd.Load(x + 2 * TSimd.Width), m2), TSimd.Load(g + 2 * TSimd.Width), s2);
            if (TVectors.Value > 3) s3 = TSimd.MultiplyAdd(TSimd.Subtract(TSimd.Load(x + 3 * TSimd.Width), m3), TSimd.Load(g + 3 * TSimd.Width), s3);
        }
        Put<TSimd, TVector, TVectors>(s0, s1, s2, s3, dots, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Read<TSimd, TVector, TVectors>(float* from, out TVector v0, out TVector v1, out TVector v2, out TVector v3)
        where TSimd : struct, ISimd<TVector> where TVector : struct where TVectors : struct, ICount
    {
        v0 = TSimd.Load(from);
        v1 = TVectors.Value > 1 ? TSimd.Load(from + TSimd.Width) : v0;
        v2 = TVectors.Value > 2 ? TSimd.Load(from + 2 * TSimd.Width) : v0;
        v3 = TVectors.Value > 3 ? TSimd.Load(from + 3 * TSimd.Width) : v0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<TSimd, TVector, TVectors>(TVector s0, TVector s1, TVector s2, TVector s3, float* to, bool accumulate)
        where TSimd : struct, ISimd<TVector> where TVector : struct where TVectors : struct, ICount
    {
        Put<TSimd, TVector>(s0, to, accumulate);
        if (TVectors.Value > 1) Put<TSimd, TVector>(s1, to + TSimd.Width, accumulate);
        if (TVectors.Value > 2) Put<TSimd, TVector>(s2, to + 2 * TSimd.Width, accumulate);
        if (TVectors.Value > 3) Put<TSimd, TVector>(s3, to + 3 * TSimd.Width, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<TSimd, TVector>(TVector sum, float* to, bool accumulate) where TSimd : struct, ISimd<TVector> where TVector : struct =>
        TSimd.Store(accumulate ? TSimd.Add(TSimd.Load(to), sum) : sum, to);
}
