using System.Runtime.CompilerServices;

namespace RandWire.Engine.Kernels;

/// <summary>Pooling of one row of windows; and its gradient, added into one image. Taps outside of the image do not count.</summary>
internal static unsafe class Pooling
{
    /// <summary>y[x, c] = the largest element or the mean of a window, rows of the window first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Row<TSimd, TVector>(float* x, in WindowGrid grid, int row, bool average, float* y)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        int channels = grid.Channels;
        (int fromY, int toY) = grid.RowsInside(row);
        nint nextRow = (nint)grid.Dilation * grid.Width * channels, next = (nint)grid.Dilation * channels;
        for (int ox = 0; ox < grid.OutWidth; ox++, y += channels)
        {
            (int fromX, int toX) = grid.ColumnsInside(ox);
            float* first = x + ((nint)(grid.Top(row) + fromY * grid.Dilation) * grid.Width + ox * grid.Stride - grid.Left + fromX * grid.Dilation) * channels;
            int rows = toY - fromY, columns = toX - fromX;
            TVector share = TSimd.Broadcast(1f / (rows * columns));
            for (int c = 0; c < channels; c += TSimd.Width)
            {
                TVector value = average ? TSimd.Zero : TSimd.Load(first + c);
                float* line = first + c;
                for (int ky = 0; ky < rows; ky++, line += nextRow)
                {
                    float* at = line;
                    for (int kx = 0; kx < columns; kx++, at += next)
                    {
                        TVector v = TSimd.Load(at);
                        value = average ? TSimd.Add(value, v) : TSimd.Larger(value, v);
                    }
                }
                TSimd.Store(average ? TSimd.Multiply(value, share) : value, y + c);
            }
        }
    }

    /// <summary>gx += the gradient of one image, for channels first..first + count; the first maximum of a window, in row order, takes all of its gradient.</summary>
    /// <remarks>A window's gradient is carried along its taps: the first that holds the bits of the maximum takes it, and nothing is carried on. So lanes need no addresses of
    /// their own. The maximum is the first of equals, so of 0 and -0 it has the bits of the one that came first.
    /// Work: two loads, two selections, an addition and a store a tap.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gradient<TSimd, TVector>(float* x, float* g, in WindowGrid grid, int first, int count, bool average, float* gradX)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        int channels = grid.Channels;
        nint nextRow = (nint)grid.Dilation * grid.Width * channels, next = (nint)grid.Dilation * channels;
        for (int oy = 0; oy < grid.OutHeight; oy++)
        {
            (int fromY, int toY) = grid.RowsInside(oy);
            for (int ox = 0; ox < grid.OutWidth; ox++, g += channels)
            {
                (int fromX, int toX) = grid.ColumnsInside(ox);
                nint window = ((nint)(grid.Top(oy) + fromY * grid.Dilation) * grid.Width + ox * grid.Stride - grid.Left + fromX * grid.Dilation) * channels;
                int rows = toY - fromY, columns = toX - fromX;
                TVector share = TSimd.Broadcast(1f / (rows * columns));
                for (int c = first; c < first + count; c += TSimd.Width)
                {
                    TVector gradient = TSimd.Load(g + c);
                    if (average) AddMean<TSimd, TVector>(gradient, share, gradX + window + c, rows, columns, nextRow, next);
                    else AddMaximum<TSimd, TVector>(x + window + c, gradient, gradX + window + c, rows, columns, nextRow, next);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddMean<TSimd, TVector>(TVector gradient, TVector share, float* gradX, int rows, int columns, nint nextRow, nint next)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        for (int ky = 0; ky < rows; ky++, gradX += nextRow)
        {
            float* to = gradX;
            for (int kx = 0; kx < columns; kx++, to += next) TSimd.Store(TSimd.MultiplyAdd(gradient, share, TSimd.Load(to)), to);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddMaximum<TSimd, TVector>(float* x, TVector gradient, float* gradX, int rows, int columns, nint nextRow, nint next)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        TVector largest = TSimd.Load(x);
        float* line = x;
        for (int ky = 0; ky < rows; ky++, line += nextRow)
        {
            float* at = line;
            for (int kx = 0; kx < columns; kx++, at += next) largest = TSimd.Larger(largest, TSimd.Load(at));
        }
        for (int ky = 0; ky < rows; ky++, x += nextRow, gradX += nextRow)
        {
            float* at = x, to = gradX;
            for (int kx = 0; kx < columns; kx++, at += next, to += next)
            {
                TVector value = TSimd.Load(at), taken = TSimd.Same(value, largest, gradient, TSimd.Zero);
                gradient = TSimd.Same(value, largest, TSimd.Zero, gradient);
                TSimd.Store(TSimd.Add(TSimd.Load(to), taken), to);
            }
        }
    }
}
