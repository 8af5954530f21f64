using System.Buffers;
using System.Numerics;

namespace RandWire.Training.Data.NearDuplicates;

/// <summary>Means of an image over a grid of equal cells, exact to the pixel's part that lies in each cell.</summary>
/// <remarks>Integer arithmetic: the same on every machine. One pass over the pixels, rows first, so that nearly all of the work is adding rows
/// of bytes; a 12-megapixel color picture takes some 5 ms and no memory but two rows of sums.</remarks>
internal static class AreaGrid
{
    // Weights of rows and columns are in 1/256; a sum over rows is below 2^26 * 255 * 256 / width of the picture, so 64 bits hold all of it.
    private const int Unit = 256;

    /// <summary>Means of all cells, times 256.</summary>
    /// <param name="image">[H, W, C], each side at least <paramref name="side"/>.</param>
    /// <param name="side">Cells in each direction.</param>
    /// <param name="means">[side, side, C], 0 to 255 * 256.</param>
    public static void Means(in DecodedImage image, int side, Span<ushort> means)
    {
        int length = image.Width * image.Channels;
        uint[] sums = ArrayPool<uint>.Shared.Rent(length);
        ushort[] whole = ArrayPool<ushort>.Shared.Rent(length);
        try
        {
            Span<uint> row = sums.AsSpan(0, length);
            Span<ushort> wholeRows = whole.AsSpan(0, length);
            for (int y = 0; y < side; y++)
            {
                row.Clear();
                AddRows(image, y, side, row, wholeRows);
                Reduce(row, image.Width, image.Channels, side, image.Height, means.Slice(y * side * image.Channels, side * image.Channels));
            }
        }
        finally
        {
            ArrayPool<uint>.Shared.Return(sums);
            ArrayPool<ushort>.Shared.Return(whole);
        }
    }

    // Cell c of n over a length L covers [c L / n, (c + 1) L / n); edges are rounded to 1/256 of a pixel.
    private static long Edge(int cell, int cells, int length) => (long)cell * length * Unit / cells;

    // Rows that lie in the cell as a whole are added in 16 bits, which hold 256 of them: half the memory to pass over.
    private static void AddRows(in DecodedImage image, int cell, int cells, Span<uint> sums, Span<ushort> whole)
    {
        ReadOnlySpan<byte> pixels = image.Pixels.Span;
        long from = Edge(cell, cells, image.Height), to = Edge(cell + 1, cells, image.Height);
        int held = 0;
        for (long y = from / Unit; y * Unit < to; y++)
        {
            uint weight = (uint)(Math.Min(to, (y + 1) * Unit) - Math.Max(from, y * Unit));
            ReadOnlySpan<byte> row = pixels.Slice((int)y * sums.Length, sums.Length);
            if (weight < Unit)
            {
                AddRow(row, weight, sums);
                continue;
            }
            if (held == 0) whole.Clear();
            AddWholeRow(row, whole);
            if (++held < 256) continue;
            AddWholeRows(whole, sums);
            held = 0;
        }
        if (held > 0) AddWholeRows(whole, sums);
    }

    private static void AddWholeRow(ReadOnlySpan<byte> row, Span<ushort> whole)
    {
        int i = 0;
        for (; i <= row.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(row[i..]), out Vector<ushort> low, out Vector<ushort> high);
            (new Vector<ushort>(whole[i..]) + low).CopyTo(whole[i..]);
            (new Vector<ushort>(whole[(i + Vector<ushort>.Count)..]) + high).CopyTo(whole[(i + Vector<ushort>.Count)..]);
        }
        for (; i < row.Length; i++) whole[i] += row[i];
    }

    private static void AddWholeRows(ReadOnlySpan<ushort> whole, Span<uint> sums)
    {
        for (int i = 0; i < whole.Length; i++) sums[i] += (uint)whole[i] * Unit;
    }

    private static void AddRow(ReadOnlySpan<byte> row, uint weight, Span<uint> sums)
    {
        int i = 0;
        Vector<ushort> factor = new((ushort)weight);
        for (; i <= row.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(row[i..]), out Vector<ushort> low, out Vector<ushort> high);
            Add(low * factor, sums[i..]);
            Add(high * factor, sums[(i + Vector<ushort>.Count)..]);
        }
        for (; i < row.Length; i++) sums[i] += row[i] * weight;
    }

    private static void Add(Vector<ushort> values, Span<uint> sums)
    {
        Vector.Widen(values, out Vector<uint> low, out Vector<uint> high);
        (new Vector<uint>(sums) + low).CopyTo(sums);
        (new Vector<uint>(sums[Vector<uint>.Count..]) + high).CopyTo(sums[Vector<uint>.Count..]);
    }

    private static void Reduce(ReadOnlySpan<uint> sums, int width, int channels, int cells, int height, Span<ushort> means)
    {
        ulong area = (ulong)width * (ulong)height * Unit * Unit / ((ulong)cells * (ulong)cells);
        for (int x = 0; x < cells; x++)
        {
            long from = Edge(x, cells, width), to = Edge(x + 1, cells, width);
            for (int channel = 0; channel < channels; channel++)
            {
                ulong sum = 0;
                for (long pixel = from / Unit; pixel * Unit < to; pixel++)
                {
                    uint weight = (uint)(Math.Min(to, (pixel + 1) * Unit) - Math.Max(from, pixel * Unit));
                    sum += (ulong)sums[(int)pixel * channels + channel] * weight;
                }
                means[x * channels + channel] = (ushort)Math.Min(255 * Unit, sum * Unit / area);
            }
        }
    }
}
