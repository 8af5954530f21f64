using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>Depthwise convolution with any window. Rows are padded in scratch first.</summary>
internal sealed class DepthwiseTapsForward(string name, TensorBuffer x, TensorBuffer y, WindowGrid grid, long weight, Finish? finish)
    : Step(name, x.Buffer, y.Buffer, finish?.Buffer)
{
    private readonly PaddedRows _padded = new(grid);

    // 64 KiB of output a range.
    private readonly int _rowBlock = Math.Clamp(16384 / (y.Width * x.Channels), 1, y.Height);

    private int BlocksOfImage => Blocks(y.Height, _rowBlock);

    public override int ScratchFloats => _padded.Floats(_rowBlock);

    public override int Ranges(int count) => count * BlocksOfImage;

    public override void Run(StepContext context, int range, Floats scratch)
    {
        int image = range / BlocksOfImage, from = range % BlocksOfImage * _rowBlock, rows = Math.Min(_rowBlock, y.Height - from);
        Floats target = y.At(context).Plus(image * y.ImageFloats + (long)from * y.Width * y.Channels);
        _padded.Fill(context, x.At(context).Plus(image * x.ImageFloats), from, rows, scratch);
        Span<int> taps = stackalloc int[2 * grid.Taps];
        _padded.ListTaps(taps);
        for (int row = 0; row < rows; row++)
        {
            context.Kernels.DepthwiseTaps(
                scratch.Plus((long)row * grid.Stride * _padded.RowFloats), taps, context.Values.Plus(weight), (nint)grid.Stride * x.Channels, y.Width, x.Channels,
                target.Plus((long)row * y.Width * y.Channels), y.Channels, false);
        }
        finish?.Run(context, target, rows * y.Width, y);
    }

    public override StepWork Work(int count) => StepWork.Depthwise((long)count * y.Pixels, x.Shape.Channels, grid.Taps) + StepWork.Passing(count, x, y) + (finish?.Work(count, y) ?? default);
}

/// <summary>Weight gradient of a depthwise convolution with any window: a partial sum for every group of images, added in order by <see cref="AddParts"/>.</summary>
internal sealed class DepthwiseTapsWeightGradient(string name, TensorBuffer x, TensorBuffer gradY, WindowGrid grid, ArenaBuffer parts)
    : Step(name, x.Buffer, gradY.Buffer, parts)
{
    private readonly PaddedRows _padded = new(grid);

    // 128 KiB of output gradients at once, which with their tile stay in a second-level cache for all batches of taps.
    private readonly int _rowBlock = Math.Clamp(32768 / (gradY.Width * x.Channels), 1, gradY.Height);

    public override int ScratchFloats => _padded.Floats(_rowBlock);

    public override int Ranges(int count) => DepthwiseWeightGradient.Groups(count);

    public override void Run(StepContext context, int range, Floats scratch)
    {
        int groups = Ranges(context.Count), from = range * context.Count / groups, to = (range + 1) * context.Count / groups, length = grid.Taps * x.Channels;
        Floats target = parts.At(context).Plus((long)range * length);
        target.Span(length).Clear();
        Span<int> taps = stackalloc int[2 * grid.Taps];
        _padded.ListTaps(taps);
        for (int image = from; image < to; image++)
        {
            Floats g = gradY.At(context).Plus(image * gradY.ImageFloats);
            for (int row = 0; row < gradY.Height; row += _rowBlock)
            {
                int rows = Math.Min(_rowBlock, gradY.Height - row);
                _padded.Fill(context, x.At(context).Plus(image * x.ImageFloats), row, rows, scratch);
                context.Kernels.DepthwiseTapsWeightGradient(
                    scratch, taps, (nint)grid.Stride * _padded.RowFloats, (nint)grid.Stride * x.Channels, g.Plus((long)row * gradY.Width * gradY.Channels),
                    (nint)gradY.Width * gradY.Channels, rows, gradY.Width, x.Channels, target);
            }
        }
    }

    public override StepWork Work(int count) => StepWork.Depthwise((long)count * gradY.Pixels, x.Shape.Channels, grid.Taps) + StepWork.Passing(count, x, gradY);
}

/// <summary>Input gradient of a depthwise convolution with any window: every input row and every phase of columns meets taps of its own.</summary>
/// <remarks>Input pixel i meets tap k at output (i + padding - k · dilation) / stride where that is whole: for pixels that lie a stride apart the same taps, at outputs
/// that lie side by side. Outputs are padded in scratch, so that all pixels are alike.</remarks>
internal sealed class DepthwiseTapsInputGradient(string name, TensorBuffer gradY, GradientTarget target, WindowGrid grid, long weight)
    : Step(name, gradY.Buffer, target.Buffer.Buffer)
{
    private readonly TensorBuffer _gradX = target.Buffer;

    // Outputs before the first and after the last that input pixels may ask for.
    private readonly int _above = Before(grid.WindowHeight, grid.Above, grid), _left = Before(grid.WindowWidth, grid.Left, grid);
    private readonly int _below = After(grid.Height, grid.OutHeight, grid.Above, grid), _right = After(grid.Width, grid.OutWidth, grid.Left, grid);

    // 64 KiB of input gradient a range.
    private readonly int _rowBlock = Math.Clamp(16384 / (target.Buffer.Width * target.Buffer.Channels), 1, target.Buffer.Height);

    private int BlocksOfImage => Blocks(_gradX.Height, _rowBlock);

    private int TileRow => (_left + gradY.Width + _right) * gradY.Channels;

    public override int ScratchFloats => checked((RowsUnder(_rowBlock) + 1) * TileRow);

    public override int Ranges(int count) => count * BlocksOfImage;

    public override void Run(StepContext context, int range, Floats scratch)
    {
        int image = range / BlocksOfImage, from = range % BlocksOfImage * _rowBlock, to = Math.Min(from + _rowBlock, _gradX.Height);
        int first = Floor(from + grid.Above - (grid.WindowHeight - 1) * grid.Dilation), rows = Floor(to - 1 + grid.Above) - first + 1;
        context.Kernels.PadTile(
            gradY.At(context).Plus(image * gradY.ImageFloats), gradY.Height, gradY.Width, gradY.Channels, first, rows, _left, _right, scratch);
        Floats image0 = _gradX.At(context).Plus(image * _gradX.ImageFloats);
        Span<int> taps = stackalloc int[2 * grid.Taps];
        for (int row = from; row < to; row++)
        {
            for (int phase = 0; phase < Math.Min(grid.Stride, _gradX.Width); phase++)
            {
                int count = WindowTaps.ListGradient(
                    taps, grid.WindowWidth, grid.Dilation, grid.Stride, (row + grid.Above, phase + grid.Left), (first, -_left), TileRow, gradY.Channels);
                int pixels = (_gradX.Width - phase + grid.Stride - 1) / grid.Stride;
                Floats pixel = image0.Plus(((long)row * _gradX.Width + phase) * _gradX.Channels);
                if (count == 0 && target.Accumulates) continue;
                context.Kernels.DepthwiseTaps(
                    scratch, taps[..count], context.Values.Plus(weight), gradY.Channels, pixels, _gradX.Channels, pixel, (nint)grid.Stride * _gradX.Channels,
                    target.Accumulates);
            }
        }
    }

    private int RowsUnder(int rows) => (rows - 1 + (grid.WindowHeight - 1) * grid.Dilation) / grid.Stride + 2;

    private int Floor(int pixel) => pixel >= 0 ? pixel / grid.Stride : -((grid.Stride - 1 - pixel) / grid.Stride);

    private static int Before(int taps, int padding, WindowGrid grid) => Math.Max(0, ((taps - 1) * grid.Dilation - padding + grid.Stride - 1) / grid.Stride);

    private static int After(int length, int outputs, int padding, WindowGrid grid) => Math.Max(0, (length - 1 + padding) / grid.Stride - (outputs - 1));

    public override StepWork Work(int count) => StepWork.Depthwise((long)count * gradY.Pixels, _gradX.Shape.Channels, grid.Taps)
        + StepWork.Passing(count, gradY) + StepWork.Gradient(count, _gradX, target.Accumulates);
}

/// <summary>The input rows under some output rows, with zeros around them.</summary>
internal readonly record struct PaddedRows(WindowGrid Grid)
{
    private int Right => Math.Max(0, (Grid.OutWidth - 1) * Grid.Stride - Grid.Left + (Grid.WindowWidth - 1) * Grid.Dilation - (Grid.Width - 1));

    /// <summary>Floats of a row.</summary>
    public int RowFloats => checked((Grid.Left + Grid.Width + Right) * Grid.Channels);

    /// <summary>Floats of the rows under so many output rows.</summary>
    public int Floats(int rows) => checked(RowsUnder(rows) * RowFloats);

    /// <summary>Copies the rows under some output rows of an image.</summary>
    public void Fill(StepContext context, Floats image, int from, int rows, Floats tile) =>
        context.Kernels.PadTile(image, Grid.Height, Grid.Width, Grid.Channels, Grid.Top(from), RowsUnder(rows), Grid.Left, Right, tile);

    /// <summary>Place of every tap under the first output pixel, and of its weights.</summary>
    public void ListTaps(Span<int> taps) => WindowTaps.List(taps, Grid.WindowWidth, Grid.Dilation, RowFloats, Grid.Channels);

    private int RowsUnder(int rows) => (rows - 1) * Grid.Stride + (Grid.WindowHeight - 1) * Grid.Dilation + 1;
}
