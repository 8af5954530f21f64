using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>Forward pass of a fused node, tile by tile; batch statistics of the tile are taken while its output is still in cache.</summary>
internal sealed class FusedNodeForward(FusedNode node, ArenaBuffer? moments)
    : Step(node.Name, [.. node.Inputs.Buffers, node.Y.Buffer, node.Zeros, .. moments is null ? Array.Empty<ArenaBuffer>() : [moments]])
{
    private readonly int _rowsX = Math.Min(node.X.Height, (node.RowBlock - 1) * node.Stride + 3);

    public override int ScratchFloats => node.Inputs.FoldedFloats + _rowsX * node.RowX + node.RowBlock * node.RowT;

    public override int Ranges(int count) => count * node.BlocksOfImage;

    public override void Bind(StepContext context) => node.Inputs.Bind(context);

    public override void Run(StepContext context, int range, Floats scratch)
    {
        TensorBuffer x = node.X, y = node.Y;
        int image = range / node.BlocksOfImage, from = range % node.BlocksOfImage * node.RowBlock, to = Math.Min(from + node.RowBlock, y.Height);
        int firstX = Math.Max(0, from * node.Stride - 1), endX = Math.Min(x.Height, (to - 1) * node.Stride + 2);
        Floats folded = scratch, r = folded.Plus(node.Inputs.FoldedFloats), t = r.Plus((long)_rowsX * node.RowX);

        node.Inputs.Fold(context, folded);
        node.Inputs.Apply(context, folded, image * x.ImageFloats + (long)firstX * node.RowX, (endX - firstX) * x.Width, r, true);
        Floats zeros = node.Zeros.At(context), weights = context.Values.Plus(node.DepthwiseWeight);
        for (int row = from; row < to; row++)
        {
            int top = row * node.Stride - 1;
            context.Kernels.DepthwiseRow(
                Row(r, top, firstX, zeros), Row(r, top + 1, firstX, zeros), Row(r, top + 2, firstX, zeros), weights, false, x.Width, y.Width,
                x.Channels, node.Stride, t.Plus((long)(row - from) * node.RowT), false);
        }

        Floats target = y.At(context).Plus(image * y.ImageFloats + (long)from * y.Width * y.Channels);
        int pixels = (to - from) * y.Width;
        PixelProduct.Run(context, t, x.Channels, context.Values.Plus(node.PointwiseWeight), pixels, y.Channels, target);
        if (moments is null) return;
        NormStatistics.Take(context, target, pixels, y.Channels, moments.At(context).Plus(2L * range * y.Channels));
    }

    private Floats Row(Floats r, int row, int firstX, Floats zeros) =>
        (uint)row < (uint)node.X.Height ? r.Plus((long)(row - firstX) * node.RowX) : zeros;
}
