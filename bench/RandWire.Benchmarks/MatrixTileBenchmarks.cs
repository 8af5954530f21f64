using RandWire.Engine;

namespace RandWire.Benchmarks;

/// <summary>1 to 8 vectors of columns in tiles of 1 to 5, the rest in one tile: which of them the product should take (the table in docs/kernels.md).</summary>
/// <remarks>A call with no more than five vectors takes one tile, so a call for every tile is what the product would do if it chose so. At the default
/// width alone: only 512-bit vectors have this choice.</remarks>
public class MatrixTileBenchmarks : KernelBenchmark
{
    private const int MostVectors = 8, WidestTile = 5;

    /// <inheritdoc/>
    public override IEnumerable<SimdLevel> Levels => [Executor.DefaultSimd];

    /// <inheritdoc/>
    public override IEnumerable<KernelCase> Cases =>
        from depth in MatrixProductBenchmarks.Depths
        from vectors in Enumerable.Range(1, MostVectors)
        from tile in Enumerable.Range(1, Math.Min(vectors, WidestTile))
        select Of(vectors, tile, depth);

    private static KernelCase Of(int vectors, int tile, int depth)
    {
        int[] tiles = [.. Enumerable.Repeat(tile, vectors / tile), .. vectors % tile > 0 ? (int[])[vectors % tile] : []];
        return MatrixProductBenchmarks.OfPixels(
            $"columns {vectors}x16 as {string.Join('+', tiles)}", MatrixProductBenchmarks.EvenRows, depth, [.. tiles.Select(some => 16 * some)]);
    }
}
