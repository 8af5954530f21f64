using RandWire.Engine;
using RandWire.Engine.Functions;

namespace RandWire.Tests.Engine.Reference;

/// <summary>Positions under a window that lie inside the image, in row order.</summary>
internal static class ReferenceWindow
{
    private static readonly Dictionary<(int, int, int, int, Window, Padding), (int Row, int Column, int Tap)[]> Cache = [];

    /// <summary>Rows, columns and positions in the window that output pixel (row, column) reads from an image of this shape.</summary>
    public static (int Row, int Column, int Tap)[] Inside(TensorShape shape, int row, int column, Window window, Padding padding)
    {
        lock (Cache)
        {
            (int, int, int, int, Window, Padding) key = (shape.Height, shape.Width, row, column, window, padding);
            if (!Cache.TryGetValue(key, out (int Row, int Column, int Tap)[]? taps)) Cache[key] = taps = [.. Taps(shape, row, column, window, padding)];
            return taps;
        }
    }

    private static IEnumerable<(int Row, int Column, int Tap)> Taps(TensorShape shape, int row, int column, Window window, Padding padding)
    {
        int above = padding == Padding.Same ? (window.Height - 1) / 2 * window.Dilation : 0, left = padding == Padding.Same ? (window.Width - 1) / 2 * window.Dilation : 0;
        for (int tap = 0; tap < window.Height * window.Width; tap++)
        {
            int r = row * (window.Along == StrideAxes.Columns ? 1 : window.Stride) + tap / window.Width * window.Dilation - above, c = column * (window.Along == StrideAxes.Rows ? 1 : window.Stride) + tap % window.Width * window.Dilation - left;
            if (r >= 0 && r < shape.Height && c >= 0 && c < shape.Width) yield return (r, c, tap);
        }
    }
}
