using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>What the backward pass of a fused node writes.</summary>
/// <param name="GradY">Gradient of the raw output, for the 1x1 weight gradient that follows.</param>
/// <param name="T">Depthwise rows, recomputed, for the same.</param>
/// <param name="Transposed">Transposed 1x1 weights.</param>
/// <param name="DepthwiseParts">Partial depthwise weight gradients, [group][9][channels].</param>
/// <param name="Dots">Dot products for the wires, [group][1 + input][channels], or null without wires.</param>
/// <param name="GradInputs">Gradients of the inputs; null where none is needed.</param>
/// <param name="Accumulate">Whether each input's gradient has something in it already.</param>
internal sealed record FusedNodeGradients(
    TensorBuffer GradY, TensorBuffer T, ArenaBuffer Transposed, ArenaBuffer DepthwiseParts, ArenaBuffer? Dots, TensorBuffer?[] GradInputs, bool[] Accumulate)
{
    public IEnumerable<ArenaBuffer> Buffers =>
    [
        GradY.Buffer, T.Buffer, Transposed, DepthwiseParts, .. Dots is null ? Array.Empty<ArenaBuffer>() : [Dots],
        .. GradInputs.OfType<TensorBuffer>().Select(gradient => gradient.Buffer),
    ];
}

/// <summary>Backward pass of a fused node, image by image: the rectified sum and the depthwise rows are computed again instead of stored.</summary>
internal sealed class FusedNodeBackward(FusedNode node, TensorBuffer gradNorm, NormChannels norm, FusedNodeGradients gradients)
    : Step(node.Name + ".gradient", [.. node.Inputs.Buffers, node.Y.Buffer, gradNorm.Buffer, norm.Buffer, .. gradients.Buffers])
{
    private readonly int _tileX = (node.X.Height + 2) * node.PaddedRowX;
    private readonly int _tileT = (node.Y.Height + 2) * node.PaddedRowT;

    public override int ScratchFloats => checked((int)(
        node.Inputs.FoldedFloats + _tileX + _tileT + Math.Max(node.X.ImageFloats, node.Y.Pixels * (long)node.X.Channels) + node.X.Channels));

    public override int Ranges(int count) => FusedNode.Groups(count);

    public override void Bind(StepContext context) => node.Inputs.Bind(context);

    public override void Run(StepContext context, int range, Floats scratch)
    {
        int groups = FusedNode.Groups(context.Count), channels = node.X.Channels;
        int from = (int)((long)range * context.Count / groups), to = (int)((range + 1L) * context.Count / groups);
        // The contiguous gradient of the depthwise rows is needed only until it is padded, so the input gradient takes its place.
        Floats folded = scratch, rectified = folded.Plus(node.Inputs.FoldedFloats), gradT = rectified.Plus(_tileX), gradR = gradT.Plus(_tileT);
        Floats row = gradR.Plus(Math.Max(node.X.ImageFloats, node.Y.Pixels * (long)channels));
        Floats parts = gradients.DepthwiseParts.At(context).Plus((long)range * 9 * channels);
        parts.Span(9 * channels).Clear();
        Floats? dots = gradients.Dots?.At(context).Plus((long)range * (node.Inputs.Count + 1) * channels);
        node.Inputs.Fold(context, folded);
        for (int image = from; image < to; image++)
        {
            Floats gradY = gradients.GradY.At(context).Plus(image * node.Y.ImageFloats);
            context.Kernels.NormGradient(
                node.Y.At(context).Plus(image * node.Y.ImageFloats), gradNorm.At(context).Plus(image * node.Y.ImageFloats), norm.OfGradient(context),
                norm.OfInput(context), norm.Constant(context), node.Y.Pixels, node.Y.Channels, gradY, false);
            PixelProduct.Run(context, gradY, node.Y.Channels, gradients.Transposed.At(context), node.Y.Pixels, channels, gradR);
            context.Kernels.PadTile(gradR, node.Y.Height, node.Y.Width, channels, -1, node.Y.Height + 2, gradT);
            node.Rectify(context, folded, image, -1, node.X.Height + 2, rectified);
            DepthwiseBackward(context, rectified, gradT, gradients.T.At(context).Plus(image * gradients.T.ImageFloats), parts, gradR);
            node.Inputs.Distribute(
                context, image * node.X.ImageFloats, node.X.Pixels, gradR, gradients.GradInputs, gradients.Accumulate, dots, image > from, row);
        }
    }

    // Forward again, the weight gradient, and the input gradient where the rectified sum was positive.
    private void DepthwiseBackward(StepContext context, Floats rectified, Floats gradT, Floats t, Floats parts, Floats gradR)
    {
        TensorBuffer x = node.X, y = node.Y;
        int channels = x.Channels;
        Floats weights = context.Values.Plus(node.DepthwiseWeight);
        context.Kernels.Depthwise(rectified, weights, false, x.Width, y.Height, y.Width, channels, node.Stride, t, false);
        context.Kernels.DepthwiseWeightGradient(
            rectified, gradT.Plus(node.PaddedRowT + channels), node.PaddedRowT, x.Width, y.Height, y.Width, channels, node.Stride, parts);
        if (node.Stride == 1) context.Kernels.Depthwise(gradT, weights, true, y.Width, x.Height, x.Width, channels, 1, gradR, false);
        else context.Kernels.DepthwiseInputGradientStrideTwo(gradT, weights, x.Height, x.Width, y.Height, y.Width, channels, gradR, false);
        for (int row = 0; row < x.Height; row++)
        {
            Floats g = gradR.Plus((long)row * node.RowX);
            context.Kernels.ReluGradient(rectified.Plus((row + 1L) * node.PaddedRowX + channels), g, node.RowX, g, false);
        }
    }

    // Both input gradients and the depthwise weight gradient; the 1x1 weight gradient is a step of its own, which reads what this one writes.
    // The norm takes two multiply-adds, the ReLU one operation.
    public override StepWork Work(int count) => node.Work(count) + StepWork.Depthwise((long)count * node.Y.Pixels, node.X.Shape.Channels)
        + StepWork.Passing(count, gradNorm, node.Y, gradients.GradY, gradients.T)
        + StepWork.Elementwise(count, node.Y, 4) + StepWork.Elementwise(count, node.X, 1)
        + node.Inputs.GradientWork(count, gradients.GradInputs, gradients.Accumulate, gradients.Dots is not null, true);
}
