using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>Input gradient of a 1x1 convolution at stride 1: the output's gradient times the transposed weights.</summary>
internal sealed class PointwiseInputGradient(string name, TensorBuffer gradY, GradientTarget gradX, PanelLayout panels, ArenaBuffer transposed)
    : Step(name, gradY.Buffer, gradX.Buffer.Buffer, transposed)
{
    public override int Ranges(int count) => Blocks((long)count * gradY.Pixels, ConvolutionForward.RowBlock);

    public override void Run(StepContext context, int range, Floats scratch)
    {
        long from = (long)range * ConvolutionForward.RowBlock, to = Math.Min(from + ConvolutionForward.RowBlock, (long)context.Count * gradY.Pixels);
        int row = gradX.Buffer.Channels;
        Floats all = gradX.Buffer.At(context).Plus(from * row);
        // Runs of panels may share inputs at their borders.
        bool accumulates = gradX.Accumulates || panels.Runs.Length > 1;
        if (accumulates && !gradX.Accumulates) all.Span(checked((int)(to - from) * row)).Clear();
        foreach (PanelRun run in panels.Runs)
        {
            Floats target = all.Plus(run.FirstInput);
            context.Kernels.MatrixProduct(
                gradY.At(context).Plus(from * gradY.Channels + run.FirstOutput), gradY.Channels, 1, transposed.At(context).Plus(run.Offset), 16 * run.Outputs, 16,
                (int)(to - from), run.Inputs, run.Outputs, accumulates ? new MatrixProduct.Start(target.Address, row, 16) : default, target, row, 16);
        }
    }

    public override StepWork Work(int count) =>
        StepWork.Convolution((long)count * gradY.Pixels, 1, panels.Inputs / panels.Groups, gradY.Shape.Channels) + StepWork.Passing(count, gradY)
        + StepWork.Gradient(count, gradX.Buffer, gradX.Accumulates);
}

/// <summary>Input gradient of a fully connected layer: output channels' gradients times the transposed weights, of which a part is transposed in cache and used
/// by all images at once.</summary>
internal sealed class LinearInputGradient(string name, TensorBuffer gradY, GradientTarget gradX, long weight) : Step(name, gradY.Buffer, gradX.Buffer.Buffer)
{
    // As many as a tile of the product takes at once.
    private const int Columns = 32;

    public override int ScratchFloats => Columns * gradY.Channels;

    public override int Ranges(int count) => Blocks(gradX.Buffer.Channels, Columns);

    public override void Run(StepContext context, int range, Floats scratch)
    {
        int row = gradX.Buffer.Channels, column = range * Columns, columns = Math.Min(Columns, row - column), depth = gradY.Channels;
        for (int n = 0; n < columns; n += 16)
            WeightPanels.TransposePanel(context.Values.Plus(weight), row, depth, column + n, scratch.Plus((long)n * depth), 0);
        Floats target = gradX.Buffer.At(context).Plus(column);
        context.Kernels.MatrixProduct(
            gradY.At(context), depth, 1, scratch, 16 * depth, 16, context.Count, columns, depth,
            gradX.Accumulates ? new MatrixProduct.Start(target.Address, row, 16) : default, target, row, 16);
    }

    public override StepWork Work(int count) => StepWork.Convolution(count, 1, gradX.Buffer.Shape.Channels, gradY.Shape.Channels)
        + StepWork.Passing(count, gradY) + StepWork.Gradient(count, gradX.Buffer, gradX.Accumulates);
}

/// <summary>Input gradient of a convolution with a window or a stride: gradients of the windows, added back where they were gathered.</summary>
/// <param name="name">Name of the step.</param>
/// <param name="gradY">Gradient of the output.</param>
/// <param name="gradX">Where the gradient of the input goes.</param>
/// <param name="grid">The window over the input.</param>
/// <param name="panels">How the weights lie.</param>
/// <param name="transposed">The transpose of every run of panels.</param>
/// <param name="batch">Most images: few of them are divided by channels.</param>
internal sealed class WindowInputGradient(
    string name, TensorBuffer gradY, GradientTarget gradX, WindowGrid grid, PanelLayout panels, ArenaBuffer transposed, int batch)
    : Step(name, gradY.Buffer, gradX.Buffer.Buffer, transposed)
{
    // Floats of window gradients that stay in a second-level cache between the product and where they are added.
    private const int PatchFloats = 96 * 1024;

    private const int FewImages = 16;

    private readonly int _channelBlock = batch >= FewImages ? gradX.Buffer.Channels : Math.Min(64, gradX.Buffer.Channels);
    private readonly int _rowBlock = Math.Clamp(
        PatchFloats / (grid.Taps * (batch >= FewImages ? gradX.Buffer.Channels : Math.Min(64, gradX.Buffer.Channels))) / 12 * 12, 12, ConvolutionForward.RowBlock);

    private int ChannelBlocks => Blocks(gradX.Buffer.Channels, _channelBlock);

    public override int ScratchFloats => checked(_rowBlock * grid.Taps * _channelBlock);

    public override int Ranges(int count) => count * ChannelBlocks;

    public override void Run(StepContext context, int range, Floats scratch)
    {
        TensorBuffer x = gradX.Buffer;
        int image = range / ChannelBlocks, first = range % ChannelBlocks * _channelBlock, last = Math.Min(first + _channelBlock, x.Channels);
        Floats g = gradY.At(context).Plus(image * gradY.ImageFloats), to = x.At(context).Plus(image * x.ImageFloats);
        if (!gradX.Accumulates) Clear(to, first, last);
        foreach (PanelRun run in panels.Runs)
        {
            int from = Math.Max(first, run.FirstInput), count = Math.Min(last, run.FirstInput + run.Inputs) - from;
            if (count <= 0) continue;
            for (int pixel = 0; pixel < gradY.Pixels; pixel += _rowBlock)
            {
                int end = Math.Min(pixel + _rowBlock, gradY.Pixels);
                Windows(context, run, from - run.FirstInput, count, g.Plus((long)pixel * gradY.Channels + run.FirstOutput), end - pixel, scratch);
                context.Kernels.ScatterPatches(scratch, grid, from, count, pixel, end, to);
            }
        }
    }

    // Gradients of windows, [pixel][tap][some channels of the run].
    private void Windows(StepContext context, PanelRun run, int from, int count, Floats g, int rows, Floats patches)
    {
        int patch = grid.Taps * count, depth = run.Outputs;
        Floats weights = transposed.At(context).Plus(run.Offset);
        if (count == run.Inputs)
        {
            context.Kernels.MatrixProduct(g, gradY.Channels, 1, weights, 16 * depth, 16, rows, patch, depth, default, patches, patch, 16);
            return;
        }
        for (int tap = 0; tap < grid.Taps; tap++)
        {
            context.Kernels.MatrixProduct(
                g, gradY.Channels, 1, weights.Plus((long)(tap * run.Inputs + from) * depth), 16 * depth, 16, rows, count, depth, default,
                patches.Plus((long)tap * count), patch, 16);
        }
    }

    private void Clear(Floats image, int first, int last)
    {
        TensorBuffer x = gradX.Buffer;
        if (last - first == x.Channels) image.Span(checked((int)x.ImageFloats)).Clear();
        else for (int pixel = 0; pixel < x.Pixels; pixel++) image.Plus((long)pixel * x.Channels + first).Span(last - first).Clear();
    }

    public override StepWork Work(int count) =>
        StepWork.Convolution((long)count * gradY.Pixels, grid.Taps, panels.Inputs / panels.Groups, gradY.Shape.Channels)
        + StepWork.Passing(count, gradY) + StepWork.Gradient(count, gradX.Buffer, gradX.Accumulates);
}
