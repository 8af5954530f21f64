using System.Runtime.CompilerServices;

namespace RandWire.Engine.Kernels;

/// <summary>Sums over pixels, channel by channel, of [pixels, channels] blocks; p ascending, so every width gives the same bits.</summary>
internal static unsafe class ChannelSums
{
    /// <summary>sums[c] (+)= sum over p of x[p, c]: the block is summed by itself before it is added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sum<TSimd, TVector>(float* x, int pixels, int channels, float* sums, bool accumulate)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        int c = 0;
        for (; c + 4 * TSimd.Width <= channels; c += 4 * TSimd.Width)
        {
            TVector s0 = TSimd.Zero, s1 = s0, s2 = s0, s3 = s0;
            float* from = x + c;
            for (int p = 0; p < pixels; p++, from += channels)
            {
                s0 = TSimd.Add(s0, TSimd.Load(from));
                s1 = TSimd.Add(s1, TSimd.Load(from + TSimd.Width));
                s2 = TSimd.Add(s2, TSimd.Load(from + 2 * TSimd.Width));
                s3 = TSimd.Add(s3, TSimd.Load(from + 3 * TSimd.Width));
            }
            float* to = sums + c;
            TSimd.Store(accumulate ? TSimd.Add(TSimd.Load(to), s0) : s0, to);
            to += TSimd.Width;
            TSimd.Store(accumulate ? TSimd.Add(TSimd.Load(to), s1) : s1, to);
            to += TSimd.Width;
            TSimd.Store(accumulate ? TSimd.Add(TSimd.Load(to), s2) : s2, to);
            to += TSimd.Width;
            TSimd.Store(accumulate ? TSimd.Add(TSimd.Load(to), s3) : s3, to);
        }
        for (; c < channels; c += TSimd.Width)
        {
            TVector s0 = TSimd.Zero;
            float* from = x + c;
            for (int p = 0; p < pixels; p++, from += channels) s0 = TSimd.Add(s0, TSimd.Load(from));
            TSimd.Store(accumulate ? TSimd.Add(TSimd.Load(sums + c), s0) : s0, sums + c);
        }
    }

    /// <summary>squares[c] = sum over p of (x[p, c] - mean[c])^2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SquaredDeviations<TSimd, TVector>(float* x, float* mean, int pixels, int channels, float* squares)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        int c = 0;
        for (; c + 2 * TSimd.Width <= channels; c += 2 * TSimd.Width)
        {
            TVector m0 = TSimd.Load(mean + c), m1 = TSimd.Load(mean + c + TSimd.Width), s0 = TSimd.Zero, s1 = s0;
            float* from = x + c;
            for (int p = 0; p < pixels; p++, from += channels)
            {
                TVector d0 = TSimd.Subtract(TSimd.Load(from), m0), d1 = TSimd.Subtract(TSimd.Load(from + TSimd.Width), m1);
                s0 = TSimd.MultiplyAdd(d0, d0, s0);
                s1 = TSimd.MultiplyAdd(d1, d1, s1);
            }
            TSimd.Store(s0, squares + c);
            TSimd.Store(s1, squares + c + TSimd.Width);
        }
        for (; c < channels; c += TSimd.Width)
        {
            TVector m = TSimd.Load(mean + c), s0 = TSimd.Zero;
            float* from = x + c;
            for (int p = 0; p < pixels; p++, from += channels)
            {
                TVector d = TSimd.Subtract(TSimd.Load(from), m);
                s0 = TSimd.MultiplyAdd(d, d, s0);
            }
            TSimd.Store(s0, squares + c);
        }
    }

    /// <summary>dots[c] (+)= sum over p of (x[p, c] - mean[c]) g[p, c]: the block is summed by itself before it is added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CenteredDot<TSimd, TVector>(float* x, float* mean, float* g, int pixels, int channels, float* dots, bool accumulate)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        int c = 0;
        for (; c + 4 * TSimd.Width <= channels; c += 4 * TSimd.Width)
        {
            float* m = mean + c;
            TVector m0 = TSimd.Load(m), m1 = TSimd.Load(m + TSimd.Width), m2 = TSimd.Load(m + 2 * TSimd.Width), m3 = TSimd.Load(m + 3 * TSimd.Width);
            TVector s0 = TSimd.Zero, s1 = s0, s2 = s0, s3 = s0;
            float* a = x + c;
            float* b = g + c;
            for (int p = 0; p < pixels; p++, a += channels, b += channels)
            {
                s0 = TSimd.MultiplyAdd(TSimd.Subtract(TSimd.Load(a), m0), TSimd.Load(b), s0);
                s1 = TSimd.MultiplyAdd(TSimd.Subtract(TSimd.Load(a + TSimd.Width), m1), TSimd.Load(b + TSimd.Width), s1);
                s2 = TSimd.MultiplyAdd(TSimd.Subtract(TSimd.Load(a + 2 * TSimd.Width), m2), TSimd.Load(b + 2 * TSimd.Width), s2);
                s3 = TSimd.MultiplyAdd(TSimd.Subtract(TSimd.Load(a + 3 * TSimd.Width), m3), TSimd.Load(b + 3 * TSimd.Width), s3);
            }
            float* to = dots + c;
            TSimd.Store(accumulate ? TSimd.Add(TSimd.Load(to), s0) : s0, to);
            to += TSimd.Width;
            TSimd.Store(accumulate ? TSimd.Add(TSimd.Load(to), s1) : s1, to);
            to += TSimd.Width;
            TSimd.Store(accumulate ? TSimd.Add(TSimd.Load(to), s2) : s2, to);
            to += TSimd.Width;
            TSimd.Store(accumulate ? TSimd.Add(TSimd.Load(to), s3) : s3, to);
        }
        for (; c < channels; c += TSimd.Width)
        {
            TVector m = TSimd.Load(mean + c), s = TSimd.Zero;
            float* a = x + c;
            float* b = g + c;
            for (int p = 0; p < pixels; p++, a += channels, b += channels) s = TSimd.MultiplyAdd(TSimd.Subtract(TSimd.Load(a), m), TSimd.Load(b), s);
            TSimd.Store(accumulate ? TSimd.Add(TSimd.Load(dots + c), s) : s, dots + c);
        }
    }
}
