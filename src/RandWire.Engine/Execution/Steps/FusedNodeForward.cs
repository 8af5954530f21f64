using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>Forward pass of a fused node, block of rows by block of rows; batch statistics of a block are taken while its output is still in cache.</summary>
/// <param name="node">The node.</param>
/// <param name="batch">Most images.</param>
/// <param name="moments">Where statistics go; null at inference.</param>
/// <param name="foldedWeights">Weights with the normalization in them; null in training.</param>
/// <param name="packedWeights">Weights as the product reads them, where that is not how they are stored.</param>
/// <param name="team">At inference, threads among which few images are divided: nothing is summed across blocks, so they may differ from team to team.</param>
internal sealed class FusedNodeForward(
    FusedNode node, int batch, ArenaBuffer? moments, FoldedWeights? foldedWeights, ArenaBuffer? packedWeights, int team = 1)
    : Step(node.Name,
        [.. node.Inputs.Buffers, node.Y.Buffer, .. ((ArenaBuffer?[])[moments, packedWeights]).OfType<ArenaBuffer>(), .. foldedWeights?.Buffers ?? []])
{
    // A block's aggregated rows, depthwise rows and output, and the next block's inputs, should stay in a second-level cache beside the weights.
    private const int BlockFloats = 24 * 1024;

    // A range is worth some images where there are many: neighboring blocks share rows.
    private const int RangesOfManyImages = 32;

    // With fewer pixels than this a thread, it is columns that are divided: every thread then reads its own part of the weights, and all of the inputs.
    private const int LeastPixels = 64;

    private readonly bool _dividesImages = foldedWeights is not null && batch < 2 * team;
    private readonly int _columnBlock = ColumnBlock(node, batch, foldedWeights is null ? 1 : team);
    private readonly int _rowBlock = RowBlock(node, batch, foldedWeights is null ? 1 : team);

    private int BlocksOfImage => Blocks(node.Y.Height, _rowBlock);

    private int BlocksOfRange => _dividesImages ? 1 : BlocksOfImage * Math.Max(1, batch / RangesOfManyImages);

    private int ColumnBlocks => Blocks(node.Y.Channels, _columnBlock);

    public override int ScratchFloats => checked(
        Ahead.ListFloats + node.Inputs.FoldedFloats + node.TileFloats(_rowBlock) + (node.Gathers ? 1 : _rowBlock) * node.RowT
        + MatrixProduct.MostRows * Math.Max(node.Stride * node.X.Channels, node.PixelT));

    public override bool WalksImages => true;

    public override int Ranges(int count) => Blocks((long)count * BlocksOfImage, BlocksOfRange) * ColumnBlocks;

    public override void Bind(StepContext context) => node.Inputs.Bind(context);

    /// <summary>Chunks of the statistics.</summary>
    public static PixelChunks Chunks(FusedNode node, int batch) => new(node.Y.Pixels, RowBlock(node, batch, 1) * node.Y.Width, true);

    public override void Run(StepContext context, int range, Floats scratch)
    {
        Floats ahead = scratch, folded = ahead.Plus(Ahead.ListFloats), tile = folded.Plus(node.Inputs.FoldedFloats);
        Floats t = tile.Plus(node.TileFloats(_rowBlock));
        int column = range % ColumnBlocks * _columnBlock, rowRange = range / ColumnBlocks;
        int first = rowRange * BlocksOfRange, last = Math.Min(first + BlocksOfRange, context.Count * BlocksOfImage) - 1;
        node.Inputs.Fold(context, folded);
        for (int block = first; block <= last; block++)
        {
            (int image, int from, int rows) = Rows(block);
            node.AggregateBlock(context, folded, image, from, rows, block > first && from > 0 ? _rowBlock : 0, tile);
            ListAhead(context, ahead, block < last ? block + 1 : FirstOfNext(context, range), block < last, rows, range);
            Convolve(context, tile, t, block, column, ahead);
        }
    }

    private void Convolve(StepContext context, Floats tile, Floats t, int block, int column, Floats ahead)
    {
        (int image, int from, int rows) = Rows(block);
        TensorBuffer y = node.Y;
        Floats target = y.At(context).Plus(image * y.ImageFloats + (long)from * y.Width * y.Channels);
        if (foldedWeights is not null)
        {
            node.Convolve(
                context, tile, t, rows, foldedWeights.Weight(context).Plus((long)column * node.Depth), Math.Min(_columnBlock, y.Channels - column),
                foldedWeights.Bias(context, column), target.Plus(column), ahead);
            return;
        }
        node.Convolve(context, tile, t, rows, packedWeights?.At(context) ?? context.Values.Plus(node.Weight), y.Channels, default, target, ahead);
        if (moments is not null) NormStatistics.Take(context, target, rows * y.Width, y.Channels, moments.At(context).Plus(2L * block * y.Channels));
    }

    public override void ListConstants(StepContext context, Floats list, int range)
    {
        if (foldedWeights is null) return;
        int column = range % ColumnBlocks * _columnBlock;
        Ahead.Add(list, foldedWeights.Weight(context).Plus((long)column * node.Depth), (long)Math.Min(_columnBlock, node.Y.Channels - column) * node.Depth);
    }

    // First block of the range that comes next, or -1.
    private int FirstOfNext(StepContext context, int range)
    {
        int next = LikelyNext(range, Ranges(context.Count), context.Members);
        return next < 0 ? -1 : next / ColumnBlocks * BlocksOfRange;
    }

    // What the next block will read comes while this one's product computes.
    private void ListAhead(StepContext context, Floats ahead, int next, bool follows, int rowsNow, int range)
    {
        Ahead.Clear(ahead);
        if (next >= 0)
        {
            (int image, int from, int rows) = Rows(next);
            node.ListAhead(ahead, image, from, rows, follows && from > 0);
        }
        // Few images use the weights so few times that fetching them shows.
        else if (_dividesImages) Next?.ListConstants(context, ahead, range);
        Ahead.Spread(ahead, node.Terms(context, rowsNow));
    }

    private (int Image, int From, int Rows) Rows(int block)
    {
        int from = block % BlocksOfImage * _rowBlock;
        return (block / BlocksOfImage, from, Math.Min(_rowBlock, node.Y.Height - from));
    }

    // As many rows as fit, in equal blocks; where threads outnumber images, as many blocks as threads, or a multiple of them.
    private static int RowBlock(FusedNode node, int batch, int team)
    {
        // Blocks of different threads compute the rows between them twice, so they had better be large.
        int height = node.Y.Height, floats = team > 1 && batch < 2 * team ? 2 * BlockFloats : BlockFloats;
        int most = Math.Clamp(floats / (node.Stride * node.RowX), 1, Math.Min(height, node.MostRows));
        int blocks = Blocks(height, most), threads = Blocks(team, batch);
        if (team > 1 && batch < 2 * team && ColumnBlock(node, batch, team) == node.Y.Channels) blocks = Math.Min(height, Blocks(blocks, threads) * threads);
        return Blocks(height, blocks);
    }

    private static int ColumnBlock(FusedNode node, int batch, int team)
    {
        int threads = Blocks(team, batch);
        bool divides = team > 1 && batch < 2 * team && node.Y.Pixels < LeastPixels * threads;
        return divides ? 16 * Blocks(node.Y.Channels / 16, threads) : node.Y.Channels;
    }

    // A multiply-add a wire, a ReLU; statistics take a sum and a multiply-add for the squares.
    public override StepWork Work(int count) => node.Work(count) + node.Inputs.Work(count, 2) + StepWork.Elementwise(count, node.X, 1)
        + StepWork.Passing(count, node.Y) + StepWork.Elementwise(count, node.Y, moments is null ? 0 : 3);
}
