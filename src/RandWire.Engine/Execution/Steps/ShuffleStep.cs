using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>y[p, c] (+)= x[p, source of c]: the channels of every pixel in another order.</summary>
internal sealed class ShuffleStep(string name, TensorBuffer x, TensorBuffer y, int groups, bool accumulate = false) : Step(name, x.Buffer, y.Buffer)
{
    private readonly int[] _sources = Sources(x.Shape.Channels, groups);

    public override bool WalksImages => true;

    public override int Ranges(int count) => y.PixelBlocks(count);

    public override void Run(StepContext context, int range, Floats scratch)
    {
        (long offset, int pixels) = y.PixelRange(range, context.Count);
        Floats from = x.At(context).Plus(offset), to = y.At(context).Plus(offset);
        context.Kernels.ShufflePixels(from, to, pixels, y.Channels, _sources, groups, accumulate);
    }

    public override StepWork Work(int count) => StepWork.Passing(count, x) + StepWork.Gradient(count, y, accumulate);

    private static int[] Sources(int channels, int groups)
    {
        int[] sources = new int[channels];
        for (int c = 0; c < channels; c++) sources[c] = c % groups * (channels / groups) + c / groups;
        return sources;
    }
}
