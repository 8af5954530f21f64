using System.Runtime.CompilerServices;

namespace RandWire.Engine.Kernels;

/// <summary>Functions of one number over runs of floats, any multiple of 16; products; copies of parts of pixels.</summary>
internal static unsafe class Curves
{
    /// <summary>y = f(x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Value<TSimd, TVector, TCurve>(float* x, int length, float* y)
        where TSimd : struct, ISimd<TVector> where TVector : struct where TCurve : struct, ICurve
    {
        for (int i = 0; i < length; i += TSimd.Width) TSimd.Store(TCurve.Value<TSimd, TVector>(TSimd.Load(x + i)), y + i);
    }

    /// <summary>gx (+)= g · f'(x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gradient<TSimd, TVector, TCurve>(float* x, float* g, int length, float* gradX, bool accumulate)
        where TSimd : struct, ISimd<TVector> where TVector : struct where TCurve : struct, ICurve
    {
        for (int i = 0; i < length; i += TSimd.Width)
        {
            TVector v = TCurve.Gradient<TSimd, TVector>(TSimd.Load(x + i), TSimd.Load(g + i));
            TSimd.Store(accumulate ? TSimd.Add(TSimd.Load(gradX + i), v) : v, gradX + i);
        }
    }

    /// <summary>y[p, c] (+)= a[p, c] · b[p, c], or b[c] where b has one row: rowB is then 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Product<TSimd, TVector>(float* a, float* b, nint rowB, int pixels, int channels, float* y, bool accumulate)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        for (int p = 0; p < pixels; p++, a += channels, b += rowB, y += channels)
        {
            for (int c = 0; c < channels; c += TSimd.Width)
            {
                TVector left = TSimd.Load(a + c), right = TSimd.Load(b + c);
                TSimd.Store(accumulate ? TSimd.MultiplyAdd(left, right, TSimd.Load(y + c)) : TSimd.Multiply(left, right), y + c);
            }
        }
    }

    /// <summary>to[p · rowTo + c] (+)= from[p · rowFrom + c] for some channels, any number of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy<TSimd, TVector>(float* from, nint rowFrom, int pixels, int channels, float* to, nint rowTo, bool accumulate)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        for (int p = 0; p < pixels; p++, from += rowFrom, to += rowTo)
        {
            int c = 0;
            for (; c <= channels - TSimd.Width; c += TSimd.Width)
                TSimd.Store(accumulate ? TSimd.Add(TSimd.Load(to + c), TSimd.Load(from + c)) : TSimd.Load(from + c), to + c);
            for (; c < channels; c++) to[c] = accumulate ? to[c] + from[c] : from[c];
        }
    }

    /// <summary>to[p · row + c] = 0 for some channels, any number of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Clear<TSimd, TVector>(float* to, nint row, int pixels, int channels) where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        for (int p = 0; p < pixels; p++, to += row)
        {
            int c = 0;
            for (; c <= channels - TSimd.Width; c += TSimd.Width) TSimd.Store(TSimd.Zero, to + c);
            for (; c < channels; c++) to[c] = 0;
        }
    }

    /// <summary>x[p, c] += bias[c].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddRow<TSimd, TVector>(float* row, int pixels, int channels, float* x) where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        for (int p = 0; p < pixels; p++, x += channels)
            for (int c = 0; c < channels; c += TSimd.Width) TSimd.Store(TSimd.Add(TSimd.Load(x + c), TSimd.Load(row + c)), x + c);
    }
}
