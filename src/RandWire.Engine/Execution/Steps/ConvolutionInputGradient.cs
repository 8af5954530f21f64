using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>Input gradient of a 1x1 convolution at stride 1: the output's gradient times the transposed weights.</summary>
internal sealed class PointwiseInputGradient(string name, TensorBuffer gradY, TensorBuffer gradX, ArenaBuffer transposed, bool accumulate)
    : Step(name, gradY.Buffer, gradX.Buffer, transposed)
{
    public override int Ranges(int count) => Blocks((long)count * gradY.Pixels, ConvolutionForward.RowBlock);

    public override void Run(StepContext context, int range, Floats scratch)
    {
        long from = (long)range * ConvolutionForward.RowBlock, to = Math.Min(from + ConvolutionForward.RowBlock, (long)context.Count * gradY.Pixels);
        int depth = gradY.Channels;
        Floats target = gradX.At(context).Plus(from * gradX.Channels);
        context.Kernels.MatrixProduct(
            gradY.At(context).Plus(from * depth), depth, 1, transposed.At(context), 16 * depth, 16, (int)(to - from), gradX.Channels, depth,
            accumulate ? new MatrixProduct.Start(target.Address, gradX.Channels, 16) : default, target, gradX.Channels, 16);
    }

    public override StepWork Work(int count) =>
        StepWork.Convolution((long)count * gradY.Pixels, 1, gradX.Shape.Channels, gradY.Shape.Channels) + StepWork.Passing(count, gradY)
        + StepWork.Gradient(count, gradX, accumulate);
}

/// <summary>Input gradient of a fully connected layer: output channels' gradients times the transposed weights, of which a part is transposed in cache and used
/// by all images at once.</summary>
internal sealed class LinearInputGradient(string name, TensorBuffer gradY, TensorBuffer gradX, long weight, bool accumulate)
    : Step(name, gradY.Buffer, gradX.Buffer)
{
    // As many as a tile of the product takes at once.
    private const int Columns = 32;

    public override int ScratchFloats => Columns * gradY.Channels;

    public override int Ranges(int count) => Blocks(gradX.Channels, Columns);

    public override void Run(StepContext context, int range, Floats scratch)
    {
        int column = range * Columns, columns = Math.Min(Columns, gradX.Channels - column), depth = gradY.Channels;
        for (int n = 0; n < columns; n += 16)
            WeightPanels.TransposePanel(context.Values.Plus(weight), gradX.Channels, depth, column + n, scratch.Plus((long)n * depth), 0);
        Floats target = gradX.At(context).Plus(column);
        context.Kernels.MatrixProduct(
            gradY.At(context), depth, 1, scratch, 16 * depth, 16, context.Count, columns, depth,
            accumulate ? new MatrixProduct.Start(target.Address, gradX.Channels, 16) : default, target, gradX.Channels, 16);
    }

    public override StepWork Work(int count) =>
        StepWork.Convolution(count, 1, gradX.Shape.Channels, gradY.Shape.Channels) + StepWork.Passing(count, gradY) + StepWork.Gradient(count, gradX, accumulate);
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
