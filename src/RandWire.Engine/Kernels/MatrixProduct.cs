using System.Runtime.CompilerServices;

namespace RandWire.Engine.Kernels;

/// <summary>c[m, n] (+)= sum over k of a[m, k] b[k, n], k ascending, one fused multiply-add a term.</summary>
/// <remarks>
/// a[m, k] lies at a[m·rowA + k·stepA]; b[k, n] at b[(n / 16)·panelB + k·stepB + n % 16]: packed weights have stepB = 16 and panelB = 16·depth,
/// plain rows have stepB = their stride and panelB = 16; c[m, n] at c[m·rowC + n]. Columns are a multiple of 16.
/// Work 2·M·N·K flop. Every element is summed in the order of k whatever the tile, so all widths give the same bits.
/// Tile: 6 rows by 2 vectors (12 accumulators, 2 of b, 1 of a: 15 of 16 registers at 256 bits).
/// Oracle: test/RandWire.Tests/Engine (double loops).
/// </remarks>
internal static unsafe class MatrixProduct
{
    /// <summary>Depth of one block: a panel of 16 columns then takes 16 KiB, half of a first-level cache.</summary>
    public const int DepthBlock = 256;

    public static void Run<TSimd, TVector>(
        float* a, nint rowA, nint stepA, float* b, nint panelB, nint stepB, int rows, int columns, int depth, float* c, nint rowC, bool accumulate)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        for (int from = 0; from < depth; from += DepthBlock)
        {
            int block = Math.Min(DepthBlock, depth - from);
            Block<TSimd, TVector>(a + from * stepA, rowA, stepA, b + from * stepB, panelB, stepB, rows, columns, block, c, rowC, accumulate || from > 0);
        }
    }

    private static void Block<TSimd, TVector>(
        float* a, nint rowA, nint stepA, float* b, nint panelB, nint stepB, int rows, int columns, int depth, float* c, nint rowC, bool accumulate)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        int n = 0;
        for (; n + 2 * TSimd.Width <= columns; n += 2 * TSimd.Width)
        {
            float* b0 = b + n / 16 * panelB + n % 16, b1 = b + (n + TSimd.Width) / 16 * panelB + (n + TSimd.Width) % 16;
            int m = 0;
            for (; m + 6 <= rows; m += 6)
                Six<TSimd, TVector>(a + m * rowA, rowA, stepA, b0, b1, stepB, depth, c + m * rowC + n, rowC, accumulate);
            for (; m + 2 <= rows; m += 2)
                Two<TSimd, TVector>(a + m * rowA, rowA, stepA, b0, b1, stepB, depth, c + m * rowC + n, rowC, accumulate);
            if (m < rows)
                One<TSimd, TVector>(a + m * rowA, stepA, b0, b1, stepB, depth, c + m * rowC + n, accumulate);
        }
        // Only at 512 bits: sixteen columns are left when their number is odd in sixteens.
        for (; n < columns; n += TSimd.Width)
        {
            float* b0 = b + n / 16 * panelB + n % 16;
            int m = 0;
            for (; m + 6 <= rows; m += 6)
                SixNarrow<TSimd, TVector>(a + m * rowA, rowA, stepA, b0, stepB, depth, c + m * rowC + n, rowC, accumulate);
            for (; m < rows; m++)
                OneNarrow<TSimd, TVector>(a + m * rowA, stepA, b0, stepB, depth, c + m * rowC + n, accumulate);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Six<TSimd, TVector>(
        float* a, nint rowA, nint stepA, float* b0, float* b1, nint stepB, int depth, float* c, nint rowC, bool accumulate)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        TVector c00 = TSimd.Zero, c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00;
        TVector c30 = c00, c31 = c00, c40 = c00, c41 = c00, c50 = c00, c51 = c00;
        int w = TSimd.Width;
        if (accumulate)
        {
            float* r = c;
            c00 = TSimd.Load(r); c01 = TSimd.Load(r + w); r += rowC;
            c10 = TSimd.Load(r); c11 = TSimd.Load(r + w); r += rowC;
            c20 = TSimd.Load(r); c21 = TSimd.Load(r + w); r += rowC;
            c30 = TSimd.Load(r); c31 = TSimd.Load(r + w); r += rowC;
            c40 = TSimd.Load(r); c41 = TSimd.Load(r + w); r += rowC;
            c50 = TSimd.Load(r); c51 = TSimd.Load(r + w);
        }
        float* a3 = a + 3 * rowA;
        nint row2 = 2 * rowA;
        for (int k = 0; k < depth; k++)
        {
            TVector x0 = TSimd.Load(b0), x1 = TSimd.Load(b1);
            TVector y = TSimd.Broadcast(*a);
            c00 = TSimd.MultiplyAdd(y, x0, c00); c01 = TSimd.MultiplyAdd(y, x1, c01);
            y = TSimd.Broadcast(a[rowA]);
            c10 = TSimd.MultiplyAdd(y, x0, c10); c11 = TSimd.MultiplyAdd(y, x1, c11);
            y = TSimd.Broadcast(a[row2]);
            c20 = TSimd.MultiplyAdd(y, x0, c20); c21 = TSimd.MultiplyAdd(y, x1, c21);
            y = TSimd.Broadcast(*a3);
            c30 = TSimd.MultiplyAdd(y, x0, c30); c31 = TSimd.MultiplyAdd(y, x1, c31);
            y = TSimd.Broadcast(a3[rowA]);
            c40 = TSimd.MultiplyAdd(y, x0, c40); c41 = TSimd.MultiplyAdd(y, x1, c41);
            y = TSimd.Broadcast(a3[row2]);
            c50 = TSimd.MultiplyAdd(y, x0, c50); c51 = TSimd.MultiplyAdd(y, x1, c51);
            a += stepA; a3 += stepA; b0 += stepB; b1 += stepB;
        }
        TSimd.Store(c00, c); TSimd.Store(c01, c + w); c += rowC;
        TSimd.Store(c10, c); TSimd.Store(c11, c + w); c += rowC;
        TSimd.Store(c20, c); TSimd.Store(c21, c + w); c += rowC;
        TSimd.Store(c30, c); TSimd.Store(c31, c + w); c += rowC;
        TSimd.Store(c40, c); TSimd.Store(c41, c + w); c += rowC;
        TSimd.Store(c50, c); TSimd.Store(c51, c + w);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Two<TSimd, TVector>(
        float* a, nint rowA, nint stepA, float* b0, float* b1, nint stepB, int depth, float* c, nint rowC, bool accumulate)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        int w = TSimd.Width;
        TVector c00 = TSimd.Zero, c01 = c00, c10 = c00, c11 = c00;
        if (accumulate)
        {
            c00 = TSimd.Load(c); c01 = TSimd.Load(c + w);
            c10 = TSimd.Load(c + rowC); c11 = TSimd.Load(c + rowC + w);
        }
        for (int k = 0; k < depth; k++)
        {
            TVector x0 = TSimd.Load(b0), x1 = TSimd.Load(b1);
            TVector y = TSimd.Broadcast(*a);
            c00 = TSimd.MultiplyAdd(y, x0, c00); c01 = TSimd.MultiplyAdd(y, x1, c01);
            y = TSimd.Broadcast(a[rowA]);
            c10 = TSimd.MultiplyAdd(y, x0, c10); c11 = TSimd.MultiplyAdd(y, x1, c11);
            a += stepA; b0 += stepB; b1 += stepB;
        }
        TSimd.Store(c00, c); TSimd.Store(c01, c + w);
        TSimd.Store(c10, c + rowC); TSimd.Store(c11, c + rowC + w);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void One<TSimd, TVector>(float* a, nint stepA, float* b0, float* b1, nint stepB, int depth, float* c, bool accumulate)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        TVector c0 = TSimd.Zero, c1 = c0;
        if (accumulate) { c0 = TSimd.Load(c); c1 = TSimd.Load(c + TSimd.Width); }
        for (int k = 0; k < depth; k++)
        {
            TVector y = TSimd.Broadcast(*a);
            c0 = TSimd.MultiplyAdd(y, TSimd.Load(b0), c0);
            c1 = TSimd.MultiplyAdd(y, TSimd.Load(b1), c1);
            a += stepA; b0 += stepB; b1 += stepB;
        }
        TSimd.Store(c0, c);
        TSimd.Store(c1, c + TSimd.Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SixNarrow<TSimd, TVector>(
        float* a, nint rowA, nint stepA, float* b, nint stepB, int depth, float* c, nint rowC, bool accumulate)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        TVector c0 = TSimd.Zero, c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0;
        if (accumulate)
        {
            c0 = TSimd.Load(c); c1 = TSimd.Load(c + rowC); c2 = TSimd.Load(c + 2 * rowC);
            c3 = TSimd.Load(c + 3 * rowC); c4 = TSimd.Load(c + 4 * rowC); c5 = TSimd.Load(c + 5 * rowC);
        }
        float* a3 = a + 3 * rowA;
        nint row2 = 2 * rowA;
        for (int k = 0; k < depth; k++)
        {
            TVector x = TSimd.Load(b);
            c0 = TSimd.MultiplyAdd(TSimd.Broadcast(*a), x, c0);
            c1 = TSimd.MultiplyAdd(TSimd.Broadcast(a[rowA]), x, c1);
            c2 = TSimd.MultiplyAdd(TSimd.Broadcast(a[row2]), x, c2);
            c3 = TSimd.MultiplyAdd(TSimd.Broadcast(*a3), x, c3);
            c4 = TSimd.MultiplyAdd(TSimd.Broadcast(a3[rowA]), x, c4);
            c5 = TSimd.MultiplyAdd(TSimd.Broadcast(a3[row2]), x, c5);
            a += stepA; a3 += stepA; b += stepB;
        }
        TSimd.Store(c0, c); TSimd.Store(c1, c + rowC); TSimd.Store(c2, c + 2 * rowC);
        TSimd.Store(c3, c + 3 * rowC); TSimd.Store(c4, c + 4 * rowC); TSimd.Store(c5, c + 5 * rowC);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneNarrow<TSimd, TVector>(float* a, nint stepA, float* b, nint stepB, int depth, float* c, bool accumulate)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        TVector c0 = accumulate ? TSimd.Load(c) : TSimd.Zero;
        for (int k = 0; k < depth; k++)
        {
            c0 = TSimd.MultiplyAdd(TSimd.Broadcast(*a), TSimd.Load(b), c0);
            a += stepA; b += stepB;
        }
        TSimd.Store(c0, c);
    }
}
