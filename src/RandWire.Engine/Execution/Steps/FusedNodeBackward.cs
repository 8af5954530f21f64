using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>A node in a backward pass, with what is read and written for it alone.</summary>
/// <param name="Node">The node.</param>
/// <param name="Shares">Gradient of the raw output, from the readers of its normalization.</param>
/// <param name="Transposed">Transposed weights; null where no input gradient is needed.</param>
/// <param name="WeightParts">Partial weight gradients, [group][weights in panels].</param>
/// <param name="DepthwiseParts">Partial depthwise weight gradients, [group][taps][channels]; separable only.</param>
/// <param name="WeightGradient">Where their sum goes.</param>
/// <param name="DepthwiseGradient">Where the sum of the depthwise ones goes.</param>
internal sealed record BackwardBranch(
    FusedNode Node, GradientShares Shares, ArenaBuffer? Transposed, ArenaBuffer WeightParts, ArenaBuffer? DepthwiseParts, GradientPlace WeightGradient,
    GradientPlace? DepthwiseGradient)
{
    /// <summary>What its pass touches, the inputs apart.</summary>
    public ReadOnlySpan<ArenaBuffer?> Buffers => new ArenaBuffer?[] { Node.Y.Buffer, WeightParts, Transposed, DepthwiseParts };
}

/// <summary>Backward pass of a fused node, or of several separable ones with the same input: a block of rows after the other goes through all of it while it is
/// in cache. The aggregated rows and the depthwise rows are computed again instead of stored.</summary>
/// <remarks>An input row meets output rows above and below it, so the input gradient of a block's last rows waits for the next block, which finds the
/// rows of gradient before it in its tile. Partial sums belong to groups of images; which image is in which group is a matter of the batch alone.
/// Nodes with the same input (those that a stage begins with) share its aggregated rows, and sum their gradients where they lie.
/// A partial class by aspect: this file walks; <c>.Blocks</c> has what a block goes through.</remarks>
/// <param name="branches">The node, or the nodes.</param>
/// <param name="gradSum">Gradient of the aggregated sum, before the ReLU, of all nodes together; null where none is needed.</param>
/// <param name="dots">Dot products with the inputs, or null where nobody asks.</param>
/// <param name="accumulate">Whether the gradient is added to what is there: of a 1x1 without ReLU alone.</param>
internal sealed partial class FusedNodeBackward(BackwardBranch[] branches, TensorBuffer? gradSum, DotProducts? dots, bool accumulate = false)
    : Step(branches[0].Node.Name + ".gradient",
        [.. branches[0].Node.Inputs.Buffers, .. Buffers(branches), gradSum?.Buffer, dots?.Buffer])
{
    // Floats of all that a block of rows of one node touches: a third of a second-level cache, the rest is for the weights, their gradient and what comes next.
    private const int BlockFloats = 80 * 1024;

    // Pixels that a weight gradient should sum at once, so that reading and writing the sums does not show; small images wait for each other.
    private const int PixelsAtOnce = 128;

    // The same where several nodes share the memory of what is summed, and none can wait.
    private const int LeastPixelsTogether = 48;

    // The shapes of one are the shapes of all.
    private readonly FusedNode _node = branches[0].Node;
    private readonly int _sharesFloats = SharesFloats(branches);
    private readonly int _rowBlock = RowBlock(branches[0].Node, branches.Length > 1);

    // What is not separable has no others beside it.
    private BackwardBranch Only => branches[0];

    private int BlockPixels => _rowBlock * _node.Y.Width;

    // A dense convolution's windows are gathered where nobody asks for their gradient.
    private bool Gathers => _node.Gathers && gradSum is null;

    private int PendingPixels => _node.Transform == NodeTransform.Dense && !Gathers ? 0
        : branches.Length > 1 ? BlockPixels : Math.Max(BlockPixels, PixelsAtOnce / BlockPixels * BlockPixels);

    // Whole vectors, and one more: the last gathered window is written a vector too far.
    private int FloatsT => (PendingPixels * _node.PixelT / 16 + 2) * 16;

    // Rows of gradient before a block that its input gradient meets: two for 3x3.
    private int RowsBefore { get; } = branches[0].Node.Window.SpanHeight - 1;

    // One tile of gradients for every node: each keeps some rows for the next block.
    private int AllTileFloatsG => branches.Length * TileFloatsG;

    private int TileFloatsG => (RowsBefore + _rowBlock + _node.Padding) * TileRowG;

    private int TapFloats => _node.Window.Taps * _node.X.Channels;

    private int TileRowG => (_node.Y.Width + 2 * _node.Padding) * (_node.Transform == NodeTransform.Dense ? _node.Y.Channels : _node.X.Channels);

    // In the order of Workspace.
    public override int ScratchFloats => checked(
        Ahead.ListFloats + _node.Inputs.FoldedFloats + _sharesFloats + _node.TileFloats(_rowBlock) + AllTileFloatsG
        + FloatsT + PendingPixels * _node.Y.Channels + Math.Max(_node.RowX, BlockPixels * _node.X.Channels)
        + 2 * MatrixProduct.MostRows * Math.Max(_node.PixelT, _node.Y.Channels));

    public override bool WalksImages => true;

    public override int Ranges(int count) => Groups(_node, count);

    public override void Bind(StepContext context)
    {
        _node.Inputs.Bind(context);
        foreach (BackwardBranch branch in branches) branch.Shares.Bind(context);
    }

    /// <summary>Groups of images, each with partial sums of its own: more where they are small, for there is more to share and less to add.</summary>
    public static int Groups(FusedNode node, int count)
    {
        long length = (long)node.Depth * node.Y.Channels;
        return Math.Min(count, length <= 1 << 16 ? 16 : length <= 1 << 18 ? 8 : 4);
    }

    public override void Run(StepContext context, int range, Floats scratch)
    {
        int groups = Ranges(context.Count);
        int from = (int)((long)range * context.Count / groups), to = (int)((range + 1L) * context.Count / groups);
        Workspace work = new(this, range, scratch);
        _node.Inputs.Fold(context, work.FoldedInputs);
        Floats folded = work.FoldedShares;
        foreach (BackwardBranch branch in branches)
        {
            branch.Shares.Fold(context, folded);
            folded = folded.Plus(branch.Shares.FoldedFloats);
            branch.DepthwiseParts?.At(context).Plus((long)range * TapFloats).Span(TapFloats).Clear();
        }
        for (int image = from; image < to; image++)
        {
            for (int row = 0; row < _node.Y.Height; row += _rowBlock)
            {
                Block block = new(image, row, Math.Min(row + _rowBlock, _node.Y.Height), image == from && row == 0, row + _rowBlock >= _node.Y.Height, to);
                switch (_node.Transform)
                {
                    case NodeTransform.Separable:
                        SeparableBlock(context, ref work, block);
                        break;
                    case NodeTransform.Pointwise:
                        PointwiseBlock(context, ref work, block);
                        break;
                    case NodeTransform.Dense when Gathers:
                        GatheredBlock(context, ref work, block);
                        break;
                    default:
                        DenseBlock(context, ref work, block);
                        break;
                }
                if (work.Pending + BlockPixels > PendingPixels) FlushPending(context, ref work);
            }
        }
        FlushPending(context, ref work);
    }

    private static List<ArenaBuffer?> Buffers(BackwardBranch[] branches)
    {
        List<ArenaBuffer?> buffers = [];
        foreach (BackwardBranch branch in branches) buffers.AddRange([.. branch.Buffers, .. branch.Shares.Buffers]);
        return buffers;
    }

    private static int SharesFloats(BackwardBranch[] branches)
    {
        int floats = 0;
        foreach (BackwardBranch branch in branches) floats = checked(floats + branch.Shares.FoldedFloats);
        return floats;
    }

    private static int RowBlock(FusedNode node, bool sharesInput)
    {
        int height = node.Y.Height;
        int row = node.Stride * (node.TileRowX + node.RowX) + node.Y.Width * (node.PixelT + 2 * node.Y.Channels);
        int least = sharesInput ? Blocks(LeastPixelsTogether, node.Y.Width) : 1;
        int most = Math.Clamp(Math.Max(BlockFloats / row, least), 1, Math.Min(height, node.MostRows));
        return Blocks(height, Blocks(height, most));
    }

    /// <summary>Some output rows of one image; a range ends before image <paramref name="EndImage"/>.</summary>
    private readonly record struct Block(int Image, int From, int To, bool IsFirst, bool IsLastOfImage, int EndImage)
    {
        public int Rows => To - From;
    }

    /// <summary>Where a thread's scratch memory is cut, and how far the sums have come.</summary>
    private struct Workspace
    {
        public readonly Floats Ahead, FoldedInputs, FoldedShares, TileX, TileG, T, GradY, GradX;
        public readonly int Range;

        /// <summary>Pixels of <see cref="T"/> and <see cref="GradY"/> that the weight gradient has still to sum.</summary>
        public int Pending;

        /// <summary>Whether the weight gradient holds sums already.</summary>
        public bool Summed;

        public Workspace(FusedNodeBackward step, int range, Floats scratch)
        {
            FusedNode node = step._node;
            Range = range;
            Ahead = scratch;
            FoldedInputs = Ahead.Plus(Kernels.Ahead.ListFloats);
            FoldedShares = FoldedInputs.Plus(node.Inputs.FoldedFloats);
            TileX = FoldedShares.Plus(step._sharesFloats);
            TileG = TileX.Plus(node.TileFloats(step._rowBlock));
            T = TileG.Plus(step.AllTileFloatsG);
            GradY = T.Plus(step.FloatsT);
            GradX = GradY.Plus((long)step.PendingPixels * node.Y.Channels);
        }
    }

    // Weight gradients, and input gradients as far as they are asked for; of what is computed again nothing is counted.
    public override StepWork Work(int count)
    {
        StepWork work = _node.Inputs.Work(count, dots is null ? 0 : 2);
        foreach (BackwardBranch branch in branches)
        {
            work += branch.Node.Work(count) + branch.Shares.Work(count);
            if (gradSum is not null) work += branch.Node.Work(count);
            else if (branch.Transposed is not null) work += branch.Node.MainWork(count);
        }
        return gradSum is null ? work
            : work + StepWork.Passing(count, gradSum) + StepWork.Elementwise(count, gradSum, (_node.Rectifies ? 1 : 0) + (dots is null ? 0 : 1));
    }
}
