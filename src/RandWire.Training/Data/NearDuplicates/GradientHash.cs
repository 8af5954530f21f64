using System.Numerics;

namespace RandWire.Training.Data.NearDuplicates;

/// <summary>128 signs of brightness differences between neighbors on a grid of 9x9 cells: the difference hash in both directions.</summary>
/// <remarks>Blind to brightness and contrast, and a shift by a quarter of a cell changes few signs. A relative of the hashes compared by
/// Zauner, "Implementation and benchmarking of perceptual image hash functions" (2010).</remarks>
/// <param name="Across">Signs of differences between left and right neighbors, in all rows but the middle one.</param>
/// <param name="Down">Signs of differences between upper and lower neighbors, in all columns but the middle one.</param>
internal readonly record struct GradientHash(ulong Across, ulong Down)
{
    private const int Cells = 9;

    /// <summary>The hash of a window.</summary>
    public static GradientHash Of(SummedArea area, in PhotoWindow window)
    {
        Span<double> cells = stackalloc double[Cells * Cells];
        area.Cells(window, Cells, cells);
        ulong across = 0, down = 0;
        for (int i = 0; i < Cells; i++)
        {
            if (i == Cells / 2) continue;
            for (int k = 0; k < Cells - 1; k++)
            {
                across = across << 1 | (cells[i * Cells + k] < cells[i * Cells + k + 1] ? 1UL : 0);
                down = down << 1 | (cells[k * Cells + i] < cells[(k + 1) * Cells + i] ? 1UL : 0);
            }
        }
        return new GradientHash(across, down);
    }

    /// <summary>Number of signs that differ, 0 to 128.</summary>
    public int Distance(GradientHash other) => BitOperations.PopCount(Across ^ other.Across) + BitOperations.PopCount(Down ^ other.Down);
}
