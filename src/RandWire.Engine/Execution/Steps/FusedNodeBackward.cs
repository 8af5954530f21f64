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
    : Step(node.Name + ".gradient", [.. node.Inputs.Buffers, node.Y.Buffer, node.Zeros, gradNorm.Buffer, norm.Buffer, .. gradients.Buffers])
{
    public override int ScratchFloats =>
        checked((int)(node.Inputs.FoldedFloats + 2 * node.X.ImageFloats + node.Y.Pixels * (long)node.X.Channels + node.X.Channels));

    public override int Ranges(int count) => FusedNode.Groups(count);

    public override void Bind(StepContext context) => node.Inputs.Bind(context);

    public override void Run(StepContext context, int range, Floats scratch)
    {
        int groups = FusedNode.Groups(context.Count), channels = node.X.Channels;
        int from = (int)((long)range * context.Count / groups), to = (int)((range + 1L) * context.Count / groups);
        Floats folded = scratch, rectified = folded.Plus(node.Inputs.FoldedFloats), gradR = rectified.Plus(node.X.ImageFloats);
        Floats gradT = gradR.Plus(node.X.ImageFloats), row = gradT.Plus(node.Y.Pixels * (long)channels);
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
            PixelProduct.Run(context, gradY, node.Y.Channels, gradients.Transposed.At(context), node.Y.Pixels, channels, gradT);
            node.Inputs.Apply(context, folded, image * node.X.ImageFloats, node.X.Pixels, rectified, true);
            DepthwiseRows(context, rectified, gradT, gradients.T.At(context).Plus(image * gradients.T.ImageFloats), parts);
            InputGradient(context, gradT, gradR);
            context.Kernels.ReluGradient(rectified, gradR, checked((int)node.X.ImageFloats), gradR, false);
            node.Inputs.Distribute(
                context, image * node.X.ImageFloats, node.X.Pixels, gradR, gradients.GradInputs, gradients.Accumulate, dots, image > from, row);
        }
    }

    // Forward again, and the weight gradient from the same three rows.
    private void DepthwiseRows(StepContext context, Floats rectified, Floats gradT, Floats t, Floats parts)
    {
        TensorBuffer x = node.X, y = node.Y;
        Floats zeros = node.Zeros.At(context), weights = context.Values.Plus(node.DepthwiseWeight);
        for (int row = 0; row < y.Height; row++)
        {
            int top = row * node.Stride - 1;
            Floats r0 = Row(rectified, top, x.Height, node.RowX, zeros), r1 = Row(rectified, top + 1, x.Height, node.RowX, zeros);
            Floats r2 = Row(rectified, top + 2, x.Height, node.RowX, zeros);
            context.Kernels.DepthwiseRow(r0, r1, r2, weights, false, x.Width, y.Width, x.Channels, node.Stride, t.Plus((long)row * node.RowT), false);
            context.Kernels.DepthwiseWeightGradientRow(r0, r1, r2, gradT.Plus((long)row * node.RowT), x.Width, y.Width, x.Channels, node.Stride, parts);
        }
    }

    private void InputGradient(StepContext context, Floats gradT, Floats gradR)
    {
        TensorBuffer x = node.X, y = node.Y;
        Floats zeros = node.Zeros.At(context), weights = context.Values.Plus(node.DepthwiseWeight);
        for (int row = 0; row < x.Height; row++)
        {
            Floats target = gradR.Plus((long)row * node.RowX);
            if (node.Stride == 1)
            {
                context.Kernels.DepthwiseRow(
                    Row(gradT, row - 1, y.Height, node.RowT, zeros), Row(gradT, row, y.Height, node.RowT, zeros),
                    Row(gradT, row + 1, y.Height, node.RowT, zeros), weights, true, x.Width, x.Width, x.Channels, 1, target, false);
            }
            else
            {
                context.Kernels.DepthwiseGradientRowStrideTwo(gradT, weights, row, x.Width, y.Height, y.Width, x.Channels, target, false);
            }
        }
    }

    private static Floats Row(Floats rows, int row, int height, int length, Floats zeros) =>
        (uint)row < (uint)height ? rows.Plus((long)row * length) : zeros;
}
