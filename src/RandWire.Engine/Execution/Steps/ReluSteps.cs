using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>y = max(0, x).</summary>
internal sealed class ReluForward(string name, TensorBuffer x, TensorBuffer y) : Step(name, x.Buffer, y.Buffer)
{
    public override bool WalksImages => true;

    public override int Ranges(int count) => x.PixelBlocks(count);

    public override void Run(StepContext context, int range, Floats scratch)
    {
        (long offset, int pixels) = x.PixelRange(range, context.Count);
        int length = pixels * x.Channels;
        context.Kernels.Relu(x.At(context).Plus(offset), length, y.At(context).Plus(offset));
    }

    public override StepWork Work(int count) => StepWork.Passing(count, x, y) + StepWork.Elementwise(count, x, 1);
}

/// <summary>gx (+)= g where y is positive.</summary>
internal sealed class ReluBackward(string name, TensorBuffer y, TensorBuffer gradY, TensorBuffer gradX, bool accumulate)
    : Step(name, y.Buffer, gradY.Buffer, gradX.Buffer)
{
    public override bool WalksImages => true;

    public override int Ranges(int count) => y.PixelBlocks(count);

    public override void Run(StepContext context, int range, Floats scratch)
    {
        (long offset, int pixels) = y.PixelRange(range, context.Count);
        int length = pixels * y.Channels;
        context.Kernels.ReluGradient(y.At(context).Plus(offset), gradY.At(context).Plus(offset), length, gradX.At(context).Plus(offset), accumulate);
    }

    public override StepWork Work(int count) =>
        StepWork.Passing(count, y, gradY) + StepWork.Elementwise(count, y, 1) + StepWork.Gradient(count, gradX, accumulate);
}
