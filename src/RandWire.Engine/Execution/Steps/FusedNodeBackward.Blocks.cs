using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

internal sealed partial class FusedNodeBackward
{
    private void SeparableBlock(StepContext context, ref Workspace work, Block block)
    {
        int pixels = block.Rows * _node.Y.Width;
        Floats folded = work.FoldedShares, tileG = work.TileG;
        _node.AggregateBlock(context, work.FoldedInputs, block.Image, block.From, block.Rows, block.From > 0 ? _rowBlock : 0, work.TileX);
        for (int i = 0; i < branches.Length; i++, folded = folded.Plus(branches[i - 1].Shares.FoldedFloats), tileG = tileG.Plus(TileFloatsG))
        {
            ListAhead(context, work, block, i);
            SeparableBranch(context, work, block, branches[i], folded, tileG);
            if (gradSum is not null) SeparableInputGradient(context, work, block, branches[i].Node, tileG, i > 0);
            KeepTileG(tileG, block);
            if (branches.Length > 1) WeightGradient(context, work, branches[i], pixels);
        }
        AddDots(context, work, block);
        // Several nodes share the memory of what a weight gradient sums, so none waits for the next block.
        if (branches.Length > 1) work.Summed = true;
        else work.Pending += pixels;
    }

    // Depthwise rows again, their gradient in the padded tile, and the gradient of the depthwise weights.
    private void SeparableBranch(StepContext context, in Workspace work, Block block, BackwardBranch branch, Floats folded, Floats tileG)
    {
        FusedNode node = branch.Node;
        int channels = node.X.Channels, pixels = block.Rows * node.Y.Width;
        Floats gradY = work.GradY.Plus((long)work.Pending * node.Y.Channels), inside = tileG.Plus((long)RowsBefore * TileRowG);
        branch.Shares.Apply(context, folded, OffsetY(block.Image, block.From), pixels, gradY);
        // The depthwise gradient passes through the memory of the input gradient on its way into the padded tile.
        context.Kernels.MatrixProduct(
            gradY, node.Y.Channels, 1, branch.Transposed!.At(context), 16 * node.Y.Channels, 16, pixels, channels, node.Y.Shape.Channels, default, work.GradX, channels, 16, work.Ahead);
        StartTileG(tileG, block);
        context.Kernels.PadTile(work.GradX, block.Rows, node.Y.Width, channels, 0, block.Rows, node.Padding, node.Padding, inside);
        node.DepthwiseAndWeightGradient(
            context, work.TileX, inside.Plus((long)node.Padding * channels), TileRowG, block.Rows, work.T.Plus((long)work.Pending * channels),
            branch.DepthwiseParts!.At(context).Plus((long)work.Range * TapFloats));
    }

    private void SeparableInputGradient(StepContext context, in Workspace work, Block block, FusedNode node, Floats tileG, bool accumulate)
    {
        (int from, int to) = InputRows(block);
        Floats target = gradSum!.At(context).Plus(OffsetX(block.Image, from));
        Floats? gate = node.Rectifies ? GateRow(work, block, from) : null;
        node.DepthwiseInputGradient(context, RowOfTileG(tileG, block, 0), TileRowG, from, to, gate, target, accumulate);
    }

    private void PointwiseBlock(StepContext context, ref Workspace work, Block block)
    {
        ListAhead(context, work, block);
        int channels = _node.X.Channels, pixels = block.Rows * _node.Y.Width;
        Floats gradY = work.GradY.Plus((long)work.Pending * _node.Y.Channels), x = work.T.Plus((long)work.Pending * channels);
        _node.Aggregate(context, work.FoldedInputs, block.Image, block.From, block.Rows, x);
        Only.Shares.Apply(context, work.FoldedShares, OffsetY(block.Image, block.From), pixels, gradY);
        work.Pending += pixels;
        if (gradSum is null) return;
        Floats target = gradSum.At(context).Plus(OffsetX(block.Image, block.From)), g = _node.Rectifies ? work.GradX : target;
        context.Kernels.MatrixProduct(
            gradY, _node.Y.Channels, 1, Only.Transposed!.At(context), 16 * _node.Y.Channels, 16, pixels, channels, _node.Y.Shape.Channels,
            accumulate ? new MatrixProduct.Start(g.Address, channels, 16) : default, g, channels, 16, work.Ahead);
        if (_node.Rectifies) context.Kernels.ReluGradient(x, g, pixels * channels, target, false);
        AddDots(context, work, block);
    }

    private void GatheredBlock(StepContext context, ref Workspace work, Block block)
    {
        ListAhead(context, work, block);
        int pixels = block.Rows * _node.Y.Width;
        _node.AggregateBlock(context, work.FoldedInputs, block.Image, block.From, block.Rows, block.From > 0 ? _rowBlock : 0, work.TileX);
        _node.Gather(context, work.TileX, block.Rows, work.T.Plus((long)work.Pending * _node.Depth));
        Only.Shares.Apply(context, work.FoldedShares, OffsetY(block.Image, block.From), pixels, work.GradY.Plus((long)work.Pending * _node.Y.Channels));
        work.Pending += pixels;
    }

    private void DenseBlock(StepContext context, ref Workspace work, Block block)
    {
        ListAhead(context, work, block);
        int channels = _node.TileChannels, columns = _node.Y.Channels, depth = 3 * channels;
        _node.AggregateBlock(context, work.FoldedInputs, block.Image, block.From, block.Rows, block.From > 0 ? _rowBlock : 0, work.TileX);
        StartTileG(work.TileG, block);
        Only.Shares.ApplyTile(context, work.FoldedShares, OffsetY(block.Image, block.From), block.Rows, work.TileG.Plus((long)RowsBefore * TileRowG));
        for (int row = 0; row < block.Rows; row++)
        {
            Floats g = work.TileG.Plus((row + (long)RowsBefore) * TileRowG + columns);
            for (int ky = 0; ky < 3; ky++)
            {
                Floats parts = Only.WeightParts.At(context).Plus((long)work.Range * _node.Depth * columns + 16L * ky * depth);
                context.Kernels.MatrixProduct(
                    work.TileX.Plus((long)(row * _node.Stride + ky) * _node.TileRowX), 1, _node.Stride * channels, g, 16, columns, depth, columns, _node.Y.Width,
                    work.Summed ? new MatrixProduct.Start(parts.Address, 16, 16 * _node.Depth) : default, parts, 16, 16 * _node.Depth, work.Ahead);
            }
            work.Summed = true;
        }
        if (gradSum is not null)
        {
            (int from, int to) = InputRows(block);
            Floats target = gradSum.At(context).Plus(OffsetX(block.Image, from));
            for (int row = from; row < to; row++, target = target.Plus(_node.RowX))
            {
                Floats g = _node.Rectifies ? work.GradX : target;
                DenseInputRow(context, work, block, row, g);
                if (_node.Rectifies) context.Kernels.ReluGradientOfTile(GateRow(work, block, row), _node.TileChannels, g, _node.X.Width, _node.X.Channels, target);
            }
            AddDots(context, work, block);
        }
        KeepTileG(work.TileG, block);
    }

    // One row of the input gradient: at stride 1 a convolution with the window turned round, at stride 2 one for even and one for odd columns.
    private void DenseInputRow(StepContext context, in Workspace work, Block block, int row, Floats target)
    {
        int columns = _node.Y.Channels, width = _node.X.Width;
        bool summed = false;
        for (int ky = 2; ky >= 0; ky--)
        {
            int above = row + 1 - ky;
            if (_node.Stride == 2 && above % 2 != 0) continue;
            Floats g = RowOfTileG(work.TileG, block, _node.Stride == 1 ? above : above / 2);
            if (_node.Stride == 1) Product(g, 0, ky * 3, 3, width, 1, 0);
            else
            {
                Product(g, 1, ky * 3 + 2, 1, (width + 1) / 2, 2, 0);
                if (width > 1) Product(g, 1, ky * 3, 2, width / 2, 2, 1);
            }
            summed = true;
        }

        void Product(Floats g, int firstColumn, int tap, int taps, int pixels, int step, int first)
        {
            int channels = _node.X.Channels;
            Floats c = target.Plus((long)first * channels);
            context.Kernels.MatrixProduct(
                g.Plus((long)firstColumn * columns), columns, 1, Only.Transposed!.At(context).Plus(16L * tap * columns), 16 * 9 * columns, 16, pixels, channels,
                taps * columns, summed ? new MatrixProduct.Start(c.Address, step * channels, 16) : default, c, step * channels, 16);
        }
    }

    // What comes next is brought into the cache while this one's products compute: another node's part of the same block, or the next block.
    private void ListAhead(StepContext context, in Workspace work, Block block, int branch = 0)
    {
        Ahead.Clear(work.Ahead);
        if (branch + 1 < branches.Length) ListShares(work, branch + 1, block.Image, block.From, block.Rows);
        else if (NextBlock(context, work.Range, block) is (int image, int from))
        {
            int rows = Math.Min(_rowBlock, _node.Y.Height - from);
            _node.ListAhead(work.Ahead, image, from, rows, from > 0);
            ListShares(work, 0, image, from, rows);
        }
        Ahead.Spread(work.Ahead, Terms(context, block.Rows));
    }

    private void ListShares(in Workspace work, int branch, int image, int from, int rows) =>
        branches[branch].Shares.ListAhead(work.Ahead, OffsetY(image, from), (long)rows * _node.Y.Width * _node.Y.Channels);

    // Image and row of the next block; after the last of a range, where this thread will likely go on.
    private (int Image, int From)? NextBlock(StepContext context, int range, Block block)
    {
        if (!block.IsLastOfImage) return (block.Image, block.To);
        if (block.Image + 1 < block.EndImage) return (block.Image + 1, 0);
        int groups = Ranges(context.Count), next = LikelyNext(range, groups, context.Members);
        return next < 0 ? null : ((int)((long)next * context.Count / groups), 0);
    }

    // Terms of a block's products; a weight gradient that waits for more blocks does not count.
    private long Terms(StepContext context, int rows)
    {
        int channels = _node.X.Channels, columns = _node.Y.Channels, width = _node.Y.Width;
        if (_node.Transform == NodeTransform.Dense && !Gathers) return 3L * rows * context.Kernels.MatrixTerms(3 * _node.TileChannels, columns, width);
        long inputGradient = Gathers ? 0 : context.Kernels.MatrixTerms(rows * width, channels, _node.Y.Shape.Channels);
        return branches.Length == 1 && PendingPixels > BlockPixels ? inputGradient : inputGradient + context.Kernels.MatrixTerms(_node.Depth, columns, rows * width);
    }

    private void FlushPending(StepContext context, ref Workspace work)
    {
        if (work.Pending == 0) return;
        WeightGradient(context, work, Only, work.Pending);
        work.Pending = 0;
        work.Summed = true;
    }

    private void WeightGradient(StepContext context, in Workspace work, BackwardBranch branch, int pixels)
    {
        int depth = _node.Depth, columns = _node.Y.Channels;
        Floats parts = branch.WeightParts.At(context).Plus((long)work.Range * depth * columns);
        context.Kernels.MatrixProduct(
            work.T, 1, depth, work.GradY, 16, columns, depth, columns, pixels,
            work.Summed ? new MatrixProduct.Start(parts.Address, 16, 16 * depth) : default, parts, 16, 16 * depth, work.Ahead);
    }

    // The tile of output gradients: rows before the block, the block, and zeros after the image's last row.
    private void StartTileG(Floats tile, Block block)
    {
        if (block.From == 0) tile.Span(RowsBefore * TileRowG).Clear();
        if (block.IsLastOfImage) tile.Plus((block.Rows + (long)RowsBefore) * TileRowG).Span(_node.Padding * TileRowG).Clear();
    }

    private void KeepTileG(Floats tile, Block block)
    {
        if (!block.IsLastOfImage) tile.Plus((long)block.Rows * TileRowG).Span(RowsBefore * TileRowG).CopyTo(tile.Span(RowsBefore * TileRowG));
    }

    private Floats RowOfTileG(Floats tile, Block block, int outputRow) => tile.Plus((outputRow - block.From + (long)RowsBefore) * TileRowG);

    // First pixel of an input row in the tile of aggregated rows.
    private Floats GateRow(in Workspace work, Block block, int inputRow) =>
        work.TileX.Plus((long)(inputRow - _node.FirstUnder(block.From)) * _node.TileRowX + (long)_node.Padding * _node.TileChannels);

    // Input rows whose gradient is complete with this block.
    private (int From, int To) InputRows(Block block) => (
        Math.Max(0, _node.FirstUnder(block.From)), block.IsLastOfImage ? _node.X.Height : Math.Max(0, _node.FirstUnder(block.To)));

    private void AddDots(StepContext context, in Workspace work, Block block)
    {
        if (dots is null) return;
        (int from, int to) = InputRows(block);
        long offset = OffsetX(block.Image, from);
        _node.Inputs.AddDots(context, offset, (to - from) * _node.X.Width, gradSum!.At(context).Plus(offset), dots.At(context, work.Range), !block.IsFirst);
    }

    private long OffsetX(int image, int row) => image * _node.X.ImageFloats + (long)row * _node.RowX;

    private long OffsetY(int image, int row) => image * _node.Y.ImageFloats + (long)row * _node.Y.Width * _node.Y.Channels;
}
