using System.Numerics;

namespace RandWire.Training.Data.NearDuplicates;

/// <summary>128 signs of brightness differences between neighbors on a grid of 9x9 cells: the difference hash in both directions.</summary>
/// <remarks>Blind to brightness and contrast; a shift by a quarter of a cell changes few signs, and those mostly of weak differences, which
/// <see cref="StrongSigns"/> leaves out. A relative of the hashes compared by Zauner, "Implementation and benchmarking of perceptual image
/// hash functions" (2010).</remarks>
/// <param name="Across">Signs of differences between left and right neighbors, in all rows but the middle one.</param>
/// <param name="Down">Signs of differences between upper and lower neighbors, in all columns but the middle one.</param>
internal readonly record struct GradientHash(ulong Across, ulong Down)
{
    /// <summary>Number of signs.</summary>
    public const int Signs = 128;

    /// <summary>Number of signs that <see cref="StrongSigns"/> marks.</summary>
    public const int Strong = 88;

    private const int Cells = 9;

    /// <summary>The hash of a window.</summary>
    public static GradientHash Of(SummedArea area, in PhotoWindow window)
    {
        Span<double> differences = stackalloc double[Signs];
        Differences(area, window, differences);
        return new GradientHash(Bits(differences[..64], 0), Bits(differences[64..], 0));
    }

    /// <summary>Marks the signs of a window that come from its largest differences.</summary>
    public static GradientHash StrongSigns(SummedArea area, in PhotoWindow window)
    {
        Span<double> differences = stackalloc double[Signs], sorted = stackalloc double[Signs];
        Differences(area, window, differences);
        for (int i = 0; i < Signs; i++) differences[i] = Math.Abs(differences[i]);
        differences.CopyTo(sorted);
        sorted.Sort();
        double limit = sorted[Signs - Strong - 1];
        return new GradientHash(Bits(differences[..64], limit), Bits(differences[64..], limit));
    }

    /// <summary>Number of marked signs that differ.</summary>
    public int Distance(GradientHash other, GradientHash mask) =>
        BitOperations.PopCount((Across ^ other.Across) & mask.Across) + BitOperations.PopCount((Down ^ other.Down) & mask.Down);

    private static void Differences(SummedArea area, in PhotoWindow window, Span<double> differences)
    {
        Span<double> cells = stackalloc double[Cells * Cells];
        area.Cells(window, Cells, cells);
        int at = 0;
        for (int i = 0; i < Cells; i++)
        {
            if (i == Cells / 2) continue;
            for (int k = 0; k < Cells - 1; k++)
            {
                differences[at] = cells[i * Cells + k + 1] - cells[i * Cells + k];
                differences[64 + at++] = cells[(k + 1) * Cells + i] - cells[k * Cells + i];
            }
        }
    }

    private static ulong Bits(ReadOnlySpan<double> values, double limit)
    {
        ulong bits = 0;
        foreach (double value in values) bits = bits << 1 | (value > limit ? 1UL : 0);
        return bits;
    }
}
