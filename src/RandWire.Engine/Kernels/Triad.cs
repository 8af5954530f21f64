using System.Runtime.CompilerServices;

namespace RandWire.Engine.Kernels;

/// <summary>y[i] = a[i] + factor · b[i]: nothing but traffic, to measure what memory and caches can carry.</summary>
/// <remarks>McCalpin's STREAM triad. Work 2 flop, 12 bytes an element; that a cache reads a line before it is written is not counted, here as in
/// the steps.</remarks>
internal static unsafe class Triad
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TSimd, TVector>(float* a, float* b, float factor, int length, float* y) where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        TVector w = TSimd.Broadcast(factor);
        for (int i = 0; i < length; i += TSimd.Width) TSimd.Store(TSimd.MultiplyAdd(w, TSimd.Load(b + i), TSimd.Load(a + i)), y + i);
    }
}
