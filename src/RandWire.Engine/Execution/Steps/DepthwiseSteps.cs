using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>Rows of a depthwise convolution that one range takes, and the three input rows under an output row.</summary>
internal readonly record struct DepthwiseRows(TensorBuffer X, int Rows, int OutWidth, int Stride)
{
    /// <summary>Output rows of a range: 64 KiB of output.</summary>
    public int RowBlock => Math.Clamp(16384 / (OutWidth * X.Channels), 1, Rows);

    public int BlocksOfImage => (Rows + RowBlock - 1) / RowBlock;

    /// <summary>Input row <paramref name="row"/> of an image, or zeros outside it.</summary>
    public Floats Row(Floats image, int row, Floats zeros) => (uint)row < (uint)X.Height ? image.Plus((long)row * X.Width * X.Channels) : zeros;
}

/// <summary>Depthwise 3x3; with reversed weights and stride 1 also its own input gradient.</summary>
internal sealed class DepthwiseForward(
    string name, TensorBuffer x, TensorBuffer y, long weight, int stride, ArenaBuffer zeros, bool reversed = false, bool accumulate = false)
    : Step(name, x.Buffer, y.Buffer, zeros)
{
    private readonly DepthwiseRows _rows = new(x, y.Height, y.Width, stride);

    public override int Ranges(int count) => count * _rows.BlocksOfImage;

    public override void Run(StepContext context, int range, Floats scratch)
    {
        int image = range / _rows.BlocksOfImage, from = range % _rows.BlocksOfImage * _rows.RowBlock;
        Floats source = x.At(context).Plus(image * x.ImageFloats), target = y.At(context).Plus(image * y.ImageFloats), none = zeros.At(context);
        for (int row = from; row < Math.Min(from + _rows.RowBlock, y.Height); row++)
        {
            int top = row * stride - 1;
            context.Kernels.DepthwiseRow(
                _rows.Row(source, top, none), _rows.Row(source, top + 1, none), _rows.Row(source, top + 2, none), context.Values.Plus(weight),
                reversed, x.Width, y.Width, x.Channels, stride, target.Plus((long)row * y.Width * y.Channels), accumulate);
        }
    }
}

/// <summary>Input gradient of a depthwise 3x3 at stride 2, gathered input row by input row.</summary>
internal sealed class DepthwiseStrideTwoInputGradient(string name, TensorBuffer gradY, TensorBuffer gradX, long weight, bool accumulate)
    : Step(name, gradY.Buffer, gradX.Buffer)
{
    private readonly DepthwiseRows _rows = new(gradX, gradX.Height, gradX.Width, 1);

    public override int Ranges(int count) => count * _rows.BlocksOfImage;

    public override void Run(StepContext context, int range, Floats scratch)
    {
        int image = range / _rows.BlocksOfImage, from = range % _rows.BlocksOfImage * _rows.RowBlock;
        Floats g = gradY.At(context).Plus(image * gradY.ImageFloats), target = gradX.At(context).Plus(image * gradX.ImageFloats);
        for (int row = from; row < Math.Min(from + _rows.RowBlock, gradX.Height); row++)
        {
            context.Kernels.DepthwiseGradientRowStrideTwo(
                g, context.Values.Plus(weight), row, gradX.Width, gradY.Height, gradY.Width, gradX.Channels,
                target.Plus((long)row * gradX.Width * gradX.Channels), accumulate);
        }
    }
}

/// <summary>Weight gradient of a depthwise 3x3: a partial sum for every group of images, added in order by <see cref="AddParts"/>.</summary>
internal sealed class DepthwiseWeightGradient(string name, TensorBuffer x, TensorBuffer gradY, int stride, ArenaBuffer parts, ArenaBuffer zeros)
    : Step(name, x.Buffer, gradY.Buffer, parts, zeros)
{
    private readonly DepthwiseRows _rows = new(x, gradY.Height, gradY.Width, stride);

    /// <summary>Groups of images for a batch.</summary>
    public static int Groups(int count) => Math.Min(count, 8);

    public override int Ranges(int count) => Groups(count);

    public override void Run(StepContext context, int range, Floats scratch)
    {
        int groups = Groups(context.Count), from = range * context.Count / groups, to = (range + 1) * context.Count / groups, length = 9 * x.Channels;
        Floats target = parts.At(context).Plus((long)range * length), none = zeros.At(context);
        target.Span(length).Clear();
        for (int image = from; image < to; image++)
        {
            Floats source = x.At(context).Plus(image * x.ImageFloats), g = gradY.At(context).Plus(image * gradY.ImageFloats);
            for (int row = 0; row < gradY.Height; row++)
            {
                int top = row * stride - 1;
                context.Kernels.DepthwiseWeightGradientRow(
                    _rows.Row(source, top, none), _rows.Row(source, top + 1, none), _rows.Row(source, top + 2, none),
                    g.Plus((long)row * gradY.Width * gradY.Channels), x.Width, gradY.Width, x.Channels, stride, target);
            }
        }
    }
}
