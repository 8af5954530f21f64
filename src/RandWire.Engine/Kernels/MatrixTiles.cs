using System.Runtime.CompilerServices;

namespace RandWire.Engine.Kernels;

/// <summary>Register tiles of the matrix product: so many rows by so many vectors of accumulators, one fused multiply-add a term, depth ascending. Each goes through all
/// rows that it is given.</summary>
/// <remarks>
/// Of the last rows only those that are left are started and stored, but all of a tile are read: a must be readable that far. Tiles with twenty-four accumulators and
/// more want 32 registers, the others 16. Written out because C# has no constant type parameters; <see cref="MatrixProduct"/> chooses.
/// A partial class by width: this file has three vectors and more, <c>.Narrow</c> one and two.
/// </remarks>
internal static unsafe partial class MatrixTiles
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FiveByFive<TSimd, TVector>(MatrixRows* rest)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        do
        {
            byte* fetched = rest->Fetch(out nint fetchStep);
            TVector c00 = TSimd.Zero;
            TVector c01 = c00, c02 = c00, c03 = c00, c04 = c00, c10 = c00, c11 = c00, c12 = c00, c13 = c00, c14 = c00, c20 = c00;
            TVector c21 = c00, c22 = c00, c23 = c00, c24 = c00, c30 = c00, c31 = c00, c32 = c00, c33 = c00, c34 = c00, c40 = c00;
            TVector c41 = c00, c42 = c00, c43 = c00, c44 = c00;
            int rows = rest->Rows;
            if (rest->Start is not null)
            {
                float* start = rest->Start;
                nint startRow = rest->StartRow, startNext = rest->StartNext;
                Load<TSimd, TVector>(start, startNext, out c00, out c01, out c02, out c03, out c04);
                if (rows > 1) Load<TSimd, TVector>(start += startRow, startNext, out c10, out c11, out c12, out c13, out c14);
                if (rows > 2) Load<TSimd, TVector>(start += startRow, startNext, out c20, out c21, out c22, out c23, out c24);
                if (rows > 3) Load<TSimd, TVector>(start += startRow, startNext, out c30, out c31, out c32, out c33, out c34);
                if (rows > 4) Load<TSimd, TVector>(start += startRow, startNext, out c40, out c41, out c42, out c43, out c44);
            }
            float* a = rest->A, b = rest->B;
            nint rowA = rest->RowA, stepA = rest->StepA, nextB = rest->NextB, stepB = rest->StepB;
            float* a3 = a + 3 * rowA;
            float* b3 = b + 3 * nextB;
            for (int k = rest->Depth; k > 0; k--)
            {
                TSimd.Fetch(fetched);
                TSimd.Fetch(fetched + 64);
                fetched += fetchStep;
                TVector x0 = TSimd.Load(b), x1 = TSimd.Load(b + nextB), x2 = TSimd.Load(b + 2 * nextB), x3 = TSimd.Load(b3), x4 = TSimd.Load(b3 + nextB);
                TVector y = TSimd.Broadcast(*a);
                c00 = TSimd.MultiplyAdd(y, x0, c00); c01 = TSimd.MultiplyAdd(y, x1, c01); c02 = TSimd.MultiplyAdd(y, x2, c02);
                c03 = TSimd.MultiplyAdd(y, x3, c03); c04 = TSimd.MultiplyAdd(y, x4, c04);
                y = TSimd.Broadcast(a[rowA]);
                c10 = TSimd.MultiplyAdd(y, x0, c10); c11 = TSimd.MultiplyAdd(y, x1, c11); c12 = TSimd.MultiplyAdd(y, x2, c12);
                c13 = TSimd.MultiplyAdd(y, x3, c13); c14 = TSimd.MultiplyAdd(y, x4, c14);
                y = TSimd.Broadcast(a[2 * rowA]);
                c20 = TSimd.MultiplyAdd(y, x0, c20); c21 = TSimd.MultiplyAdd(y, x1, c21); c22 = TSimd.MultiplyAdd(y, x2, c22);
                c23 = TSimd.MultiplyAdd(y, x3, c23); c24 = TSimd.MultiplyAdd(y, x4, c24);
                y = TSimd.Broadcast(*a3);
                c30 = TSimd.MultiplyAdd(y, x0, c30); c31 = TSimd.MultiplyAdd(y, x1, c31); c32 = TSimd.MultiplyAdd(y, x2, c32);
                c33 = TSimd.MultiplyAdd(y, x3, c33); c34 = TSimd.MultiplyAdd(y, x4, c34);
                y = TSimd.Broadcast(a3[rowA]);
                c40 = TSimd.MultiplyAdd(y, x0, c40); c41 = TSimd.MultiplyAdd(y, x1, c41); c42 = TSimd.MultiplyAdd(y, x2, c42);
                c43 = TSimd.MultiplyAdd(y, x3, c43); c44 = TSimd.MultiplyAdd(y, x4, c44);
                a += stepA; a3 += stepA; b += stepB; b3 += stepB;
            }
            float* c = rest->C;
            nint rowC = rest->RowC, nextC = rest->NextC;
            if (rows < 5)
            {
                Store<TSimd, TVector>(c, nextC, c00, c01, c02, c03, c04);
                if (rows == 1) return;
                Store<TSimd, TVector>(c += rowC, nextC, c10, c11, c12, c13, c14);
                if (rows == 2) return;
                Store<TSimd, TVector>(c += rowC, nextC, c20, c21, c22, c23, c24);
                if (rows == 3) return;
                Store<TSimd, TVector>(c += rowC, nextC, c30, c31, c32, c33, c34);
                return;
            }
            Store<TSimd, TVector>(c, nextC, c00, c01, c02, c03, c04);
            Store<TSimd, TVector>(c += rowC, nextC, c10, c11, c12, c13, c14);
            Store<TSimd, TVector>(c += rowC, nextC, c20, c21, c22, c23, c24);
            Store<TSimd, TVector>(c += rowC, nextC, c30, c31, c32, c33, c34);
            Store<TSimd, TVector>(c += rowC, nextC, c40, c41, c42, c43, c44);
        }
        while (rest->Past(5));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SixByFour<TSimd, TVector>(MatrixRows* rest)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        do
        {
            byte* fetched = rest->Fetch(out nint fetchStep);
            TVector c00 = TSimd.Zero;
            TVector c01 = c00, c02 = c00, c03 = c00, c10 = c00, c11 = c00, c12 = c00, c13 = c00, c20 = c00, c21 = c00, c22 = c00;
            TVector c23 = c00, c30 = c00, c31 = c00, c32 = c00, c33 = c00, c40 = c00, c41 = c00, c42 = c00, c43 = c00, c50 = c00;
            TVector c51 = c00, c52 = c00, c53 = c00;
            int rows = rest->Rows;
            if (rest->Start is not null)
            {
                float* start = rest->Start;
                nint startRow = rest->StartRow, startNext = rest->StartNext;
                Load<TSimd, TVector>(start, startNext, out c00, out c01, out c02, out c03);
                if (rows > 1) Load<TSimd, TVector>(start += startRow, startNext, out c10, out c11, out c12, out c13);
                if (rows > 2) Load<TSimd, TVector>(start += startRow, startNext, out c20, out c21, out c22, out c23);
                if (rows > 3) Load<TSimd, TVector>(start += startRow, startNext, out c30, out c31, out c32, out c33);
                if (rows > 4) Load<TSimd, TVector>(start += startRow, startNext, out c40, out c41, out c42, out c43);
                if (rows > 5) Load<TSimd, TVector>(start += startRow, startNext, out c50, out c51, out c52, out c53);
            }
            float* a = rest->A, b = rest->B;
            nint rowA = rest->RowA, stepA = rest->StepA, nextB = rest->NextB, stepB = rest->StepB;
            float* a3 = a + 3 * rowA;
            float* b3 = b + 3 * nextB;
            for (int k = rest->Depth; k > 0; k--)
            {
                TSimd.Fetch(fetched);
                TSimd.Fetch(fetched + 64);
                fetched += fetchStep;
                TVector x0 = TSimd.Load(b), x1 = TSimd.Load(b + nextB), x2 = TSimd.Load(b + 2 * nextB), x3 = TSimd.Load(b3);
                TVector y = TSimd.Broadcast(*a);
                c00 = TSimd.MultiplyAdd(y, x0, c00); c01 = TSimd.MultiplyAdd(y, x1, c01); c02 = TSimd.MultiplyAdd(y, x2, c02);
                c03 = TSimd.MultiplyAdd(y, x3, c03);
                y = TSimd.Broadcast(a[rowA]);
                c10 = TSimd.MultiplyAdd(y, x0, c10); c11 = TSimd.MultiplyAdd(y, x1, c11); c12 = TSimd.MultiplyAdd(y, x2, c12);
                c13 = TSimd.MultiplyAdd(y, x3, c13);
                y = TSimd.Broadcast(a[2 * rowA]);
                c20 = TSimd.MultiplyAdd(y, x0, c20); c21 = TSimd.MultiplyAdd(y, x1, c21); c22 = TSimd.MultiplyAdd(y, x2, c22);
                c23 = TSimd.MultiplyAdd(y, x3, c23);
                y = TSimd.Broadcast(*a3);
                c30 = TSimd.MultiplyAdd(y, x0, c30); c31 = TSimd.MultiplyAdd(y, x1, c31); c32 = TSimd.MultiplyAdd(y, x2, c32);
                c33 = TSimd.MultiplyAdd(y, x3, c33);
                y = TSimd.Broadcast(a3[rowA]);
                c40 = TSimd.MultiplyAdd(y, x0, c40); c41 = TSimd.MultiplyAdd(y, x1, c41); c42 = TSimd.MultiplyAdd(y, x2, c42);
                c43 = TSimd.MultiplyAdd(y, x3, c43);
                y = TSimd.Broadcast(a3[2 * rowA]);
                c50 = TSimd.MultiplyAdd(y, x0, c50); c51 = TSimd.MultiplyAdd(y, x1, c51); c52 = TSimd.MultiplyAdd(y, x2, c52);
                c53 = TSimd.MultiplyAdd(y, x3, c53);
                a += stepA; a3 += stepA; b += stepB; b3 += stepB;
            }
            float* c = rest->C;
            nint rowC = rest->RowC, nextC = rest->NextC;
            if (rows < 6)
            {
                Store<TSimd, TVector>(c, nextC, c00, c01, c02, c03);
                if (rows == 1) return;
                Store<TSimd, TVector>(c += rowC, nextC, c10, c11, c12, c13);
                if (rows == 2) return;
                Store<TSimd, TVector>(c += rowC, nextC, c20, c21, c22, c23);
                if (rows == 3) return;
                Store<TSimd, TVector>(c += rowC, nextC, c30, c31, c32, c33);
                if (rows == 4) return;
                Store<TSimd, TVector>(c += rowC, nextC, c40, c41, c42, c43);
                return;
            }
            Store<TSimd, TVector>(c, nextC, c00, c01, c02, c03);
            Store<TSimd, TVector>(c += rowC, nextC, c10, c11, c12, c13);
            Store<TSimd, TVector>(c += rowC, nextC, c20, c21, c22, c23);
            Store<TSimd, TVector>(c += rowC, nextC, c30, c31, c32, c33);
            Store<TSimd, TVector>(c += rowC, nextC, c40, c41, c42, c43);
            Store<TSimd, TVector>(c += rowC, nextC, c50, c51, c52, c53);
        }
        while (rest->Past(6));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void EightByThree<TSimd, TVector>(MatrixRows* rest)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        do
        {
            byte* fetched = rest->Fetch(out nint fetchStep);
            TVector c00 = TSimd.Zero;
            TVector c01 = c00, c02 = c00, c10 = c00, c11 = c00, c12 = c00, c20 = c00, c21 = c00, c22 = c00, c30 = c00, c31 = c00;
            TVector c32 = c00, c40 = c00, c41 = c00, c42 = c00, c50 = c00, c51 = c00, c52 = c00, c60 = c00, c61 = c00, c62 = c00;
            TVector c70 = c00, c71 = c00, c72 = c00;
            int rows = rest->Rows;
            if (rest->Start is not null)
            {
                float* start = rest->Start;
                nint startRow = rest->StartRow, startNext = rest->StartNext;
                Load<TSimd, TVector>(start, startNext, out c00, out c01, out c02);
                if (rows > 1) Load<TSimd, TVector>(start += startRow, startNext, out c10, out c11, out c12);
                if (rows > 2) Load<TSimd, TVector>(start += startRow, startNext, out c20, out c21, out c22);
                if (rows > 3) Load<TSimd, TVector>(start += startRow, startNext, out c30, out c31, out c32);
                if (rows > 4) Load<TSimd, TVector>(start += startRow, startNext, out c40, out c41, out c42);
                if (rows > 5) Load<TSimd, TVector>(start += startRow, startNext, out c50, out c51, out c52);
                if (rows > 6) Load<TSimd, TVector>(start += startRow, startNext, out c60, out c61, out c62);
                if (rows > 7) Load<TSimd, TVector>(start += startRow, startNext, out c70, out c71, out c72);
            }
            float* a = rest->A, b = rest->B;
            nint rowA = rest->RowA, stepA = rest->StepA, nextB = rest->NextB, stepB = rest->StepB;
            float* a3 = a + 3 * rowA;
            float* a6 = a3 + 3 * rowA;
            for (int k = rest->Depth; k > 0; k--)
            {
                TSimd.Fetch(fetched);
                TSimd.Fetch(fetched + 64);
                fetched += fetchStep;
                TVector x0 = TSimd.Load(b), x1 = TSimd.Load(b + nextB), x2 = TSimd.Load(b + 2 * nextB);
                TVector y = TSimd.Broadcast(*a);
                c00 = TSimd.MultiplyAdd(y, x0, c00); c01 = TSimd.MultiplyAdd(y, x1, c01); c02 = TSimd.MultiplyAdd(y, x2, c02);
                y = TSimd.Broadcast(a[rowA]);
                c10 = TSimd.MultiplyAdd(y, x0, c10); c11 = TSimd.MultiplyAdd(y, x1, c11); c12 = TSimd.MultiplyAdd(y, x2, c12);
                y = TSimd.Broadcast(a[2 * rowA]);
                c20 = TSimd.MultiplyAdd(y, x0, c20); c21 = TSimd.MultiplyAdd(y, x1, c21); c22 = TSimd.MultiplyAdd(y, x2, c22);
                y = TSimd.Broadcast(*a3);
                c30 = TSimd.MultiplyAdd(y, x0, c30); c31 = TSimd.MultiplyAdd(y, x1, c31); c32 = TSimd.MultiplyAdd(y, x2, c32);
                y = TSimd.Broadcast(a3[rowA]);
                c40 = TSimd.MultiplyAdd(y, x0, c40); c41 = TSimd.MultiplyAdd(y, x1, c41); c42 = TSimd.MultiplyAdd(y, x2, c42);
                y = TSimd.Broadcast(a3[2 * rowA]);
                c50 = TSimd.MultiplyAdd(y, x0, c50); c51 = TSimd.MultiplyAdd(y, x1, c51); c52 = TSimd.MultiplyAdd(y, x2, c52);
                y = TSimd.Broadcast(*a6);
                c60 = TSimd.MultiplyAdd(y, x0, c60); c61 = TSimd.MultiplyAdd(y, x1, c61); c62 = TSimd.MultiplyAdd(y, x2, c62);
                y = TSimd.Broadcast(a6[rowA]);
                c70 = TSimd.MultiplyAdd(y, x0, c70); c71 = TSimd.MultiplyAdd(y, x1, c71); c72 = TSimd.MultiplyAdd(y, x2, c72);
                a += stepA; a3 += stepA; a6 += stepA; b += stepB;
            }
            float* c = rest->C;
            nint rowC = rest->RowC, nextC = rest->NextC;
            if (rows < 8)
            {
                Store<TSimd, TVector>(c, nextC, c00, c01, c02);
                if (rows == 1) return;
                Store<TSimd, TVector>(c += rowC, nextC, c10, c11, c12);
                if (rows == 2) return;
                Store<TSimd, TVector>(c += rowC, nextC, c20, c21, c22);
                if (rows == 3) return;
                Store<TSimd, TVector>(c += rowC, nextC, c30, c31, c32);
                if (rows == 4) return;
                Store<TSimd, TVector>(c += rowC, nextC, c40, c41, c42);
                if (rows == 5) return;
                Store<TSimd, TVector>(c += rowC, nextC, c50, c51, c52);
                if (rows == 6) return;
                Store<TSimd, TVector>(c += rowC, nextC, c60, c61, c62);
                return;
            }
            Store<TSimd, TVector>(c, nextC, c00, c01, c02);
            Store<TSimd, TVector>(c += rowC, nextC, c10, c11, c12);
            Store<TSimd, TVector>(c += rowC, nextC, c20, c21, c22);
            Store<TSimd, TVector>(c += rowC, nextC, c30, c31, c32);
            Store<TSimd, TVector>(c += rowC, nextC, c40, c41, c42);
            Store<TSimd, TVector>(c += rowC, nextC, c50, c51, c52);
            Store<TSimd, TVector>(c += rowC, nextC, c60, c61, c62);
            Store<TSimd, TVector>(c += rowC, nextC, c70, c71, c72);
        }
        while (rest->Past(8));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load<TSimd, TVector>(float* from, nint next, out TVector v0, out TVector v1, out TVector v2, out TVector v3, out TVector v4)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        v0 = TSimd.Load(from);
        v1 = TSimd.Load(from + next);
        v2 = TSimd.Load(from + 2 * next);
        v3 = TSimd.Load(from + 3 * next);
        v4 = TSimd.Load(from + 4 * next);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TSimd, TVector>(float* to, nint next, TVector v0, TVector v1, TVector v2, TVector v3, TVector v4)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        TSimd.Store(v0, to);
        TSimd.Store(v1, to + next);
        TSimd.Store(v2, to + 2 * next);
        TSimd.Store(v3, to + 3 * next);
        TSimd.Store(v4, to + 4 * next);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load<TSimd, TVector>(float* from, nint next, out TVector v0, out TVector v1, out TVector v2, out TVector v3)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        v0 = TSimd.Load(from);
        v1 = TSimd.Load(from + next);
        v2 = TSimd.Load(from + 2 * next);
        v3 = TSimd.Load(from + 3 * next);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TSimd, TVector>(float* to, nint next, TVector v0, TVector v1, TVector v2, TVector v3)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        TSimd.Store(v0, to);
        TSimd.Store(v1, to + next);
        TSimd.Store(v2, to + 2 * next);
        TSimd.Store(v3, to + 3 * next);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load<TSimd, TVector>(float* from, nint next, out TVector v0, out TVector v1, out TVector v2)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        v0 = TSimd.Load(from);
        v1 = TSimd.Load(from + next);
        v2 = TSimd.Load(from + 2 * next);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TSimd, TVector>(float* to, nint next, TVector v0, TVector v1, TVector v2)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        TSimd.Store(v0, to);
        TSimd.Store(v1, to + next);
        TSimd.Store(v2, to + 2 * next);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load<TSimd, TVector>(float* from, nint next, out TVector v0, out TVector v1)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        v0 = TSimd.Load(from);
        v1 = TSimd.Load(from + next);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TSimd, TVector>(float* to, nint next, TVector v0, TVector v1)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        TSimd.Store(v0, to);
        TSimd.Store(v1, to + next);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load<TSimd, TVector>(float* from, nint next, out TVector v0)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        v0 = TSimd.Load(from);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TSimd, TVector>(float* to, nint next, TVector v0)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        TSimd.Store(v0, to);
    }
}
