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

    /// <summary>mean[c] = the average over p of x[p, c]; squares[c] = sum over p of (x[p, c] - mean[c])^2: in one pass.</summary>
    /// <remarks>Sums of what lies between x and the pixel in the middle (Chan, Golub and LeVeque 1983, "shifted data"). That pixel is one of those summed, so it is at
    /// most sqrt(pixels) deviations away from the mean, and the difference of squares at the end has at most pixels + 1 times the relative error of a sum of
    /// pixels / 2 terms: three in a hundred in the worst of blocks of 1,024, all pixels alike but the middle one. Callers keep blocks below that where rows allow. A constant
    /// channel has squares of exactly zero; rounding never makes them negative. Even and odd pixels are summed apart: twice as many sums that do not wait for each other.</remarks>
    public static void MeanAndSquares<TSimd, TVector>(float* x, int pixels, int channels, float* mean, float* squares)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        for (int c = 0; c < channels;)
        {
            int left = (channels - c) / TSimd.Width, vectors = TSimd.HasManyRegisters ? Together(left) : Math.Min(left, 2);
            switch (vectors)
            {
                case 1: MeanAndSquares<TSimd, TVector, One>(x + c, pixels, channels, mean + c, squares + c); break;
                case 2: MeanAndSquares<TSimd, TVector, Two>(x + c, pixels, channels, mean + c, squares + c); break;
                case 3: MeanAndSquares<TSimd, TVector, Three>(x + c, pixels, channels, mean + c, squares + c); break;
                default: MeanAndSquares<TSimd, TVector, Four>(x + c, pixels, channels, mean + c, squares + c); break;
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

    /// <summary>Most inputs of a sum with dots at once.</summary>
    public const int MostDots = 3;

    /// <summary>dots[0, c] (+)= sum over p of g[p, c]; dots[i + 1, c] (+)= sum over p of (inputs[i][p, c] - means[i][c]) g[p, c], for one to three inputs: as a sum
    /// and centered dots by themselves bit for bit, with g read once.</summary>
    public static void SumAndCenteredDots<TSimd, TVector>(
        ReadOnlySpan<Floats> inputs, ReadOnlySpan<Floats> means, long offset, float* g, int pixels, int channels, float* dots, bool accumulate)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        switch (inputs.Length)
        {
            case 1: SumAndCenteredDots<TSimd, TVector, One>(inputs, means, offset, g, pixels, channels, dots, accumulate); break;
            case 2: SumAndCenteredDots<TSimd, TVector, Two>(inputs, means, offset, g, pixels, channels, dots, accumulate); break;
            default: SumAndCenteredDots<TSimd, TVector, Three>(inputs, means, offset, g, pixels, channels, dots, accumulate); break;
        }
    }

    private static void SumAndCenteredDots<TSimd, TVector, TInputs>(
        ReadOnlySpan<Floats> inputs, ReadOnlySpan<Floats> means, long offset, float* g, int pixels, int channels, float* dots, bool accumulate)
        where TSimd : struct, ISimd<TVector> where TVector : struct where TInputs : struct, ICount
    {
        int last = TInputs.Value - 1, second = Math.Min(1, last);
        for (int c = 0; c < channels;)
        {
            int left = (channels - c) / TSimd.Width, vectors = !TSimd.HasManyRegisters ? 1 : left is 2 or 4 ? 2 : Math.Min(left, 3);
            Dots at = new(
                (float*)inputs[0].Address + offset + c, (float*)inputs[second].Address + offset + c, (float*)inputs[last].Address + offset + c,
                (float*)means[0].Address + c, (float*)means[second].Address + c, (float*)means[last].Address + c, g + c, dots + c);
            switch (vectors)
            {
                case 1: SumAndCenteredDots<TSimd, TVector, TInputs, One>(at, pixels, channels, accumulate); break;
                case 2: SumAndCenteredDots<TSimd, TVector, TInputs, Two>(at, pixels, channels, accumulate); break;
                default: SumAndCenteredDots<TSimd, TVector, TInputs, Three>(at, pixels, channels, accumulate); break;
            }
            c += vectors * TSimd.Width;
        }
    }

    /// <summary>Where the first channel of a group lies in inputs, means, gradient and dots.</summary>
    private readonly struct Dots(float* x0, float* x1, float* x2, float* m0, float* m1, float* m2, float* g, float* to)
    {
        public readonly float* X0 = x0, X1 = x1, X2 = x2, M0 = m0, M1 = m1, M2 = m2, G = g, To = to;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumAndCenteredDots<TSimd, TVector, TInputs, TVectors>(in Dots at, int pixels, int channels, bool accumulate)
        where TSimd : struct, ISimd<TVector> where TVector : struct where TInputs : struct, ICount where TVectors : struct, ICount
    {
        float* x0 = at.X0, x1 = at.X1, x2 = at.X2, g = at.G, to = at.To;
        Read<TSimd, TVector, TVectors>(at.M0, out TVector m00, out TVector m01, out TVector m02, out _);
        Read<TSimd, TVector, TVectors>(at.M1, out TVector m10, out TVector m11, out TVector m12, out _);
        Read<TSimd, TVector, TVectors>(at.M2, out TVector m20, out TVector m21, out TVector m22, out _);
        TVector s0 = TSimd.Zero, s1 = s0, s2 = s0, d00 = s0, d01 = s0, d02 = s0, d10 = s0, d11 = s0, d12 = s0, d20 = s0, d21 = s0, d22 = s0;
        nint end = (nint)pixels * channels;
        for (nint p = 0; p < end; p += channels)
        {
            Read<TSimd, TVector, TVectors>(g + p, out TVector g0, out TVector g1, out TVector g2, out _);
            s0 = TSimd.Add(s0, g0);
            d00 = TSimd.MultiplyAdd(TSimd.Subtract(TSimd.Load(x0 + p), m00), g0, d00);
            if (TInputs.Value > 1) d10 = TSimd.MultiplyAdd(TSimd.Subtract(TSimd.Load(x1 + p), m10), g0, d10);
            if (TInputs.Value > 2) d20 = TSimd.MultiplyAdd(TSimd.Subtract(TSimd.Load(x2 + p), m20), g0, d20);
            if (TVectors.Value > 1)
            {
                nint q = p + TSimd.Width;
                s1 = TSimd.Add(s1, g1);
                d01 = TSimd.MultiplyAdd(TSimd.Subtract(TSimd.Load(x0 + q), m01), g1, d01);
                if (TInputs.Value > 1) d11 = TSimd.MultiplyAdd(TSimd.Subtract(TSimd.Load(x1 + q), m11), g1, d11);
                if (TInputs.Value > 2) d21 = TSimd.MultiplyAdd(TSimd.Subtract(TSimd.Load(x2 + q), m21), g1, d21);
            }
            if (TVectors.Value > 2)
            {
                nint q = p + 2 * TSimd.Width;
                s2 = TSimd.Add(s2, g2);
                d02 = TSimd.MultiplyAdd(TSimd.Subtract(TSimd.Load(x0 + q), m02), g2, d02);
                if (TInputs.Value > 1) d12 = TSimd.MultiplyAdd(TSimd.Subtract(TSimd.Load(x1 + q), m12), g2, d12);
                if (TInputs.Value > 2) d22 = TSimd.MultiplyAdd(TSimd.Subtract(TSimd.Load(x2 + q), m22), g2, d22);
            }
        }
        Put<TSimd, TVector, TVectors>(s0, s1, s2, s2, to, accumulate);
        Put<TSimd, TVector, TVectors>(d00, d01, d02, d02, to + channels, accumulate);
        if (TInputs.Value > 1) Put<TSimd, TVector, TVectors>(d10, d11, d12, d12, to + 2 * channels, accumulate);
        if (TInputs.Value > 2) Put<TSimd, TVector, TVectors>(d20, d21, d22, d22, to + 3 * channels, accumulate);
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
    private static void MeanAndSquares<TSimd, TVector, TVectors>(float* x, int pixels, int channels, float* mean, float* squares)
        where TSimd : struct, ISimd<TVector> where TVector : struct where TVectors : struct, ICount
    {
        Read<TSimd, TVector, TVectors>(x + (nint)(pixels / 2) * channels, out TVector m0, out TVector m1, out TVector m2, out TVector m3);
        TVector s0 = TSimd.Zero, s1 = s0, s2 = s0, s3 = s0, q0 = s0, q1 = s0, q2 = s0, q3 = s0;
        TVector t0 = s0, t1 = s0, t2 = s0, t3 = s0, r0 = s0, r1 = s0, r2 = s0, r3 = s0;
        float* odd = x + channels;
        for (int p = 0; p < pixels; p += 2, x += 2 * (nint)channels, odd += 2 * (nint)channels)
        {
            AddTo<TSimd, TVector>(x, m0, ref s0, ref q0);
            if (TVectors.Value > 1) AddTo<TSimd, TVector>(x + TSimd.Width, m1, ref s1, ref q1);
            if (TVectors.Value > 2) AddTo<TSimd, TVector>(x + 2 * TSimd.Width, m2, ref s2, ref q2);
            if (TVectors.Value > 3) AddTo<TSimd, TVector>(x + 3 * TSimd.Width, m3, ref s3, ref q3);
            if (p + 1 == pixels) break;
            AddTo<TSimd, TVector>(odd, m0, ref t0, ref r0);
            if (TVectors.Value > 1) AddTo<TSimd, TVector>(odd + TSimd.Width, m1, ref t1, ref r1);
            if (TVectors.Value > 2) AddTo<TSimd, TVector>(odd + 2 * TSimd.Width, m2, ref t2, ref r2);
            if (TVectors.Value > 3) AddTo<TSimd, TVector>(odd + 3 * TSimd.Width, m3, ref t3, ref r3);
        }
        TVector share = TSimd.Broadcast(1f / pixels);
        Finish<TSimd, TVector>(m0, TSimd.Add(s0, t0), TSimd.Add(q0, r0), share, mean, squares);
        if (TVectors.Value > 1) Finish<TSimd, TVector>(m1, TSimd.Add(s1, t1), TSimd.Add(q1, r1), share, mean + TSimd.Width, squares + TSimd.Width);
        if (TVectors.Value > 2) Finish<TSimd, TVector>(m2, TSimd.Add(s2, t2), TSimd.Add(q2, r2), share, mean + 2 * TSimd.Width, squares + 2 * TSimd.Width);
        if (TVectors.Value > 3) Finish<TSimd, TVector>(m3, TSimd.Add(s3, t3), TSimd.Add(q3, r3), share, mean + 3 * TSimd.Width, squares + 3 * TSimd.Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo<TSimd, TVector>(float* x, TVector middle, ref TVector sum, ref TVector squares)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        TVector d = TSimd.Subtract(TSimd.Load(x), middle);
        sum = TSimd.Add(sum, d);
        squares = TSimd.MultiplyAdd(d, d, squares);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish<TSimd, TVector>(TVector middle, TVector sum, TVector squares, TVector share, float* mean, float* deviations)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        TVector off = TSimd.Multiply(sum, share);
        TSimd.Store(TSimd.Add(middle, off), mean);
        TSimd.Store(TSimd.Larger(TSimd.Zero, TSimd.MultiplyAdd(TSimd.Subtract(TSimd.Zero, off), sum, squares)), deviations);
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
