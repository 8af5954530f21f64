using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>A node in a forward pass, with what is read and written for it alone.</summary>
/// <param name="Node">The node.</param>
/// <param name="Moments">Where statistics go; null at inference.</param>
/// <param name="FoldedWeights">Weights with the normalization in them; null in training.</param>
/// <param name="PackedWeights">Weights as the product reads them, where that is not how they are stored.</param>
/// <param name="Finish">What becomes of the output at inference, or null.</param>
internal sealed record ForwardBranch(FusedNode Node, ArenaBuffer? Moments, FoldedWeights? FoldedWeights, ArenaBuffer? PackedWeights, Finish? Finish)
{
    /// <summary>What its pass touches, the inputs apart.</summary>
    public ReadOnlySpan<ArenaBuffer?> Buffers => new ArenaBuffer?[] { Node.Y.Buffer, Moments, PackedWeights, FoldedWeights?.Scaled, FoldedWeights?.Norm.Buffer };
}

/// <summary>Forward pass of a fused node, or of several separable ones with the same input, block of rows by block of rows; batch statistics of a block are taken
/// while its output is still in cache.</summary>
/// <param name="branches">The node, or the nodes: they share the aggregated rows.</param>
/// <param name="batch">Most images.</param>
/// <param name="team">At inference, threads among which few images are divided: nothing is summed across blocks, so they may differ from team to team. One in training.</param>
internal sealed class FusedNodeForward(ForwardBranch[] branches, int batch, int team = 1)
    : Step(branches[0].Node.Name, [.. branches[0].Node.Inputs.Buffers, .. Buffers(branches)])
{
    // A block's aggregated rows, depthwise rows and output, and the next block's inputs, should stay in a second-level cache beside the weights.
    private const int BlockFloats = 24 * 1024;

    // A range is worth some images where there are many: neighboring blocks share rows.
    private const int RangesOfManyImages = 32;

    // Statistics of more pixels at once would lose bits (ChannelSums.MeanAndSquares); one row may have more.
    private const int MostPixels = 1024;

    // With fewer pixels than this a thread, it is columns that are divided: every thread then reads its own part of the weights, and all of the inputs.
    private const int LeastPixels = 64;

    // The shapes of one are the shapes of all.
    private readonly FusedNode _node = branches[0].Node;
    private readonly bool _dividesImages = Divides(batch, team);
    private readonly int _columnBlock = ColumnBlock(branches[0].Node, batch, team);
    private readonly int _rowBlock = RowBlock(branches[0].Node, batch, team);

    private int BlocksOfImage => Blocks(_node.Y.Height, _rowBlock);

    private int BlocksOfRange => _dividesImages ? 1 : BlocksOfImage * Math.Max(1, batch / RangesOfManyImages);

    private int ColumnBlocks => Blocks(_node.Y.Channels, _columnBlock);

    public override int ScratchFloats => checked(
        Ahead.ListFloats + _node.Inputs.FoldedFloats + _node.TileFloats(_rowBlock) + (_node.Gathers ? 1 : _rowBlock) * _node.RowT
        + MatrixProduct.MostRows * Math.Max(_node.Stride * _node.X.Channels, _node.PixelT));

    public override bool WalksImages => true;

    public override int Ranges(int count) => Blocks((long)count * BlocksOfImage, BlocksOfRange) * ColumnBlocks;

    public override void Bind(StepContext context) => _node.Inputs.Bind(context);

    /// <summary>Chunks of the statistics.</summary>
    public static PixelChunks Chunks(FusedNode node, int batch) => new(node.Y.Pixels, RowBlock(node, batch, 1) * node.Y.Width, true);

    public override void Run(StepContext context, int range, Floats scratch)
    {
        Floats ahead = scratch, folded = ahead.Plus(Ahead.ListFloats), tile = folded.Plus(_node.Inputs.FoldedFloats);
        Floats t = tile.Plus(_node.TileFloats(_rowBlock));
        int column = range % ColumnBlocks * _columnBlock, rowRange = range / ColumnBlocks;
        int first = rowRange * BlocksOfRange, last = Math.Min(first + BlocksOfRange, context.Count * BlocksOfImage) - 1;
        _node.Inputs.Fold(context, folded);
        for (int block = first; block <= last; block++)
        {
            (int image, int from, int rows) = Rows(block);
            _node.AggregateBlock(context, folded, image, from, rows, block > first && from > 0 ? _rowBlock : 0, tile);
            for (int i = 0; i < branches.Length; i++)
            {
                ListAhead(context, ahead, i, block < last ? block + 1 : FirstOfNext(context, range), block < last, rows, range);
                Convolve(context, tile, t, branches[i], block, column, ahead);
            }
        }
    }

    private void Convolve(StepContext context, Floats tile, Floats t, ForwardBranch branch, int block, int column, Floats ahead)
    {
        (int image, int from, int rows) = Rows(block);
        FusedNode node = branch.Node;
        TensorBuffer y = node.Y;
        Floats target = y.At(context).Plus(image * y.ImageFloats + (long)from * y.Width * y.Channels);
        if (branch.FoldedWeights is { } folded)
        {
            int columns = Math.Min(_columnBlock, y.Channels - column);
            node.Convolve(context, tile, t, rows, folded.Weight(context).Plus((long)column * node.Depth), columns, folded.Bias(context, column), target.Plus(column), ahead);
            branch.Finish?.Run(context, target.Plus(column), rows * y.Width, y, column, columns);
            return;
        }
        node.Convolve(context, tile, t, rows, branch.PackedWeights?.At(context) ?? context.Values.Plus(node.Weight), y.Channels, default, target, ahead);
        if (branch.Moments is { } moments) NormStatistics.Take(context, target, rows * y.Width, y.Channels, moments.At(context).Plus(2L * block * y.Channels));
        branch.Finish?.Run(context, target, rows * y.Width, y);
    }

    private static List<ArenaBuffer?> Buffers(ForwardBranch[] branches)
    {
        List<ArenaBuffer?> buffers = [];
        foreach (ForwardBranch branch in branches) buffers.AddRange(branch.Buffers);
        return buffers;
    }

    public override void ListConstants(StepContext context, Floats list, int range) => ListConstants(context, list, branches[0], range);

    private void ListConstants(StepContext context, Floats list, ForwardBranch branch, int range)
    {
        if (branch.FoldedWeights is not { } folded) return;
        int column = range % ColumnBlocks * _columnBlock;
        Ahead.Add(list, folded.Weight(context).Plus((long)column * _node.Depth), (long)Math.Min(_columnBlock, _node.Y.Channels - column) * _node.Depth);
    }

    // First block of the range that comes next, or -1.
    private int FirstOfNext(StepContext context, int range)
    {
        int next = LikelyNext(range, Ranges(context.Count), context.Members);
        return next < 0 ? -1 : next / ColumnBlocks * BlocksOfRange;
    }

    // What the next block will read comes while this one's products compute.
    private void ListAhead(StepContext context, Floats ahead, int branch, int next, bool follows, int rowsNow, int range)
    {
        if (branch > 0 && !_dividesImages) return;
        Ahead.Clear(ahead);
        if (branch == 0 && next >= 0)
        {
            (int image, int from, int rows) = Rows(next);
            _node.ListAhead(ahead, image, from, rows, follows && from > 0);
        }
        // Few images use the weights so few times that fetching them shows.
        if (_dividesImages && branch + 1 < branches.Length) ListConstants(context, ahead, branches[branch + 1], range);
        else if (_dividesImages && next < 0) Next?.ListConstants(context, ahead, range);
        Ahead.Spread(ahead, (_dividesImages ? 1 : branches.Length) * _node.Terms(context, rowsNow));
    }

    private (int Image, int From, int Rows) Rows(int block)
    {
        int from = block % BlocksOfImage * _rowBlock;
        return (block / BlocksOfImage, from, Math.Min(_rowBlock, _node.Y.Height - from));
    }

    // With less than two images a thread, whole images would share the work out too coarsely.
    private static bool Divides(int batch, int team) => team > 1 && batch < 2 * team;

    // As many rows as fit, in equal blocks; where images are divided, as many blocks as threads, or a multiple of them.
    private static int RowBlock(FusedNode node, int batch, int team)
    {
        // Blocks of different threads compute the rows between them twice, so they had better be large.
        int height = node.Y.Height, floats = Divides(batch, team) ? 2 * BlockFloats : BlockFloats;
        int fitting = Math.Min(floats / (node.Stride * node.RowX), MostPixels / node.Y.Width), most = Math.Clamp(fitting, 1, Math.Min(height, node.MostRows));
        int blocks = Blocks(height, most), threads = Blocks(team, batch);
        if (Divides(batch, team) && ColumnBlock(node, batch, team) == node.Y.Channels) blocks = Math.Min(height, Blocks(blocks, threads) * threads);
        return Blocks(height, blocks);
    }

    private static int ColumnBlock(FusedNode node, int batch, int team)
    {
        int threads = Blocks(team, batch);
        return Divides(batch, team) && node.Y.Pixels < LeastPixels * threads ? 16 * Blocks(node.Y.Channels / 16, threads) : node.Y.Channels;
    }

    // A multiply-add a wire, a ReLU; statistics take a sum and a multiply-add for the squares.
    public override StepWork Work(int count)
    {
        StepWork work = _node.Inputs.Work(count, 2) + StepWork.Elementwise(count, _node.X, _node.Rectifies ? 1 : 0);
        foreach (ForwardBranch branch in branches)
            work += branch.Node.Work(count) + StepWork.Passing(count, branch.Node.Y) + StepWork.Elementwise(count, branch.Node.Y, branch.Moments is null ? 0 : 3);
        return work;
    }
}
