using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>Forward pass of a fused node, tile by tile; batch statistics of the tile are taken while its output is still in cache.</summary>
internal sealed class FusedNodeForward(FusedNode node, ArenaBuffer? moments)
    : Step(node.Name, [.. node.Inputs.Buffers, node.Y.Buffer, .. moments is null ? Array.Empty<ArenaBuffer>() : [moments]])
{
    private readonly int _tile = node.RowsUnder(node.RowBlock) * node.PaddedRowX;

    public override int ScratchFloats => node.Inputs.FoldedFloats + _tile + node.RowBlock * node.RowT;

    public override int Ranges(int count) => count * node.BlocksOfImage;

    public override void Bind(StepContext context) => node.Inputs.Bind(context);

    public override void Run(StepContext context, int range, Floats scratch)
    {
        TensorBuffer x = node.X, y = node.Y;
        int image = range / node.BlocksOfImage, from = range % node.BlocksOfImage * node.RowBlock, to = Math.Min(from + node.RowBlock, y.Height);
        Floats folded = scratch, tile = folded.Plus(node.Inputs.FoldedFloats), t = tile.Plus(_tile);
        node.Inputs.Fold(context, folded);
        node.Rectify(context, folded, image, from * node.Stride - 1, node.RowsUnder(to - from), tile);
        context.Kernels.Depthwise(
            tile, context.Values.Plus(node.DepthwiseWeight), false, x.Width, to - from, y.Width, x.Channels, node.Stride, t, false);

        Floats target = y.At(context).Plus(image * y.ImageFloats + (long)from * y.Width * y.Channels);
        int pixels = (to - from) * y.Width;
        PixelProduct.Run(context, t, x.Channels, context.Values.Plus(node.PointwiseWeight), pixels, y.Channels, target);
        if (moments is null) return;
        NormStatistics.Take(context, target, pixels, y.Channels, moments.At(context).Plus(2L * range * y.Channels));
    }

    // A multiply-add a wire, a ReLU; statistics take a sum and a multiply-add for the squares.
    public override StepWork Work(int count) => node.Work(count) + node.Inputs.Work(count, 2) + StepWork.Elementwise(count, node.X, 1)
        + StepWork.Passing(count, node.Y) + StepWork.Elementwise(count, node.Y, moments is null ? 0 : 3);
}
