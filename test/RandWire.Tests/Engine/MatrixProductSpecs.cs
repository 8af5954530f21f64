using RandWire.Engine;
using RandWire.Engine.Kernels;
using RandWire.Tests.Engine.Reference;
using Xunit;

namespace RandWire.Tests.Engine;

/// <summary>The matrix product beside plain loops with one fused multiply-add a term: the same bits, and not a float written elsewhere.</summary>
public sealed class MatrixProductSpecs
{
    private const float Untouched = -12345.678f;

    // Below, at and above the rows of every tile, and the groups of columns of every width.
    private static readonly int[] RowCounts = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 23, 24, 25, 40];

    private static readonly int[] ColumnCounts = [16, 32, 48, 64, 80, 96, 112, 128, 176];

    // The deepest are several blocks in the first-level cache.
    private static readonly int[] Depths = [1, 2, 27, 32, 78, 300];

    public static TheoryData<SimdLevel> AllLevels => [.. Levels.All];

    [Theory]
    [MemberData(nameof(AllLevels))]
    public void Pixels_by_packed_weights(SimdLevel level)
    {
        foreach (int columns in ColumnCounts)
        {
            foreach (int depth in Depths)
            {
                int stored = TensorShape.PadChannels(depth);
                Check(level, columns, depth, new Layout(stored, 1), new Layout(16 * stored, 16), rows => new Layout(columns, 16));
            }
        }
    }

    [Theory]
    [MemberData(nameof(AllLevels))]
    public void Channels_by_gradients_into_packed_weights(SimdLevel level)
    {
        foreach (int columns in ColumnCounts)
            foreach (int depth in Depths) Check(level, columns, depth, new Layout(1, 48), new Layout(16, columns), rows => new Layout(16, 16 * Math.Max(1, rows)));
    }

    [Theory]
    [MemberData(nameof(AllLevels))]
    public void What_is_asked_for_meanwhile_is_all_asked_for_and_changes_nothing(SimdLevel level)
    {
        const int Rows = 100, Columns = 96, Depth = 48;
        KernelTable kernels = KernelTable.For(level);
        using NativeFloats a = Random((Rows + MatrixProduct.MostRows) * Depth, 1), b = Random(Columns * Depth, 2), c = new(2 * Rows * Columns), next = new(5000);
        using NativeFloats list = new(Ahead.ListFloats);
        Ahead.Clear(list.Start);
        Ahead.Add(list.Start, next.Start, 3000);
        Ahead.Add(list.Start, next.Start.Plus(3001), 1999);
        Ahead.Spread(list.Start, kernels.MatrixTerms(Rows, Columns, Depth));
        kernels.MatrixProduct(a.Start, Depth, 1, b.Start, 16 * Depth, 16, Rows, Columns, Depth, default, c.Start, Columns, 16);
        kernels.MatrixProduct(a.Start, Depth, 1, b.Start, 16 * Depth, 16, Rows, Columns, Depth, default, c.Start.Plus(Rows * Columns), Columns, 16, list.Start);
        Assert.True(c.Span(0, Rows * Columns).SequenceEqual(c.Span(Rows * Columns, Rows * Columns)));
        // Past the last of its two runs.
        Assert.Equal(2, BitConverter.SingleToInt32Bits(list.Span(0, 1)[0]));
    }

    private static void Check(SimdLevel level, int columns, int depth, Layout ofA, Layout ofB, Func<int, Layout> layoutOfC)
    {
        int most = RowCounts[^1] + MatrixProduct.MostRows;
        using NativeFloats a = Random((int)(most * ofA.Row + depth * ofA.Step), 1), b = Random((int)(columns / 16 * ofB.Row + depth * ofB.Step), 2), bias = Random(columns, 3);
        foreach (int rows in RowCounts)
        {
            Layout ofC = layoutOfC(rows);
            int floats = (int)(rows * ofC.Row + columns / 16 * ofC.Step) + 64;
            using NativeFloats c = new(floats);
            float[] expected = new float[floats];
            // From zero, from a bias, and from what is there.
            for (int kind = 0; kind < 3; kind++)
            {
                if (kind < 2) c.Span(0, floats).Fill(Untouched);
                c.Span(0, floats).CopyTo(expected);
                for (int m = 0; m < rows; m++)
                {
                    for (int n = 0; n < columns; n++)
                    {
                        ref float sum = ref expected[m * ofC.Row + n / 16 * ofC.Step + n % 16];
                        sum = kind switch { 0 => 0, 1 => bias.Span(n, 1)[0], _ => sum };
                        for (int k = 0; k < depth; k++)
                            sum = MathF.FusedMultiplyAdd(a.Span(m * ofA.Row + k * ofA.Step, 1)[0], b.Span(n / 16 * ofB.Row + k * ofB.Step + n % 16, 1)[0], sum);
                    }
                }
                MatrixProduct.Start start = kind switch
                {
                    0 => default,
                    1 => new MatrixProduct.Start(bias.Start.Address, 0, 16),
                    _ => new MatrixProduct.Start(c.Start.Address, (nint)ofC.Row, (nint)ofC.Step),
                };
                KernelTable.For(level).MatrixProduct(
                    a.Start, (nint)ofA.Row, (nint)ofA.Step, b.Start, (nint)ofB.Row, (nint)ofB.Step, rows, columns, depth, start, c.Start, (nint)ofC.Row, (nint)ofC.Step);
                Assert.True(c.Span(0, floats).SequenceEqual(expected), $"{rows}x{depth}x{columns}, start {kind}");
            }
        }
    }

    private static NativeFloats Random(int floats, int seed)
    {
        Random random = new(seed);
        NativeFloats values = new(floats);
        foreach (ref float value in values.Span(0, floats)) value = (float)(2 * random.NextDouble() - 1);
        return values;
    }

    /// <summary>Distances: of rows and terms in a, of panels and terms in b, of rows and panels in c.</summary>
    private readonly record struct Layout(long Row, long Step);
}
