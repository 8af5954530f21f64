namespace RandWire.Training.Data.NearDuplicates;

/// <summary>The cells of a square grid that two pictures share: columns and rows, the ends not included.</summary>
internal readonly record struct CellRange(int Left, int Right, int Top, int Bottom)
{
    /// <summary>Number of cells.</summary>
    public int Count => Math.Max(0, Right - Left) * Math.Max(0, Bottom - Top);

    /// <summary>The cells of a window cut into <paramref name="cells"/> x <paramref name="cells"/> that lie on the picture.</summary>
    public static CellRange Of(in PhotoWindow window, int cells)
    {
        (int left, int right) = Inside(window.Left, window.Width, cells);
        (int top, int bottom) = Inside(window.Top, window.Height, cells);
        return new CellRange(left, right, top, bottom);
    }

    // A twentieth of a cell may be missing.
    private static (int First, int End) Inside(double start, double length, int cells)
    {
        const double Slack = 0.05;
        int first = (int)Math.Ceiling(Math.Max(0, -start / length * cells - Slack));
        int end = (int)Math.Floor(Math.Min(cells, (PhotoSketch.Side - start) / length * cells + Slack));
        return (first, end);
    }
}
