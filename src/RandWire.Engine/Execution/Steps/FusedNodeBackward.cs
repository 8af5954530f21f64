using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>What the backward pass of a fused node reads and writes besides the node.</summary>
/// <param name="Shares">Gradient of the raw output, from the readers of its normalization.</param>
/// <param name="Transposed">Transposed weights; null where no input gradient is needed.</param>
/// <param name="WeightParts">Partial weight gradients, [group][weights in panels].</param>
/// <param name="DepthwiseParts">Partial depthwise weight gradients, [group][9][channels]; separable only.</param>
/// <param name="GradSum">Gradient of the aggregated sum, before the ReLU; null where none is needed.</param>
/// <param name="Dots">Dot products with the inputs, or null where nobody asks.</param>
internal sealed record FusedNodeGradients(
    GradientShares Shares, ArenaBuffer? Transposed, ArenaBuffer WeightParts, ArenaBuffer? DepthwiseParts, TensorBuffer? GradSum, DotProducts? Dots)
{
    public IEnumerable<ArenaBuffer> Buffers => Shares.Buffers.Append(WeightParts)
        .Concat(((ArenaBuffer?[])[Transposed, DepthwiseParts, GradSum?.Buffer, Dots?.Buffer]).OfType<ArenaBuffer>());
}

/// <summary>Backward pass of a fused node: a block of rows after the other goes through all of it while it is in cache. The aggregated rows and the depthwise
/// rows are computed again instead of stored.</summary>
/// <remarks>An input row meets output rows above and below it, so the input gradient of a block's last row waits for the next block, which finds the two
/// rows of gradient before it in its tile. Partial sums belong to groups of images; which image is in which group is a matter of the batch alone.
/// A partial class by aspect: this file walks; <c>.Blocks</c> has what a block goes through.</remarks>
internal sealed partial class FusedNodeBackward(FusedNode node, FusedNodeGradients gradients)
    : Step(node.Name + ".gradient", [.. node.Inputs.Buffers, node.Y.Buffer, .. gradients.Buffers])
{
    // Floats of all that a block of rows touches: half of a second-level cache, the other half is for the weights and their gradient.
    private const int BlockFloats = 80 * 1024;

    // Pixels that a weight gradient should sum at once, so that reading and writing the sums does not show; small images wait for each other.
    private const int PixelsAtOnce = 128;

    private readonly int _rowBlock = RowBlock(node);

    private int BlockPixels => _rowBlock * node.Y.Width;

    // A dense convolution's windows are gathered where nobody asks for their gradient.
    private bool Gathers => node.Gathers && gradients.GradSum is null;

    private int PendingPixels => node.Transform == NodeTransform.Dense && !Gathers ? 0 : Math.Max(BlockPixels, PixelsAtOnce / BlockPixels * BlockPixels);

    // Whole vectors, and one more: the last gathered window is written a vector too far.
    private int FloatsT => (PendingPixels * node.PixelT / 16 + 2) * 16;

    private int TileRowG => (node.Y.Width + 2 * node.Padding) * (node.Transform == NodeTransform.Dense ? node.Y.Channels : node.X.Channels);

    // In the order of Workspace.
    public override int ScratchFloats => checked(
        node.Inputs.FoldedFloats + gradients.Shares.FoldedFloats + node.TileFloats(_rowBlock) + (_rowBlock + 3) * TileRowG
        + FloatsT + PendingPixels * node.Y.Channels + Math.Max(node.RowX, BlockPixels * node.X.Channels)
        + 2 * MatrixProduct.MostRows * Math.Max(node.PixelT, node.Y.Channels) + Ahead.ListFloats);

    public override bool WalksImages => true;

    public override int Ranges(int count) => Groups(node, count);

    public override void Bind(StepContext context)
    {
        node.Inputs.Bind(context);
        gradients.Shares.Bind(context);
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
        node.Inputs.Fold(context, work.FoldedInputs);
        gradients.Shares.Fold(context, work.FoldedShares);
        gradients.DepthwiseParts?.At(context).Plus((long)range * 9 * node.X.Channels).Span(9 * node.X.Channels).Clear();
        for (int image = from; image < to; image++)
        {
            for (int row = 0; row < node.Y.Height; row += _rowBlock)
            {
                Block block = new(image, row, Math.Min(row + _rowBlock, node.Y.Height), image == from && row == 0, row + _rowBlock >= node.Y.Height);
                ListAhead(context, work, block, to);
                switch (node.Transform)
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
                if (work.Pending + BlockPixels > PendingPixels) FlushWeightGradient(context, ref work);
            }
        }
        FlushWeightGradient(context, ref work);
    }

    private static int RowBlock(FusedNode node)
    {
        int stride = node.Padding == 0 ? 1 : node.Stride, height = node.Y.Height;
        int row = stride * (node.TileRowX + node.RowX) + node.Y.Width * (node.PixelT + 2 * node.Y.Channels);
        int most = Math.Clamp(BlockFloats / row, 1, Math.Min(height, node.MostRows));
        return Blocks(height, Blocks(height, most));
    }

    /// <summary>Some output rows of one image.</summary>
    private readonly record struct Block(int Image, int From, int To, bool IsFirst, bool IsLastOfImage)
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
            FusedNode node = step.Node;
            Range = range;
            Ahead = scratch;
            FoldedInputs = Ahead.Plus(Kernels.Ahead.ListFloats);
            FoldedShares = FoldedInputs.Plus(node.Inputs.FoldedFloats);
            TileX = FoldedShares.Plus(step.SharesFoldedFloats);
            TileG = TileX.Plus(node.TileFloats(step._rowBlock));
            T = TileG.Plus((step._rowBlock + 3L) * step.TileRowG);
            GradY = T.Plus(step.FloatsT);
            GradX = GradY.Plus((long)step.PendingPixels * node.Y.Channels);
        }
    }

    private FusedNode Node => node;

    private int SharesFoldedFloats => gradients.Shares.FoldedFloats;

    // Weight gradients, and input gradients as far as they are asked for; of what is computed again nothing is counted.
    public override StepWork Work(int count)
    {
        StepWork work = node.Work(count) + gradients.Shares.Work(count) + node.Inputs.Work(count, gradients.Dots is null ? 0 : 2);
        if (gradients.GradSum is not { } gradSum) return gradients.Transposed is null ? work : work + node.MainWork(count);
        return work + node.Work(count) + StepWork.Passing(count, gradSum)
            + StepWork.Elementwise(count, gradSum, (node.Rectifies ? 1 : 0) + (gradients.Dots is null ? 0 : 1));
    }
}
