using System.Runtime.CompilerServices;

namespace RandWire.Engine.Kernels;

internal static unsafe partial class MatrixTiles
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TwelveByTwo<TSimd, TVector>(MatrixRows* rest)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        do
        {
            byte* fetched = rest->Fetch(out nint fetchStep);
            TVector c00 = TSimd.Zero;
            TVector c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00, c40 = c00, c41 = c00, c50 = c00;
            TVector c51 = c00, c60 = c00, c61 = c00, c70 = c00, c71 = c00, c80 = c00, c81 = c00, c90 = c00, c91 = c00, ca0 = c00;
            TVector ca1 = c00, cb0 = c00, cb1 = c00;
            int rows = rest->Rows;
            if (rest->Start is not null)
            {
                float* start = rest->Start;
                nint startRow = rest->StartRow, startNext = rest->StartNext;
                Load<TSimd, TVector>(start, startNext, out c00, out c01);
                if (rows > 1) Load<TSimd, TVector>(start += startRow, startNext, out c10, out c11);
                if (rows > 2) Load<TSimd, TVector>(start += startRow, startNext, out c20, out c21);
                if (rows > 3) Load<TSimd, TVector>(start += startRow, startNext, out c30, out c31);
                if (rows > 4) Load<TSimd, TVector>(start += startRow, startNext, out c40, out c41);
                if (rows > 5) Load<TSimd, TVector>(start += startRow, startNext, out c50, out c51);
                if (rows > 6) Load<TSimd, TVector>(start += startRow, startNext, out c60, out c61);
                if (rows > 7) Load<TSimd, TVector>(start += startRow, startNext, out c70, out c71);
                if (rows > 8) Load<TSimd, TVector>(start += startRow, startNext, out c80, out c81);
                if (rows > 9) Load<TSimd, TVector>(start += startRow, startNext, out c90, out c91);
                if (rows > 10) Load<TSimd, TVector>(start += startRow, startNext, out ca0, out ca1);
                if (rows > 11) Load<TSimd, TVector>(start += startRow, startNext, out cb0, out cb1);
            }
            float* a = rest->A, b = rest->B;
            nint rowA = rest->RowA, stepA = rest->StepA, nextB = rest->NextB, stepB = rest->StepB;
            float* a3 = a + 3 * rowA;
            float* a6 = a3 + 3 * rowA;
            float* a9 = a6 + 3 * rowA;
            for (int k = rest->Depth; k > 0; k--)
            {
                TSimd.Fetch(fetched);
                TSimd.Fetch(fetched + 64);
                fetched += fetchStep;
                TVector x0 = TSimd.Load(b), x1 = TSimd.Load(b + nextB);
                TVector y = TSimd.Broadcast(*a);
                c00 = TSimd.MultiplyAdd(y, x0, c00); c01 = TSimd.MultiplyAdd(y, x1, c01);
                y = TSimd.Broadcast(a[rowA]);
                c10 = TSimd.MultiplyAdd(y, x0, c10); c11 = TSimd.MultiplyAdd(y, x1, c11);
                y = TSimd.Broadcast(a[2 * rowA]);
                c20 = TSimd.MultiplyAdd(y, x0, c20); c21 = TSimd.MultiplyAdd(y, x1, c21);
                y = TSimd.Broadcast(*a3);
                c30 = TSimd.MultiplyAdd(y, x0, c30); c31 = TSimd.MultiplyAdd(y, x1, c31);
                y = TSimd.Broadcast(a3[rowA]);
                c40 = TSimd.MultiplyAdd(y, x0, c40); c41 = TSimd.MultiplyAdd(y, x1, c41);
                y = TSimd.Broadcast(a3[2 * rowA]);
                c50 = TSimd.MultiplyAdd(y, x0, c50); c51 = TSimd.MultiplyAdd(y, x1, c51);
                y = TSimd.Broadcast(*a6);
                c60 = TSimd.MultiplyAdd(y, x0, c60); c61 = TSimd.MultiplyAdd(y, x1, c61);
                y = TSimd.Broadcast(a6[rowA]);
                c70 = TSimd.MultiplyAdd(y, x0, c70); c71 = TSimd.MultiplyAdd(y, x1, c71);
                y = TSimd.Broadcast(a6[2 * rowA]);
                c80 = TSimd.MultiplyAdd(y, x0, c80); c81 = TSimd.MultiplyAdd(y, x1, c81);
                y = TSimd.Broadcast(*a9);
                c90 = TSimd.MultiplyAdd(y, x0, c90); c91 = TSimd.MultiplyAdd(y, x1, c91);
                y = TSimd.Broadcast(a9[rowA]);
                ca0 = TSimd.MultiplyAdd(y, x0, ca0); ca1 = TSimd.MultiplyAdd(y, x1, ca1);
                y = TSimd.Broadcast(a9[2 * rowA]);
                cb0 = TSimd.MultiplyAdd(y, x0, cb0); cb1 = TSimd.MultiplyAdd(y, x1, cb1);
                a += stepA; a3 += stepA; a6 += stepA; a9 += stepA; b += stepB;
            }
            float* c = rest->C;
            nint rowC = rest->RowC, nextC = rest->NextC;
            if (rows < 12)
            {
                Store<TSimd, TVector>(c, nextC, c00, c01);
                if (rows == 1) return;
                Store<TSimd, TVector>(c += rowC, nextC, c10, c11);
                if (rows == 2) return;
                Store<TSimd, TVector>(c += rowC, nextC, c20, c21);
                if (rows == 3) return;
                Store<TSimd, TVector>(c += rowC, nextC, c30, c31);
                if (rows == 4) return;
                Store<TSimd, TVector>(c += rowC, nextC, c40, c41);
                if (rows == 5) return;
                Store<TSimd, TVector>(c += rowC, nextC, c50, c51);
                if (rows == 6) return;
                Store<TSimd, TVector>(c += rowC, nextC, c60, c61);
                if (rows == 7) return;
                Store<TSimd, TVector>(c += rowC, nextC, c70, c71);
                if (rows == 8) return;
                Store<TSimd, TVector>(c += rowC, nextC, c80, c81);
                if (rows == 9) return;
                Store<TSimd, TVector>(c += rowC, nextC, c90, c91);
                if (rows == 10) return;
                Store<TSimd, TVector>(c += rowC, nextC, ca0, ca1);
                return;
            }
            Store<TSimd, TVector>(c, nextC, c00, c01);
            Store<TSimd, TVector>(c += rowC, nextC, c10, c11);
            Store<TSimd, TVector>(c += rowC, nextC, c20, c21);
            Store<TSimd, TVector>(c += rowC, nextC, c30, c31);
            Store<TSimd, TVector>(c += rowC, nextC, c40, c41);
            Store<TSimd, TVector>(c += rowC, nextC, c50, c51);
            Store<TSimd, TVector>(c += rowC, nextC, c60, c61);
            Store<TSimd, TVector>(c += rowC, nextC, c70, c71);
            Store<TSimd, TVector>(c += rowC, nextC, c80, c81);
            Store<TSimd, TVector>(c += rowC, nextC, c90, c91);
            Store<TSimd, TVector>(c += rowC, nextC, ca0, ca1);
            Store<TSimd, TVector>(c += rowC, nextC, cb0, cb1);
        }
        while (rest->Past(12));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TwelveByOne<TSimd, TVector>(MatrixRows* rest)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        do
        {
            byte* fetched = rest->Fetch(out nint fetchStep);
            TVector c00 = TSimd.Zero;
            TVector c10 = c00, c20 = c00, c30 = c00, c40 = c00, c50 = c00, c60 = c00, c70 = c00, c80 = c00, c90 = c00, ca0 = c00;
            TVector cb0 = c00;
            int rows = rest->Rows;
            if (rest->Start is not null)
            {
                float* start = rest->Start;
                nint startRow = rest->StartRow, startNext = rest->StartNext;
                Load<TSimd, TVector>(start, startNext, out c00);
                if (rows > 1) Load<TSimd, TVector>(start += startRow, startNext, out c10);
                if (rows > 2) Load<TSimd, TVector>(start += startRow, startNext, out c20);
                if (rows > 3) Load<TSimd, TVector>(start += startRow, startNext, out c30);
                if (rows > 4) Load<TSimd, TVector>(start += startRow, startNext, out c40);
                if (rows > 5) Load<TSimd, TVector>(start += startRow, startNext, out c50);
                if (rows > 6) Load<TSimd, TVector>(start += startRow, startNext, out c60);
                if (rows > 7) Load<TSimd, TVector>(start += startRow, startNext, out c70);
                if (rows > 8) Load<TSimd, TVector>(start += startRow, startNext, out c80);
                if (rows > 9) Load<TSimd, TVector>(start += startRow, startNext, out c90);
                if (rows > 10) Load<TSimd, TVector>(start += startRow, startNext, out ca0);
                if (rows > 11) Load<TSimd, TVector>(start += startRow, startNext, out cb0);
            }
            float* a = rest->A, b = rest->B;
            nint rowA = rest->RowA, stepA = rest->StepA, nextB = rest->NextB, stepB = rest->StepB;
            float* a3 = a + 3 * rowA;
            float* a6 = a3 + 3 * rowA;
            float* a9 = a6 + 3 * rowA;
            for (int k = rest->Depth; k > 0; k--)
            {
                TSimd.Fetch(fetched);
                TSimd.Fetch(fetched + 64);
                fetched += fetchStep;
                TVector x0 = TSimd.Load(b);
                c00 = TSimd.MultiplyAdd(TSimd.Broadcast(*a), x0, c00);
                c10 = TSimd.MultiplyAdd(TSimd.Broadcast(a[rowA]), x0, c10);
                c20 = TSimd.MultiplyAdd(TSimd.Broadcast(a[2 * rowA]), x0, c20);
                c30 = TSimd.MultiplyAdd(TSimd.Broadcast(*a3), x0, c30);
                c40 = TSimd.MultiplyAdd(TSimd.Broadcast(a3[rowA]), x0, c40);
                c50 = TSimd.MultiplyAdd(TSimd.Broadcast(a3[2 * rowA]), x0, c50);
                c60 = TSimd.MultiplyAdd(TSimd.Broadcast(*a6), x0, c60);
                c70 = TSimd.MultiplyAdd(TSimd.Broadcast(a6[rowA]), x0, c70);
                c80 = TSimd.MultiplyAdd(TSimd.Broadcast(a6[2 * rowA]), x0, c80);
                c90 = TSimd.MultiplyAdd(TSimd.Broadcast(*a9), x0, c90);
                ca0 = TSimd.MultiplyAdd(TSimd.Broadcast(a9[rowA]), x0, ca0);
                cb0 = TSimd.MultiplyAdd(TSimd.Broadcast(a9[2 * rowA]), x0, cb0);
                a += stepA; a3 += stepA; a6 += stepA; a9 += stepA; b += stepB;
            }
            float* c = rest->C;
            nint rowC = rest->RowC, nextC = rest->NextC;
            if (rows < 12)
            {
                Store<TSimd, TVector>(c, nextC, c00);
                if (rows == 1) return;
                Store<TSimd, TVector>(c += rowC, nextC, c10);
                if (rows == 2) return;
                Store<TSimd, TVector>(c += rowC, nextC, c20);
                if (rows == 3) return;
                Store<TSimd, TVector>(c += rowC, nextC, c30);
                if (rows == 4) return;
                Store<TSimd, TVector>(c += rowC, nextC, c40);
                if (rows == 5) return;
                Store<TSimd, TVector>(c += rowC, nextC, c50);
                if (rows == 6) return;
                Store<TSimd, TVector>(c += rowC, nextC, c60);
                if (rows == 7) return;
                Store<TSimd, TVector>(c += rowC, nextC, c70);
                if (rows == 8) return;
                Store<TSimd, TVector>(c += rowC, nextC, c80);
                if (rows == 9) return;
                Store<TSimd, TVector>(c += rowC, nextC, c90);
                if (rows == 10) return;
                Store<TSimd, TVector>(c += rowC, nextC, ca0);
                return;
            }
            Store<TSimd, TVector>(c, nextC, c00);
            Store<TSimd, TVector>(c += rowC, nextC, c10);
            Store<TSimd, TVector>(c += rowC, nextC, c20);
            Store<TSimd, TVector>(c += rowC, nextC, c30);
            Store<TSimd, TVector>(c += rowC, nextC, c40);
            Store<TSimd, TVector>(c += rowC, nextC, c50);
            Store<TSimd, TVector>(c += rowC, nextC, c60);
            Store<TSimd, TVector>(c += rowC, nextC, c70);
            Store<TSimd, TVector>(c += rowC, nextC, c80);
            Store<TSimd, TVector>(c += rowC, nextC, c90);
            Store<TSimd, TVector>(c += rowC, nextC, ca0);
            Store<TSimd, TVector>(c += rowC, nextC, cb0);
        }
        while (rest->Past(12));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SixByTwo<TSimd, TVector>(MatrixRows* rest)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        do
        {
            byte* fetched = rest->Fetch(out nint fetchStep);
            TVector c00 = TSimd.Zero;
            TVector c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00, c40 = c00, c41 = c00, c50 = c00;
            TVector c51 = c00;
            int rows = rest->Rows;
            if (rest->Start is not null)
            {
                float* start = rest->Start;
                nint startRow = rest->StartRow, startNext = rest->StartNext;
                Load<TSimd, TVector>(start, startNext, out c00, out c01);
                if (rows > 1) Load<TSimd, TVector>(start += startRow, startNext, out c10, out c11);
                if (rows > 2) Load<TSimd, TVector>(start += startRow, startNext, out c20, out c21);
                if (rows > 3) Load<TSimd, TVector>(start += startRow, startNext, out c30, out c31);
                if (rows > 4) Load<TSimd, TVector>(start += startRow, startNext, out c40, out c41);
                if (rows > 5) Load<TSimd, TVector>(start += startRow, startNext, out c50, out c51);
            }
            float* a = rest->A, b = rest->B;
            nint rowA = rest->RowA, stepA = rest->StepA, nextB = rest->NextB, stepB = rest->StepB;
            float* a3 = a + 3 * rowA;
            for (int k = rest->Depth; k > 0; k--)
            {
                TSimd.Fetch(fetched);
                TSimd.Fetch(fetched + 64);
                fetched += fetchStep;
                TVector x0 = TSimd.Load(b), x1 = TSimd.Load(b + nextB);
                TVector y = TSimd.Broadcast(*a);
                c00 = TSimd.MultiplyAdd(y, x0, c00); c01 = TSimd.MultiplyAdd(y, x1, c01);
                y = TSimd.Broadcast(a[rowA]);
                c10 = TSimd.MultiplyAdd(y, x0, c10); c11 = TSimd.MultiplyAdd(y, x1, c11);
                y = TSimd.Broadcast(a[2 * rowA]);
                c20 = TSimd.MultiplyAdd(y, x0, c20); c21 = TSimd.MultiplyAdd(y, x1, c21);
                y = TSimd.Broadcast(*a3);
                c30 = TSimd.MultiplyAdd(y, x0, c30); c31 = TSimd.MultiplyAdd(y, x1, c31);
                y = TSimd.Broadcast(a3[rowA]);
                c40 = TSimd.MultiplyAdd(y, x0, c40); c41 = TSimd.MultiplyAdd(y, x1, c41);
                y = TSimd.Broadcast(a3[2 * rowA]);
                c50 = TSimd.MultiplyAdd(y, x0, c50); c51 = TSimd.MultiplyAdd(y, x1, c51);
                a += stepA; a3 += stepA; b += stepB;
            }
            float* c = rest->C;
            nint rowC = rest->RowC, nextC = rest->NextC;
            if (rows < 6)
            {
                Store<TSimd, TVector>(c, nextC, c00, c01);
                if (rows == 1) return;
                Store<TSimd, TVector>(c += rowC, nextC, c10, c11);
                if (rows == 2) return;
                Store<TSimd, TVector>(c += rowC, nextC, c20, c21);
                if (rows == 3) return;
                Store<TSimd, TVector>(c += rowC, nextC, c30, c31);
                if (rows == 4) return;
                Store<TSimd, TVector>(c += rowC, nextC, c40, c41);
                return;
            }
            Store<TSimd, TVector>(c, nextC, c00, c01);
            Store<TSimd, TVector>(c += rowC, nextC, c10, c11);
            Store<TSimd, TVector>(c += rowC, nextC, c20, c21);
            Store<TSimd, TVector>(c += rowC, nextC, c30, c31);
            Store<TSimd, TVector>(c += rowC, nextC, c40, c41);
            Store<TSimd, TVector>(c += rowC, nextC, c50, c51);
        }
        while (rest->Past(6));
    }
}
