using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>Weight gradient of a dense convolution: pixels are divided into groups (partial sums, added in order by <see cref="AddParts"/>) and
/// weight rows into blocks.</summary>
internal sealed class ConvolutionWeightGradient(
    string name, TensorBuffer x, TensorBuffer gradY, long weight, ArenaBuffer? parts, int kernel, int stride)
    : Step(name, parts is null ? [x.Buffer, gradY.Buffer] : [x.Buffer, gradY.Buffer, parts])
{
    private const int PatchRowsAtOnce = 256;
    private readonly int _depth = kernel * kernel * x.Channels;

    // A 1x1 at stride 1 reads its input in place; everything else gathers its windows once for all of its rows.
    private readonly bool _inPlace = kernel == 1 && stride == 1;

    public override int ScratchFloats => Kernels.WeightGradient.ScratchFloats + (_inPlace ? 0 : PatchRowsAtOnce * _depth);

    /// <summary>Groups of pixels for a batch; a thousand pixels are worth a partial sum of their own.</summary>
    public static int Groups(long pixels) => (int)Math.Clamp(pixels / 1024, 1, 8);

    public override int Ranges(int count) => Groups((long)count * gradY.Pixels) * RowRanges;

    private int RowRanges => _inPlace ? Blocks(_depth, Kernels.WeightGradient.RowBlock) : 1;

    public override void Run(StepContext context, int range, Floats scratch)
    {
        long pixels = (long)context.Count * gradY.Pixels;
        int groups = Groups(pixels), group = range / RowRanges, rowRange = range % RowRanges;
        long from = group * pixels / groups, to = (group + 1) * pixels / groups;
        Floats target = parts is null ? context.Gradients.Plus(weight) : parts.At(context).Plus((long)group * _depth * gradY.Channels);
        Floats g = gradY.At(context);
        if (_inPlace)
        {
            int row = rowRange * Kernels.WeightGradient.RowBlock, rows = Math.Min(Kernels.WeightGradient.RowBlock, _depth - row);
            context.Kernels.WeightGradient(
                x.At(context).Plus(from * x.Channels + row), x.Channels, g.Plus(from * gradY.Channels), gradY.Channels, checked((int)(to - from)), rows,
                gradY.Channels, target.Plus(16L * row), 16 * _depth, scratch, false);
            return;
        }
        Floats patches = scratch.Plus(Kernels.WeightGradient.ScratchFloats);
        for (long at = from; at < to; at += PatchRowsAtOnce)
        {
            long end = Math.Min(at + PatchRowsAtOnce, to);
            PatchRows.Gather(context.Kernels, x, gradY, kernel, stride, x.At(context), at, end, patches);
            for (int row = 0; row < _depth; row += Kernels.WeightGradient.RowBlock)
            {
                context.Kernels.WeightGradient(
                    patches.Plus(row), _depth, g.Plus(at * gradY.Channels), gradY.Channels, (int)(end - at),
                    Math.Min(Kernels.WeightGradient.RowBlock, _depth - row), gradY.Channels, target.Plus(16L * row), 16 * _depth, scratch, at > from);
            }
        }
    }

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
