using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>Weight gradient of a dense convolution: pixels are divided into groups (partial sums, added in order by <see cref="AddParts"/>) and
/// weight rows into blocks.</summary>
internal sealed class ConvolutionWeightGradient(
    string name, TensorBuffer x, TensorBuffer gradY, long weight, ArenaBuffer? parts, int kernel, int stride)
    : Step(name, parts is null ? [x.Buffer, gradY.Buffer] : [x.Buffer, gradY.Buffer, parts])
{
    private const int PatchRowsAtOnce = 256;

    // Rows of the gradient (input channels) that one range takes where the input is read in place.
    private const int RowBlock = 48;

    private readonly int _depth = kernel * kernel * x.Channels;

    // A 1x1 at stride 1 reads its input in place; everything else gathers its windows once for all of its rows.
    private readonly bool _inPlace = kernel == 1 && stride == 1;

    public override int ScratchFloats => _inPlace ? 0 : PatchRowsAtOnce * _depth + MatrixProduct.MostRows;

    /// <summary>Groups of pixels for a batch; a thousand pixels are worth a partial sum of their own.</summary>
    public static int Groups(long pixels) => (int)Math.Clamp(pixels / 1024, 1, 8);

    public override int Ranges(int count) => Groups((long)count * gradY.Pixels) * RowRanges;

    private int RowRanges => _inPlace ? Blocks(_depth, RowBlock) : 1;

    public override void Run(StepContext context, int range, Floats scratch)
    {
        long pixels = (long)context.Count * gradY.Pixels;
        int groups = Groups(pixels), group = range / RowRanges, row = range % RowRanges * RowBlock;
        long from = group * pixels / groups, to = (group + 1) * pixels / groups;
        Floats target = parts is null ? context.Gradients.Plus(weight) : parts.At(context).Plus((long)group * _depth * gradY.Channels);
        if (_inPlace)
        {
            Add(context, x.At(context).Plus(from * x.Channels + row), Math.Min(RowBlock, _depth - row), from, to, target.Plus(16L * row), false);
            return;
        }
        for (long at = from; at < to; at += PatchRowsAtOnce)
        {
            long end = Math.Min(at + PatchRowsAtOnce, to);
            PatchRows.Gather(context.Kernels, x, gradY, kernel, stride, x.At(context), at, end, scratch);
            Add(context, scratch, _depth, at, end, target, at > from);
        }
    }

    // The transposed rows of x times the rows of g: the sum over pixels.
    private void Add(StepContext context, Floats rows, int count, long from, long to, Floats target, bool accumulate) => context.Kernels.MatrixProduct(
        rows, 1, _depth, gradY.At(context).Plus(from * gradY.Channels), 16, gradY.Channels, count, gradY.Channels, (int)(to - from),
        accumulate ? new MatrixProduct.Start(target.Address, 16, 16 * _depth) : default, target, 16, 16 * _depth);

    public override StepWork Work(int count) =>
        StepWork.Convolution((long)count * gradY.Pixels, kernel * kernel, x.Shape.Channels, gradY.Shape.Channels) + StepWork.Passing(count, x, gradY);
}

/// <summary>Adds partial gradients in order and leaves the sum in the store.</summary>
internal sealed class AddParts(string name, ArenaBuffer parts, long target, int length, Func<int, int> partsOfBatch) : Step(name, parts)
{
    private const int Block = 4096;

    public override int Ranges(int count) => Blocks(length, Block);

    public override void Run(StepContext context, int range, Floats scratch)
    {
        int from = range * Block;
        context.Kernels.AddParts(parts.At(context).Plus(from), partsOfBatch(context.Count), length, Math.Min(Block, length - from),
            context.Gradients.Plus(target + from));
    }

    public override StepWork Work(int count) => StepWork.Floats((long)partsOfBatch(count) * length, 1) + StepWork.Floats(length);
}
