using RandWire.Engine;

namespace RandWire.Tests.Engine.Reference;

/// <summary>Positions under a window that lie inside the image, in row order.</summary>
internal static class ReferenceWindow
{
    private static readonly Dictionary<(int, int, int, int, int, int), (int Row, int Column, int Tap)[]> Cache = [];

    /// <summary>Rows, columns and positions in the kernel that output pixel (row, column) reads from an image of this shape.</summary>
    public static (int Row, int Column, int Tap)[] Inside(TensorShape shape, int row, int column, int kernel, int stride)
    {
        lock (Cache)
        {
            (int, int, int, int, int, int) key = (shape.Height, shape.Width, row, column, kernel, stride);
            if (!Cache.TryGetValue(key, out (int Row, int Column, int Tap)[]? taps)) Cache[key] = taps = [.. Taps(shape, row, column, kernel, stride)];
            return taps;
        }
    }

    private static IEnumerable<(int Row, int Column, int Tap)> Taps(TensorShape shape, int row, int column, int kernel, int stride)
    {
        int padding = kernel / 2;
        for (int tap = 0; tap < kernel * kernel; tap++)
        {
            int r = row * stride + tap / kernel - padding, c = column * stride + tap % kernel - padding;
            if (r >= 0 && r < shape.Height && c >= 0 && c < shape.Width) yield return (r, c, tap);
        }
    }
}
