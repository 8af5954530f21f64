using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>y[p, c] (+)= x[p, source of c]: the channels of every pixel in another order.</summary>
internal sealed class ShuffleStep(string name, TensorBuffer x, TensorBuffer y, int[] sources, bool accumulate = false) : Step(name, x.Buffer, y.Buffer)
{
    public override bool WalksImages => true;

    public override int Ranges(int count) => y.PixelBlocks(count);

    public override void Run(StepContext context, int range, Floats scratch)
    {
        (long offset, int pixels) = y.PixelRange(range, context.Count);
        Floats from = x.At(context).Plus(offset), to = y.At(context).Plus(offset);
        Shuffle.Pixels(from, to, pixels, y.Channels, sources, accumulate);
    }

    public override StepWork Work(int count) => StepWork.Passing(count, x) + StepWork.Gradient(count, y, accumulate);
}
