namespace RandWire.Engine.Kernels;

/// <summary>c[m, n] (+)= sum over pixels p of x[p, m] g[p, n]: the weight gradient of a matrix product, p ascending.</summary>
/// <remarks>x is [pixels, rowX], g is [pixels, rowG], c is in weight panels: element (m, n) at c[(n / 16)·panelC + m·16 + n % 16].
/// Both factors are repacked block by block, because rows whose stride is a power of two would fight for the same few sets of the cache:
/// x into tiles of six ([tile][pixel][6]), g into panels of sixteen ([pixel][16]). Scratch: <see cref="ScratchFloats"/>.</remarks>
internal static unsafe class WeightGradient
{
    /// <summary>Rows of the gradient (input channels) that one range takes: eight tiles of six.</summary>
    public const int RowBlock = 48;

    private const int PixelBlock = MatrixProduct.DepthBlock;

    /// <summary>Floats of scratch that a call needs; the slack takes the overlapping stores of the packing.</summary>
    public const int ScratchFloats = (RowBlock + 16) * PixelBlock + 64 + 16 * PixelBlock;

    public static void Run<TSimd, TVector>(
        float* x, nint rowX, float* g, nint rowG, int pixels, int rows, int columns, float* c, nint panelC, float* scratch, bool accumulate)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        float* packedX = scratch, packedG = scratch + (RowBlock + 16) * PixelBlock + 64;
        for (int from = 0; from < pixels; from += PixelBlock)
        {
            int block = Math.Min(PixelBlock, pixels - from);
            PackRows(x + from * rowX, rowX, block, rows, packedX);
            for (int panel = 0; panel < columns / 16; panel++)
            {
                PackPanel<TSimd, TVector>(g + from * rowG + panel * 16, rowG, block, packedG);
                float* target = c + panel * panelC;
                int m = 0;
                for (; m + 6 <= rows; m += 6)
                {
                    MatrixProduct.Run<TSimd, TVector>(packedX + m / 6 * 6 * (nint)block, 1, 6, packedG, 16 * block, 16, 6, 16, block,
                        target + m * 16, 16, accumulate || from > 0);
                }
                if (m < rows)
                {
                    MatrixProduct.Run<TSimd, TVector>(packedX + m / 6 * 6 * (nint)block, 1, 6, packedG, 16 * block, 16, rows - m, 16, block,
                        target + m * 16, 16, accumulate || from > 0);
                }
            }
        }
    }

    private static void PackRows(float* x, nint rowX, int pixels, int rows, float* packed)
    {
        int m = 0;
        for (; m + 6 <= rows; m += 6)
        {
            float* from = x + m, to = packed + m * (nint)pixels;
            for (int p = 0; p < pixels; p++, from += rowX, to += 6)
            {
                *(ulong*)to = *(ulong*)from;
                *(ulong*)(to + 2) = *(ulong*)(from + 2);
                *(ulong*)(to + 4) = *(ulong*)(from + 4);
            }
        }
        if (m == rows) return;
        float* last = packed + m * (nint)pixels;
        for (int p = 0; p < pixels; p++, last += 6)
            for (int i = 0; i < rows - m; i++) last[i] = x[p * rowX + m + i];
    }

    private static void PackPanel<TSimd, TVector>(float* g, nint rowG, int pixels, float* packed)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        for (int p = 0; p < pixels; p++, g += rowG, packed += 16)
            for (int i = 0; i < 16; i += TSimd.Width) TSimd.Store(TSimd.Load(g + i), packed + i);
    }
}
