using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>Dense convolution as a matrix product of pixels by channels; 3x3 and strided windows are gathered into scratch first.</summary>
internal sealed class ConvolutionForward(string name, TensorBuffer x, TensorBuffer y, long weight, int kernel, int stride)
    : Step(name, x.Buffer, y.Buffer)
{
    /// <summary>Output pixels of one range: sixteen tiles of six rows.</summary>
    public const int RowBlock = 96;

    private readonly int _depth = kernel * kernel * x.Channels;

    // A 1x1 at stride 1 reads its pixels in place; everything else gathers windows first.
    private readonly bool _inPlace = kernel == 1 && stride == 1;

    // With few pixels (the classifier's one) the columns are divided instead, so that threads have something to share.
    private readonly int _columnBlock = y.Pixels == 1 ? Math.Min(y.Channels, 128) : y.Channels;

    public override int ScratchFloats => _inPlace ? 0 : (RowBlock + MatrixProduct.MostRows) * _depth;

    public override int Ranges(int count) => Blocks((long)count * y.Pixels, RowBlock) * Blocks(y.Channels, _columnBlock);

    public override void Run(StepContext context, int range, Floats scratch)
    {
        int columnRange = range % Blocks(y.Channels, _columnBlock), rowRange = range / Blocks(y.Channels, _columnBlock);
        long from = (long)rowRange * RowBlock, to = Math.Min(from + RowBlock, (long)context.Count * y.Pixels);
        int column = columnRange * _columnBlock, columns = Math.Min(_columnBlock, y.Channels - column);
        Floats a = x.At(context).Plus(from * x.Channels);
        if (!_inPlace)
        {
            PatchRows.Gather(context.Kernels, x, y, kernel, stride, x.At(context), from, to, scratch);
            a = scratch;
        }
        context.Kernels.MatrixProduct(
            a, _depth, 1, context.Values.Plus(weight + (long)column * _depth), 16 * _depth, 16, (int)(to - from), columns, _depth, default,
            y.At(context).Plus(from * y.Channels + column), y.Channels, 16);
    }

    public override StepWork Work(int count) =>
        StepWork.Convolution((long)count * y.Pixels, kernel * kernel, x.Shape.Channels, y.Shape.Channels) + StepWork.Passing(count, x, y);
}
