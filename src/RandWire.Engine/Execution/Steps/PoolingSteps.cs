using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>Pooling, some rows of an image a range.</summary>
internal sealed class PoolingForward(string name, TensorBuffer x, TensorBuffer y, PoolingKind kind, WindowGrid grid) : Step(name, x.Buffer, y.Buffer)
{
    // 64 KiB of output a range.
    private readonly int _rowBlock = Math.Clamp(16384 / (y.Width * y.Channels), 1, y.Height);

    private int BlocksOfImage => Blocks(y.Height, _rowBlock);

    public override bool WalksImages => true;

    public override int Ranges(int count) => count * BlocksOfImage;

    public override void Run(StepContext context, int range, Floats scratch)
    {
        int image = range / BlocksOfImage, from = range % BlocksOfImage * _rowBlock, to = Math.Min(from + _rowBlock, y.Height);
        Floats source = x.At(context).Plus(image * x.ImageFloats), target = y.At(context).Plus(image * y.ImageFloats);
        for (int row = from; row < to; row++)
            context.Kernels.PoolingRow(source, grid, row, kind == PoolingKind.Average, target.Plus((long)row * y.Width * y.Channels));
    }

    public override StepWork Work(int count) => StepWork.Passing(count, x, y) + StepWork.Elementwise(count, y, grid.Taps);
}

/// <summary>Gradient of pooling, some channels of an image a range: windows overlap, channels do not.</summary>
internal sealed class PoolingBackward(string name, TensorBuffer x, TensorBuffer gradY, GradientTarget gradX, PoolingKind kind, WindowGrid grid)
    : Step(name, x.Buffer, gradY.Buffer, gradX.Buffer.Buffer)
{
    private const int ChannelBlock = 64;

    public override bool WalksImages => true;

    public override int Ranges(int count) => count * Blocks(x.Channels, ChannelBlock);

    public override void Run(StepContext context, int range, Floats scratch)
    {
        int blocks = Blocks(x.Channels, ChannelBlock), image = range / blocks, first = range % blocks * ChannelBlock, count = Math.Min(ChannelBlock, x.Channels - first);
        Floats target = gradX.Buffer.At(context).Plus(image * x.ImageFloats);
        if (!gradX.Accumulates)
            for (int pixel = 0; pixel < x.Pixels; pixel++) target.Plus((long)pixel * x.Channels + first).Span(count).Clear();
        context.Kernels.PoolingGradient(
            x.At(context).Plus(image * x.ImageFloats), gradY.At(context).Plus(image * gradY.ImageFloats), grid, first, count, kind == PoolingKind.Average, target);
    }

    // A mean's gradient does not depend on the input.
    public override StepWork Work(int count) => StepWork.Passing(count, kind == PoolingKind.Average ? [gradY] : [x, gradY])
        + StepWork.Elementwise(count, gradY, grid.Taps) + StepWork.Gradient(count, gradX.Buffer, gradX.Accumulates);
}

/// <summary>Mean over all pixels of every image.</summary>
internal sealed class GlobalAverageForward(string name, TensorBuffer x, TensorBuffer y) : Step(name, x.Buffer, y.Buffer)
{
    public override bool WalksImages => true;

    public override int Ranges(int count) => count;

    public override void Run(StepContext context, int range, Floats scratch)
    {
        Floats target = y.At(context).Plus(range * y.ImageFloats);
        context.Kernels.ChannelSum(x.At(context).Plus(range * x.ImageFloats), x.Pixels, x.Channels, target, false);
        context.Kernels.Scale(target, 1f / x.Pixels, x.Channels, target, false);
    }

    public override StepWork Work(int count) => StepWork.Passing(count, x, y) + StepWork.Elementwise(count, x, 1);
}

/// <summary>Every pixel gets its share of the mean's gradient.</summary>
/// <param name="name">Name of the step.</param>
/// <param name="gradY">Gradient of the mean, or of a larger one.</param>
/// <param name="gradX">Where the gradient goes.</param>
/// <param name="accumulate">Whether it is added.</param>
/// <param name="start">First channel in <paramref name="gradY"/>.</param>
internal sealed class GlobalAverageBackward(string name, TensorBuffer gradY, TensorBuffer gradX, bool accumulate, int start = 0) : Step(name, gradY.Buffer, gradX.Buffer)
{
    private readonly bool _isPart = start > 0 || gradY.Shape.Channels != gradX.Shape.Channels;

    public override int ScratchFloats => _isPart ? gradX.Channels : 0;

    public override bool WalksImages => true;

    public override int Ranges(int count) => count;

    public override void Run(StepContext context, int range, Floats scratch)
    {
        Floats g = gradY.At(context).Plus(range * gradY.ImageFloats + start), target = gradX.At(context).Plus(range * gradX.ImageFloats);
        if (_isPart)
        {
            int channels = gradX.Shape.Channels;
            g.Span(channels).CopyTo(scratch.Span(channels));
            scratch.Plus(channels).Span(gradX.Channels - channels).Clear();
            g = scratch;
        }
        for (int pixel = 0; pixel < gradX.Pixels; pixel++)
            context.Kernels.Scale(g, 1f / gradX.Pixels, gradX.Channels, target.Plus((long)pixel * gradX.Channels), accumulate);
    }

    public override StepWork Work(int count) =>
        StepWork.Passing(count, gradY) + StepWork.Elementwise(count, gradY, 1) + StepWork.Gradient(count, gradX, accumulate);
}
