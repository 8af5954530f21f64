namespace RandWire.Training.Data.NearDuplicates;

/// <summary>Sums of a grid over any rectangle in constant time, also with edges inside of cells (Crow, SIGGRAPH 1984).</summary>
internal sealed class SummedArea
{
    private readonly int _side;
    private readonly int[] _sums;

    /// <summary>A table for grids of <paramref name="side"/> x <paramref name="side"/> cells.</summary>
    public SummedArea(int side) => (_side, _sums) = (side, new int[(side + 1) * (side + 1)]);

    /// <summary>Takes a grid.</summary>
    /// <param name="grid">[side, side].</param>
    public void Load(ReadOnlySpan<byte> grid)
    {
        int stride = _side + 1;
        for (int y = 0; y < _side; y++)
        {
            int row = 0;
            for (int x = 0; x < _side; x++)
            {
                row += grid[y * _side + x];
                _sums[(y + 1) * stride + x + 1] = _sums[y * stride + x + 1] + row;
            }
        }
    }

    /// <summary>Sums of the equal cells that a window is cut into.</summary>
    /// <param name="window">In cells of the grid; what lies outside counts as nothing.</param>
    /// <param name="cells">Cells in each direction.</param>
    /// <param name="sums">[cells, cells].</param>
    public void Cells(in PhotoWindow window, int cells, Span<double> sums)
    {
        Span<int> columns = stackalloc int[cells + 1];
        Span<double> parts = stackalloc double[cells + 1];
        Span<double> above = stackalloc double[cells + 1], below = stackalloc double[cells + 1];
        for (int i = 0; i <= cells; i++) Split(window.Left + i * window.Width / cells, out columns[i], out parts[i]);
        for (int row = 0; row <= cells; row++)
        {
            Split(window.Top + row * window.Height / cells, out int y, out double part);
            ReadOnlySpan<int> upper = _sums.AsSpan(y * (_side + 1), _side + 1), lower = _sums.AsSpan((y + 1) * (_side + 1), _side + 1);
            for (int i = 0; i <= cells; i++)
            {
                int x = columns[i];
                double start = upper[x] + part * (lower[x] - upper[x]), end = upper[x + 1] + part * (lower[x + 1] - upper[x + 1]);
                below[i] = start + parts[i] * (end - start);
            }
            if (row > 0)
            {
                for (int i = 0; i < cells; i++) sums[(row - 1) * cells + i] = below[i + 1] - below[i] - above[i + 1] + above[i];
            }
            below.CopyTo(above);
        }
    }

    private void Split(double position, out int cell, out double part)
    {
        double inside = Math.Clamp(position, 0, _side);
        cell = Math.Min((int)inside, _side - 1);
        part = inside - cell;
    }
}
