using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>Forward pass of a fused node, tile by tile; batch statistics of the tile are taken while its output is still in cache.</summary>
internal sealed class FusedNodeForward(FusedNode node, int batch, ArenaBuffer? moments, FoldedWeights? foldedWeights)
    : Step(node.Name,
        [.. node.Inputs.Buffers, node.Y.Buffer, .. moments is null ? Array.Empty<ArenaBuffer>() : [moments], .. foldedWeights?.Buffers ?? []])
{
    // A tile's aggregated rows and its depthwise rows should stay in a second-level cache beside the weights.
    private const int TileFloats = 65536;

    // Inference on few images divides them further, so that threads have something to share; statistics need larger tiles.
    private const int RangesWanted = 8;
    private const int LeastPixels = 14;

    private readonly int _rowBlock = RowBlock(node, batch, foldedWeights is not null);

    private int BlocksOfImage => Blocks(node.Y.Height, _rowBlock);

    public override int ScratchFloats => checked(
        node.Inputs.FoldedFloats + node.RowsUnder(_rowBlock) * node.TileRowX + _rowBlock * node.RowT + MatrixProduct.MostRows * node.Stride * node.X.Channels);

    public override int Ranges(int count) => count * BlocksOfImage;

    public override void Bind(StepContext context) => node.Inputs.Bind(context);

    /// <summary>Chunks of the statistics.</summary>
    public static PixelChunks Chunks(FusedNode node, int batch) => new(node.Y.Pixels, RowBlock(node, batch, false) * node.Y.Width, true);

    public override void Run(StepContext context, int range, Floats scratch)
    {
        TensorBuffer y = node.Y;
        int image = range / BlocksOfImage, from = range % BlocksOfImage * _rowBlock, rows = Math.Min(_rowBlock, y.Height - from);
        Floats folded = scratch, tile = folded.Plus(node.Inputs.FoldedFloats), t = tile.Plus((long)node.RowsUnder(_rowBlock) * node.TileRowX);
        node.Inputs.Fold(context, folded);
        node.Aggregate(context, folded, image, node.FirstUnder(from), node.RowsUnder(rows), tile);

        Floats target = y.At(context).Plus(image * y.ImageFloats + (long)from * y.Width * y.Channels);
        if (foldedWeights is not null)
        {
            node.Convolve(context, tile, t, rows, foldedWeights.Weight(context), foldedWeights.Bias(context), target);
            return;
        }
        node.Convolve(context, tile, t, rows, context.Values.Plus(node.Weight), default, target);
        if (moments is not null) NormStatistics.Take(context, target, rows * y.Width, y.Channels, moments.At(context).Plus(2L * range * y.Channels));
    }

    // The whole image, or as many rows as fit beside their two rows of halo, in equal blocks.
    private static int RowBlock(FusedNode node, int batch, bool divides)
    {
        int height = node.Y.Height;
        int most = node.X.ImageFloats <= TileFloats ? height : Math.Clamp((TileFloats / node.RowX - 2) / node.Stride, 1, height);
        if (divides)
        {
            int fair = (int)Math.Max(1, (long)height * batch / RangesWanted), least = (LeastPixels + node.Y.Width - 1) / node.Y.Width;
            most = Math.Clamp(Math.Max(fair, least), 1, most);
        }
        return Blocks(height, Blocks(height, most));
    }
}
