using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>Depthwise 3x3; with reversed weights and stride 1 also its own input gradient. Rows are padded in scratch first.</summary>
internal sealed class DepthwiseForward(
    string name, TensorBuffer x, TensorBuffer y, WindowGrid grid, long weight, bool reversed = false, bool accumulate = false, Finish? finish = null)
    : Step(name, x.Buffer, y.Buffer, finish?.Buffer)
{
    private readonly int _stride = ThreeByThree.StrideOf(name, grid);

    // 64 KiB of output a range.
    private readonly int _rowBlock = Math.Clamp(16384 / (y.Width * x.Channels), 1, y.Height);

    private int BlocksOfImage => Blocks(y.Height, _rowBlock);

    public override int ScratchFloats => checked(RowsUnder(_rowBlock) * (x.Width + 2) * x.Channels);

    public override int Ranges(int count) => count * BlocksOfImage;

    public override void Run(StepContext context, int range, Floats scratch)
    {
        int image = range / BlocksOfImage, from = range % BlocksOfImage * _rowBlock, rows = Math.Min(_rowBlock, y.Height - from);
        Floats source = x.At(context).Plus(image * x.ImageFloats), target = y.At(context).Plus(image * y.ImageFloats + (long)from * y.Width * y.Channels);
        context.Kernels.PadTile(source, x.Height, x.Width, x.Channels, from * _stride - 1, RowsUnder(rows), scratch);
        context.Kernels.Depthwise(
            scratch, context.Values.Plus(weight), reversed, x.Width, rows, y.Width, x.Channels, _stride, target, accumulate);
        finish?.Run(context, target, rows * y.Width, y);
    }

    private int RowsUnder(int rows) => (rows - 1) * _stride + 3;

    public override StepWork Work(int count) =>
        StepWork.Depthwise((long)count * y.Pixels, x.Shape.Channels) + StepWork.Passing(count, x) + StepWork.Gradient(count, y, accumulate)
        + (finish?.Work(count, y) ?? default);
}

/// <summary>Input gradient of a depthwise 3x3 at stride 2, one range an image.</summary>
internal sealed class DepthwiseStrideTwoInputGradient(string name, TensorBuffer gradY, GradientTarget target, WindowGrid grid, long weight)
    : Step(name, gradY.Buffer, target.Buffer.Buffer)
{
    private readonly TensorBuffer _gradX = target.Buffer;
    private readonly int _tileRow = (gradY.Width + 2) * gradY.Channels;
    private readonly int _rowX = ThreeByThree.StrideOf(name, grid) == 2 ? target.Buffer.Width * target.Buffer.Channels
        : throw new InvalidOperationException($"{name}: the kernel is for stride 2.");

    public override int ScratchFloats => checked((gradY.Height + 2) * _tileRow);

    public override int Ranges(int count) => count;

    public override void Run(StepContext context, int range, Floats scratch)
    {
        Floats to = _gradX.At(context).Plus(range * _gradX.ImageFloats);
        context.Kernels.PadTile(
            gradY.At(context).Plus(range * gradY.ImageFloats), gradY.Height, gradY.Width, gradY.Channels, -1, gradY.Height + 2, scratch);
        for (int y = 0; y < _gradX.Height; y++, to = to.Plus(_rowX))
        {
            Floats g = scratch.Plus((y / 2 + 1L) * _tileRow + gradY.Channels);
            context.Kernels.DepthwiseInputGradientStrideTwoRow(
                g, g.Plus(_tileRow), y % 2 == 1, context.Values.Plus(weight), null, _gradX.Width, _gradX.Channels, to, target.Accumulates);
        }
    }

    public override StepWork Work(int count) =>
        StepWork.Depthwise((long)count * gradY.Pixels, _gradX.Shape.Channels) + StepWork.Passing(count, gradY) + StepWork.Gradient(count, _gradX, target.Accumulates);
}

/// <summary>Weight gradient of a depthwise 3x3: a partial sum for every group of images, added in order by <see cref="AddParts"/>.</summary>
internal sealed class DepthwiseWeightGradient(string name, TensorBuffer x, TensorBuffer gradY, WindowGrid grid, ArenaBuffer parts)
    : Step(name, x.Buffer, gradY.Buffer, parts)
{
    private readonly int _stride = ThreeByThree.StrideOf(name, grid);

    /// <summary>Groups of images for a batch.</summary>
    public static int Groups(int count) => Math.Min(count, 8);

    private int PaddedRows => (gradY.Height - 1) * _stride + 3;

    public override int ScratchFloats => checked(PaddedRows * (x.Width + 2) * x.Channels);

    public override int Ranges(int count) => Groups(count);

    public override void Run(StepContext context, int range, Floats scratch)
    {
        int groups = Groups(context.Count), from = range * context.Count / groups, to = (range + 1) * context.Count / groups, length = 9 * x.Channels;
        Floats target = parts.At(context).Plus((long)range * length);
        target.Span(length).Clear();
        for (int image = from; image < to; image++)
        {
            context.Kernels.PadTile(x.At(context).Plus(image * x.ImageFloats), x.Height, x.Width, x.Channels, -1, PaddedRows, scratch);
            context.Kernels.DepthwiseWeightGradient(
                scratch, gradY.At(context).Plus(image * gradY.ImageFloats), (nint)gradY.Width * gradY.Channels, x.Width, gradY.Height, gradY.Width,
                x.Channels, _stride, target);
        }
    }

    public override StepWork Work(int count) => StepWork.Depthwise((long)count * gradY.Pixels, x.Shape.Channels) + StepWork.Passing(count, x, gradY);
}

/// <summary>What the kernels for 3x3 demand of a window.</summary>
internal static class ThreeByThree
{
    /// <summary>Stride of a window that is theirs.</summary>
    /// <exception cref="InvalidOperationException">It is none: the kernels would read beyond their tiles.</exception>
    public static int StrideOf(string name, WindowGrid grid) => grid is { WindowHeight: 3, WindowWidth: 3, Dilation: 1, Above: 1, Left: 1, Stride: 1 or 2 } ? grid.Stride
        : throw new InvalidOperationException($"{name}: the kernel is for 3x3, dilation 1, padding 1, stride 1 or 2, not for {grid}.");
}
