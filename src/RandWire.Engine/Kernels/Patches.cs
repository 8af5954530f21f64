using System.Runtime.CompilerServices;

namespace RandWire.Engine.Kernels;

/// <summary>Windows as rows of a matrix (im2col), so that a convolution becomes a matrix product; and the way back.</summary>
internal static unsafe class Patches
{
    /// <summary>patches[p, (ky · columns of the window + kx) · count + c] = x[top + ky · dilation, left + kx · dilation, first + c], 0 outside.</summary>
    /// <remarks>p runs over windows from..to, ky over rows fromRow..toRow. All of a pixel that is not a multiple of sixteen floats is copied by whole vectors, each over
    /// what the one before wrote too much: up to a vector past the image is read, and up to a vector past the last patch is written.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gather<TSimd, TVector>(
        float* x, in WindowGrid grid, int first, int count, int fromRow, int toRow, int from, int to, float* patches)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        int channels = grid.Channels, columns = grid.WindowWidth, width = grid.Width;
        // Taps of a row lie side by side where a whole pixel is taken.
        bool together = count == channels && grid.Dilation == 1;
        int oy = from / grid.OutWidth, ox = from % grid.OutWidth;
        for (int p = from; p < to; p++)
        {
            int top = oy * grid.Stride - grid.Above, left = ox * grid.ColumnStride - grid.Left;
            for (int ky = fromRow; ky < toRow; ky++, patches += columns * (nint)count)
            {
                int iy = top + ky * grid.Dilation;
                if ((uint)iy >= (uint)grid.Height)
                {
                    Clear<TSimd, TVector>(patches, columns * count);
                    continue;
                }
                float* row = x + (nint)iy * width * channels + first;
                if (together)
                {
                    int begin = Math.Max(0, -left), end = Math.Min(columns, width - left);
                    if (begin > 0) Clear<TSimd, TVector>(patches, Math.Min(begin, columns) * count);
                    if (end > begin) Copy<TSimd, TVector>(row + (nint)(left + begin) * channels, patches + begin * (nint)count, (end - begin) * count);
                    if (end < columns) Clear<TSimd, TVector>(patches + Math.Max(0, end) * (nint)count, (columns - Math.Max(0, end)) * count);
                    continue;
                }
                for (int kx = 0; kx < columns; kx++)
                {
                    int ix = left + kx * grid.Dilation;
                    float* patch = patches + kx * (nint)count;
                    if ((uint)ix < (uint)width) Copy<TSimd, TVector>(row + (nint)ix * channels, patch, count);
                    else Clear<TSimd, TVector>(patch, count);
                }
            }
            if (++ox == grid.OutWidth) (ox, oy) = (0, oy + 1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy<TSimd, TVector>(float* from, float* to, int length) where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        for (int i = 0; i < length; i += TSimd.Width) TSimd.Store(TSimd.Load(from + i), to + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Clear<TSimd, TVector>(float* to, int length) where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        for (int i = 0; i < length; i += TSimd.Width) TSimd.Store(TSimd.Zero, to + i);
    }

    /// <summary>windows[x, 3·channels·ky + i] = tile[ky, x·stride·channels + i]: the 3x3 windows of one output row, out of a padded tile.</summary>
    /// <remarks>For a few channels: rows of a window are copied by whole vectors, each over what the one before wrote too much, so a vector past the tile's three
    /// rows is read and a vector past the last window is written.</remarks>
    public static void GatherTileRow<TSimd, TVector>(float* tile, nint tileRow, int outWidth, int channels, int stride, float* windows)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        int row = 3 * channels;
        for (int x = 0; x < outWidth; x++, tile += stride * channels)
        {
            for (int ky = 0; ky < 3; ky++, windows += row)
            {
                float* from = tile + ky * tileRow;
                for (int i = 0; i < row; i += TSimd.Width) TSimd.Store(TSimd.Load(from + i), windows + i);
            }
        }
    }

    /// <summary>x[...] += patches[...]: the transpose of <see cref="Gather"/>, in the order of p, so within one image and one run of channels one thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scatter<TSimd, TVector>(float* patches, in WindowGrid grid, int first, int count, int from, int to, float* x)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        int channels = grid.Channels, columns = grid.WindowWidth;
        int oy = from / grid.OutWidth, ox = from % grid.OutWidth;
        for (int p = from; p < to; p++, patches += grid.Taps * (nint)count)
        {
            (int fromY, int toY) = grid.RowsInside(oy);
            (int fromX, int toX) = grid.ColumnsInside(ox);
            int top = oy * grid.Stride - grid.Above, left = ox * grid.ColumnStride - grid.Left;
            for (int ky = fromY; ky < toY; ky++)
            {
                float* row = x + (nint)(top + ky * grid.Dilation) * grid.Width * channels + first;
                for (int kx = fromX; kx < toX; kx++)
                {
                    float* at = row + (nint)(left + kx * grid.Dilation) * channels;
                    float* patch = patches + (ky * columns + kx) * (nint)count;
                    for (int c = 0; c < count; c += TSimd.Width) TSimd.Store(TSimd.Add(TSimd.Load(at + c), TSimd.Load(patch + c)), at + c);
                }
            }
            if (++ox == grid.OutWidth) (ox, oy) = (0, oy + 1);
        }
    }
}
