using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>Input gradient of a 1x1 convolution at stride 1: the output's gradient times the transposed weights.</summary>
internal sealed class PointwiseInputGradient(string name, TensorBuffer gradY, TensorBuffer gradX, ArenaBuffer transposed, bool accumulate)
    : Step(name, gradY.Buffer, gradX.Buffer, transposed)
{
    private readonly int _columnBlock = gradY.Pixels == 1 ? Math.Min(gradX.Channels, 128) : gradX.Channels;

    public override int Ranges(int count) =>
        Blocks((long)count * gradY.Pixels, ConvolutionForward.RowBlock) * Blocks(gradX.Channels, _columnBlock);

    public override void Run(StepContext context, int range, Floats scratch)
    {
        int columnRanges = Blocks(gradX.Channels, _columnBlock), columnRange = range % columnRanges, rowRange = range / columnRanges;
        long from = (long)rowRange * ConvolutionForward.RowBlock;
        long to = Math.Min(from + ConvolutionForward.RowBlock, (long)context.Count * gradY.Pixels);
        int column = columnRange * _columnBlock, columns = Math.Min(_columnBlock, gradX.Channels - column), depth = gradY.Channels;
        Floats target = gradX.At(context).Plus(from * gradX.Channels + column);
        context.Kernels.MatrixProduct(
            gradY.At(context).Plus(from * depth), depth, 1, transposed.At(context).Plus((long)column * depth), 16 * depth, 16, (int)(to - from),
            columns, depth, accumulate ? new MatrixProduct.Start(target.Address, gradX.Channels, 16) : default, target, gradX.Channels, 16);
    }

    public override StepWork Work(int count) =>
        StepWork.Convolution((long)count * gradY.Pixels, 1, gradX.Shape.Channels, gradY.Shape.Channels) + StepWork.Passing(count, gradY)
        + StepWork.Gradient(count, gradX, accumulate);
}

/// <summary>Input gradient of a 3x3 (or strided) convolution: gradients of the windows, added back where they were gathered; one range an image.</summary>
internal sealed class WindowInputGradient(
    string name, TensorBuffer gradY, TensorBuffer gradX, ArenaBuffer transposed, int window, int stride, bool accumulate)
    : Step(name, gradY.Buffer, gradX.Buffer, transposed)
{
    private readonly int _patch = window * window * gradX.Channels;

    public override int ScratchFloats => ConvolutionForward.RowBlock * _patch;

    public override int Ranges(int count) => count;

    public override void Run(StepContext context, int range, Floats scratch)
    {
        Floats g = gradY.At(context).Plus(range * gradY.ImageFloats), to = gradX.At(context).Plus(range * gradX.ImageFloats);
        if (!accumulate) to.Span(checked((int)gradX.ImageFloats)).Clear();
        for (int from = 0; from < gradY.Pixels; from += ConvolutionForward.RowBlock)
        {
            int end = Math.Min(from + ConvolutionForward.RowBlock, gradY.Pixels), depth = gradY.Channels;
            context.Kernels.MatrixProduct(g.Plus((long)from * depth), depth, 1, transposed.At(context), 16 * depth, 16, end - from, _patch, depth,
                default, scratch, _patch, 16);
            context.Kernels.ScatterPatches(scratch, gradX.Height, gradX.Width, gradY.Width, gradX.Channels, window, stride, from, end, to);
        }
    }

    public override StepWork Work(int count) =>
        StepWork.Convolution((long)count * gradY.Pixels, window * window, gradX.Shape.Channels, gradY.Shape.Channels)
        + StepWork.Passing(count, gradY) + StepWork.Gradient(count, gradX, accumulate);
}
