namespace RandWire.Training.Data.NearDuplicates;

/// <summary>The eight ways to lay a square grid over another: bit 0 exchanges left and right, bit 1 top and bottom, bit 2 rows and columns
/// (first).</summary>
internal static class Orientation
{
    /// <summary>As it is.</summary>
    public const int Upright = 0;

    /// <summary>Left and right exchanged.</summary>
    public const int Mirrored = 1;

    /// <summary>Number of orientations.</summary>
    public const int Count = 8;

    /// <summary>A square grid in another orientation.</summary>
    /// <param name="grid">[side, side].</param>
    /// <param name="side">Cells in each direction.</param>
    /// <param name="orientation">0 to 7.</param>
    /// <param name="turned">[side, side].</param>
    public static void Turn(ReadOnlySpan<byte> grid, int side, int orientation, Span<byte> turned)
    {
        for (int y = 0; y < side; y++)
        {
            for (int x = 0; x < side; x++)
            {
                int column = (orientation & 1) == 0 ? x : side - 1 - x, row = (orientation & 2) == 0 ? y : side - 1 - y;
                turned[y * side + x] = (orientation & 4) == 0 ? grid[row * side + column] : grid[column * side + row];
            }
        }
    }

    /// <summary>Means over square blocks of a grid in another orientation.</summary>
    /// <param name="grid">[side, side].</param>
    /// <param name="side">Cells of the grid in each direction.</param>
    /// <param name="orientation">0 to 7.</param>
    /// <param name="cells">Cells of the result in each direction, a divisor of <paramref name="side"/>.</param>
    /// <param name="means">[cells, cells].</param>
    public static void Reduce(ReadOnlySpan<byte> grid, int side, int orientation, int cells, Span<double> means)
    {
        int ratio = side / cells;
        Span<int> sums = stackalloc int[cells];
        for (int y = 0; y < cells; y++)
        {
            sums.Clear();
            for (int row = y * ratio; row < (y + 1) * ratio; row++)
            {
                for (int x = 0; x < side; x++) sums[x / ratio] += grid[row * side + x];
            }
            int turnedY = (orientation & 2) == 0 ? y : cells - 1 - y;
            for (int x = 0; x < cells; x++)
            {
                double mean = (double)sums[x] / (ratio * ratio);
                // Turn reads [column, row] after both were mirrored, so here the mirrored places are those of the result.
                int at = (orientation & 4) == 0
                    ? turnedY * cells + ((orientation & 1) == 0 ? x : cells - 1 - x)
                    : ((orientation & 2) == 0 ? x : cells - 1 - x) * cells + ((orientation & 1) == 0 ? y : cells - 1 - y);
                means[at] = mean;
            }
        }
    }
}
