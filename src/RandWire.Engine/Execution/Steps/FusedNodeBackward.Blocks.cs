using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

internal sealed partial class FusedNodeBackward
{
    private void SeparableBlock(StepContext context, ref Workspace work, Block block)
    {
        int channels = node.X.Channels, pixels = block.Rows * node.Y.Width;
        Floats gradY = work.GradY.Plus((long)work.Pending * node.Y.Channels), weights = context.Values.Plus(node.DepthwiseWeight);
        node.AggregateBlock(context, work.FoldedInputs, block.Image, block.From, block.Rows, block.From > 0 ? _rowBlock : 0, work.TileX);
        gradients.Shares.Apply(context, work.FoldedShares, OffsetY(block.Image, block.From), pixels, gradY);
        // The depthwise gradient passes through the memory of the input gradient on its way into the padded tile.
        context.Kernels.MatrixProduct(
            gradY, node.Y.Channels, 1, gradients.Transposed!.At(context), 16 * node.Y.Channels, 16, pixels, channels, node.Y.Shape.Channels, default, work.GradX, channels, 16, work.Ahead);
        StartTileG(ref work, block);
        context.Kernels.PadTile(work.GradX, block.Rows, node.Y.Width, channels, 0, block.Rows, work.TileG.Plus(2L * TileRowG));
        context.Kernels.DepthwiseAndWeightGradient(
            work.TileX, weights, work.TileG.Plus(2L * TileRowG + channels), TileRowG, node.X.Width, block.Rows, node.Y.Width, channels, node.Stride,
            work.T.Plus((long)work.Pending * channels), gradients.DepthwiseParts!.At(context).Plus(9L * work.Range * channels));
        work.Pending += pixels;
        if (gradients.GradSum is { } gradSum)
        {
            (int from, int to) = InputRows(block);
            Floats target = gradSum.At(context).Plus(OffsetX(block.Image, from));
            Floats? gate = node.Rectifies ? GateRow(work, block, from) : null;
            if (node.Stride == 1)
            {
                context.Kernels.Depthwise(
                    TileGRow(work, block, from - 1), weights, true, node.X.Width, to - from, node.X.Width, channels, 1, target, false, gate, node.TileRowX);
            }
            for (int row = from; node.Stride == 2 && row < to; row++, target = target.Plus(node.RowX), gate = gate?.Plus(node.TileRowX))
            {
                Floats g = TileGRow(work, block, row / 2).Plus(channels);
                context.Kernels.DepthwiseInputGradientStrideTwoRow(g, g.Plus(TileRowG), row % 2 == 1, weights, gate, node.X.Width, channels, target);
            }
            AddDots(context, work, block, from, to);
        }
        KeepTileG(ref work, block);
    }

    private void PointwiseBlock(StepContext context, ref Workspace work, Block block)
    {
        int channels = node.X.Channels, pixels = block.Rows * node.Y.Width;
        Floats gradY = work.GradY.Plus((long)work.Pending * node.Y.Channels), x = work.T.Plus((long)work.Pending * channels);
        node.Aggregate(context, work.FoldedInputs, block.Image, block.From, block.Rows, x);
        gradients.Shares.Apply(context, work.FoldedShares, OffsetY(block.Image, block.From), pixels, gradY);
        work.Pending += pixels;
        if (gradients.GradSum is not { } gradSum) return;
        Floats target = gradSum.At(context).Plus(OffsetX(block.Image, block.From)), g = node.Rectifies ? work.GradX : target;
        context.Kernels.MatrixProduct(
            gradY, node.Y.Channels, 1, gradients.Transposed!.At(context), 16 * node.Y.Channels, 16, pixels, channels, node.Y.Shape.Channels, default, g, channels, 16, work.Ahead);
        if (node.Rectifies) context.Kernels.ReluGradient(x, g, pixels * channels, target, false);
        AddDots(context, work, block, block.From, block.To);
    }

    private void GatheredBlock(StepContext context, ref Workspace work, Block block)
    {
        int pixels = block.Rows * node.Y.Width;
        node.AggregateBlock(context, work.FoldedInputs, block.Image, block.From, block.Rows, block.From > 0 ? _rowBlock : 0, work.TileX);
        node.Gather(context, work.TileX, block.Rows, work.T.Plus((long)work.Pending * node.Depth));
        gradients.Shares.Apply(context, work.FoldedShares, OffsetY(block.Image, block.From), pixels, work.GradY.Plus((long)work.Pending * node.Y.Channels));
        work.Pending += pixels;
    }

    private void DenseBlock(StepContext context, ref Workspace work, Block block)
    {
        int channels = node.TileChannels, columns = node.Y.Channels, depth = 3 * channels;
        node.AggregateBlock(context, work.FoldedInputs, block.Image, block.From, block.Rows, block.From > 0 ? _rowBlock : 0, work.TileX);
        StartTileG(ref work, block);
        gradients.Shares.ApplyTile(context, work.FoldedShares, OffsetY(block.Image, block.From), block.Rows, work.TileG.Plus(2L * TileRowG));
        for (int row = 0; row < block.Rows; row++)
        {
            Floats g = work.TileG.Plus((row + 2L) * TileRowG + columns);
            for (int ky = 0; ky < 3; ky++)
            {
                Floats parts = gradients.WeightParts.At(context).Plus((long)work.Range * node.Depth * columns + 16L * ky * depth);
                context.Kernels.MatrixProduct(
                    work.TileX.Plus((long)(row * node.Stride + ky) * node.TileRowX), 1, node.Stride * channels, g, 16, columns, depth, columns, node.Y.Width,
                    work.Summed ? new MatrixProduct.Start(parts.Address, 16, 16 * node.Depth) : default, parts, 16, 16 * node.Depth, work.Ahead);
            }
            work.Summed = true;
        }
        if (gradients.GradSum is { } gradSum)
        {
            (int from, int to) = InputRows(block);
            Floats target = gradSum.At(context).Plus(OffsetX(block.Image, from));
            for (int row = from; row < to; row++, target = target.Plus(node.RowX))
            {
                Floats g = node.Rectifies ? work.GradX : target;
                DenseInputRow(context, work, block, row, g);
                if (node.Rectifies) context.Kernels.ReluGradientOfTile(GateRow(work, block, row), node.TileChannels, g, node.X.Width, node.X.Channels, target);
            }
            AddDots(context, work, block, from, to);
        }
        KeepTileG(ref work, block);
    }

    // One row of the input gradient: at stride 1 a convolution with the window turned round, at stride 2 one for even and one for odd columns.
    private void DenseInputRow(StepContext context, in Workspace work, Block block, int row, Floats target)
    {
        int columns = node.Y.Channels, width = node.X.Width;
        bool summed = false;
        for (int ky = 2; ky >= 0; ky--)
        {
            int above = row + 1 - ky;
            if (node.Stride == 2 && above % 2 != 0) continue;
            Floats g = TileGRow(work, block, node.Stride == 1 ? above : above / 2);
            if (node.Stride == 1) Product(g, 0, ky * 3, 3, width, 1, 0);
            else
            {
                Product(g, 1, ky * 3 + 2, 1, (width + 1) / 2, 2, 0);
                if (width > 1) Product(g, 1, ky * 3, 2, width / 2, 2, 1);
            }
            summed = true;
        }

        void Product(Floats g, int firstColumn, int tap, int taps, int pixels, int step, int first)
        {
            int channels = node.X.Channels;
            Floats c = target.Plus((long)first * channels);
            context.Kernels.MatrixProduct(
                g.Plus((long)firstColumn * columns), columns, 1, gradients.Transposed!.At(context).Plus(16L * tap * columns), 16 * 9 * columns, 16, pixels, channels,
                taps * columns, summed ? new MatrixProduct.Start(c.Address, step * channels, 16) : default, c, step * channels, 16);
        }
    }

    // What the block after this one will read comes while this one's products compute.
    private void ListAhead(StepContext context, in Workspace work, Block block, int lastImage)
    {
        Ahead.Clear(work.Ahead);
        int image = block.Image, from = block.To;
        if (block.IsLastOfImage)
        {
            (image, from) = (image + 1, 0);
            if (image == lastImage)
            {
                // Where this thread will likely go on.
                int groups = Ranges(context.Count), next = LikelyNext(work.Range, groups, context.Members);
                if (next < 0) return;
                image = (int)((long)next * context.Count / groups);
            }
        }
        int rows = Math.Min(_rowBlock, node.Y.Height - from);
        node.ListAhead(work.Ahead, image, from, rows, from > 0);
        gradients.Shares.ListAhead(work.Ahead, OffsetY(image, from), (long)rows * node.Y.Width * node.Y.Channels);
        Ahead.Spread(work.Ahead, Terms(context, block.Rows));
    }

    // Terms of a block's products; a weight gradient that waits for more blocks does not count.
    private long Terms(StepContext context, int rows)
    {
        int channels = node.X.Channels, columns = node.Y.Channels, width = node.Y.Width;
        if (node.Transform == NodeTransform.Dense && !Gathers) return 3L * rows * context.Kernels.MatrixTerms(3 * node.TileChannels, columns, width);
        long inputGradient = Gathers ? 0 : context.Kernels.MatrixTerms(rows * width, channels, node.Y.Shape.Channels);
        return PendingPixels > BlockPixels ? inputGradient : inputGradient + context.Kernels.MatrixTerms(node.Depth, columns, rows * width);
    }

    private void FlushWeightGradient(StepContext context, ref Workspace work)
    {
        if (work.Pending == 0) return;
        int depth = node.Depth, columns = node.Y.Channels;
        Floats parts = gradients.WeightParts.At(context).Plus((long)work.Range * depth * columns);
        context.Kernels.MatrixProduct(
            work.T, 1, depth, work.GradY, 16, columns, depth, columns, work.Pending,
            work.Summed ? new MatrixProduct.Start(parts.Address, 16, 16 * depth) : default, parts, 16, 16 * depth, work.Ahead);
        work.Pending = 0;
        work.Summed = true;
    }

    // The tile of output gradients: two rows before the block, the block, and zeros after the image's last row.
    private void StartTileG(ref Workspace work, Block block)
    {
        if (block.From == 0) work.TileG.Span(2 * TileRowG).Clear();
        if (block.IsLastOfImage) work.TileG.Plus((block.Rows + 2L) * TileRowG).Span(TileRowG).Clear();
    }

    private void KeepTileG(ref Workspace work, Block block)
    {
        if (!block.IsLastOfImage) work.TileG.Plus((long)block.Rows * TileRowG).Span(2 * TileRowG).CopyTo(work.TileG.Span(2 * TileRowG));
    }

    private Floats TileGRow(in Workspace work, Block block, int outputRow) => work.TileG.Plus((outputRow - block.From + 2L) * TileRowG);

    // First pixel of an input row in the tile of aggregated rows.
    private Floats GateRow(in Workspace work, Block block, int inputRow) =>
        work.TileX.Plus((long)(inputRow - node.FirstUnder(block.From)) * node.TileRowX + node.TileChannels);

    // Input rows whose gradient is complete with this block.
    private (int From, int To) InputRows(Block block) => (
        Math.Max(0, node.Stride * block.From - 1), block.IsLastOfImage ? node.X.Height : node.Stride * block.To - 1);

    private void AddDots(StepContext context, in Workspace work, Block block, int from, int to)
    {
        if (gradients.Dots is not { } dots) return;
        long offset = OffsetX(block.Image, from);
        node.Inputs.AddDots(
            context, offset, (to - from) * node.X.Width, gradients.GradSum!.At(context).Plus(offset), dots.At(context, work.Range), !block.IsFirst);
    }

    private long OffsetX(int image, int row) => image * node.X.ImageFloats + (long)row * node.RowX;

    private long OffsetY(int image, int row) => image * node.Y.ImageFloats + (long)row * node.Y.Width * node.Y.Channels;
}
