namespace RandWire.Engine.Kernels;

/// <summary>c[m, n] = start[m, n] + sum over k of a[m, k] b[k, n], k ascending, one fused multiply-add a term.</summary>
/// <remarks>
/// a[m, k] lies at a[m·rowA + k·stepA]; b[k, n] at b[(n / 16)·panelB + k·stepB + n % 16]: packed weights have stepB = 16 and panelB = 16·depth,
/// plain rows have stepB = their stride and panelB = 16; c[m, n] at c[m·rowC + (n / 16)·panelC + n % 16] (rows: panelC = 16). Columns are a multiple
/// of 16. a is read up to <see cref="MostRows"/> - 1 rows past the last, whose sums are thrown away.
/// Work 2·M·N·K flop. Every element is summed in the order of k whatever the tile, so all widths give the same bits.
/// Blocking: a group of columns of b, as deep as fits a first-level cache, stays there while all rows of a pass by.
/// Oracle: test/RandWire.Tests/Engine (double loops).
/// </remarks>
internal static unsafe class MatrixProduct
{
    /// <summary>Rows of the tallest tile: how far past its end a may be read.</summary>
    public const int MostRows = 12;

    // Bytes of b that stay in the first-level cache (32 KiB or more everywhere) beside the rows of a that stream through.
    private const int ColumnGroupFloats = 28 * 1024 / sizeof(float);

    /// <summary>Where the sums start from.</summary>
    /// <param name="At">Row i, vector n at At[i·Row + (n / 16)·Panel + n % 16]; null for zero.</param>
    /// <param name="Row">Distance of rows: 0 for one bias a column.</param>
    /// <param name="Panel">Distance of sixteen columns.</param>
    public readonly record struct Start(nint At, nint Row, nint Panel);

    public static void Run<TSimd, TVector>(
        float* a, nint rowA, nint stepA, float* b, nint panelB, nint stepB, int rows, int columns, int depth, Start start, float* c, nint rowC, nint panelC,
        long* ahead = null)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        if (rows <= 0) return;
        Start goOn = new((nint)c, rowC, panelC);
        int width = TSimd.Width;
        for (int n = 0; n < columns;)
        {
            int vectors = Vectors<TSimd, TVector>(columns - n), blocks = DepthBlocks(depth, vectors * width), from = 0;
            for (int block = 1; block <= blocks; block++)
            {
                int to = (int)((long)depth * block / blocks);
                Start here = from > 0 ? goOn : start;
                MatrixRows all = new()
                {
                    A = a + from * stepA,
                    RowA = rowA,
                    StepA = stepA,
                    Depth = to - from,
                    Rows = rows,
                    Ahead = ahead,
                    B = Column(b, panelB, n) + from * stepB,
                    NextB = Next(panelB, width),
                    StepB = stepB,
                    Start = here.At == 0 ? null : Column((float*)here.At, here.Panel, n),
                    StartRow = here.Row,
                    StartNext = Next(here.Panel, width),
                    C = Column(c, panelC, n),
                    RowC = rowC,
                    NextC = Next(panelC, width),
                };
                Compute<TSimd, TVector>(&all, vectors);
                from = to;
            }
            n += vectors * width;
        }
    }

    private static float* Column(float* matrix, nint panel, int n) => matrix + n / 16 * panel + n % 16;

    // Within a panel of sixteen columns vectors follow each other; vectors of sixteen are one panel each.
    private static nint Next(nint panel, int width) => width == 16 ? panel : width;

    private static int DepthBlocks(int depth, int columns) => (depth * columns + ColumnGroupFloats - 1) / ColumnGroupFloats;

    /// <summary>Vectors of columns for the next tile, of so many columns that are left.</summary>
    /// <remarks>Measured with 512-bit vectors (docs/kernels.md): five vectors are fastest, and a tile of one or two is worth avoiding. Narrower vectors
    /// take a panel at most, so that no tile crosses from one panel to the next.</remarks>
    private static int Vectors<TSimd, TVector>(int columns) where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        int left = columns / TSimd.Width;
        if (!TSimd.HasManyRegisters) return Math.Min(2, left);
        return TSimd.Width < 16 ? Math.Min(left, Math.Min(4, 16 / TSimd.Width)) : left switch { 6 => 3, 7 or 8 => 4, _ => Math.Min(left, 5) };
    }

    // Rows of the tile that goes with so many vectors.
    private static int Rows<TSimd, TVector>(int vectors) where TSimd : struct, ISimd<TVector> where TVector : struct =>
        vectors switch { 5 => 5, 4 => 6, 3 => 8, 2 when !TSimd.HasManyRegisters => 6, _ => 12 };

    /// <summary>Terms of all tiles that a product of this shape takes: how often <see cref="Ahead"/> can ask for memory meanwhile.</summary>
    public static long Terms<TSimd, TVector>(int rows, int columns, int depth) where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        long terms = 0;
        for (int n = 0; n < columns;)
        {
            int vectors = Vectors<TSimd, TVector>(columns - n), tile = Rows<TSimd, TVector>(vectors);
            terms += (long)depth * ((rows + tile - 1) / tile);
            n += vectors * TSimd.Width;
        }
        return terms;
    }

    private static void Compute<TSimd, TVector>(MatrixRows* all, int vectors) where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        switch (vectors)
        {
            case 5:
                MatrixTiles.FiveByFive<TSimd, TVector>(all);
                break;
            case 4:
                MatrixTiles.SixByFour<TSimd, TVector>(all);
                break;
            case 3:
                MatrixTiles.EightByThree<TSimd, TVector>(all);
                break;
            case 2 when TSimd.HasManyRegisters:
                MatrixTiles.TwelveByTwo<TSimd, TVector>(all);
                break;
            case 2:
                MatrixTiles.SixByTwo<TSimd, TVector>(all);
                break;
            default:
                MatrixTiles.TwelveByOne<TSimd, TVector>(all);
                break;
        }
    }
}
