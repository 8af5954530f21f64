using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>The steps of a function of one number.</summary>
internal abstract class CurveSteps
{
    public abstract Step Forward(string name, TensorBuffer x, TensorBuffer y);

    public abstract void InPlace(KernelTable kernels, Floats values, int length);

    public abstract Step Backward(string name, TensorBuffer x, TensorBuffer gradY, GradientTarget gradX);
}

/// <summary>The steps of one formula.</summary>
internal sealed class CurveSteps<TCurve> : CurveSteps where TCurve : struct, ICurve
{
    public static readonly CurveSteps Only = new CurveSteps<TCurve>();

    public override Step Forward(string name, TensorBuffer x, TensorBuffer y) => new CurveForward<TCurve>(name, x, y);

    public override void InPlace(KernelTable kernels, Floats values, int length) => kernels.Curve<TCurve>(values, length, values);

    public override Step Backward(string name, TensorBuffer x, TensorBuffer gradY, GradientTarget gradX) => new CurveBackward<TCurve>(name, x, gradY, gradX);
}

/// <summary>y = f(x).</summary>
internal sealed class CurveForward<TCurve>(string name, TensorBuffer x, TensorBuffer y) : Step(name, x.Buffer, y.Buffer) where TCurve : struct, ICurve
{
    public override bool WalksImages => true;

    public override int Ranges(int count) => x.PixelBlocks(count);

    public override void Run(StepContext context, int range, Floats scratch)
    {
        (long offset, int pixels) = x.PixelRange(range, context.Count);
        Floats target = y.At(context).Plus(offset);
        context.Kernels.Curve<TCurve>(x.At(context).Plus(offset), pixels * x.Channels, target);
        // f(0) need not be zero; and beside an infinite channel, which a product by zero makes NaN of in the padding, f may be finite.
        int padding = y.Channels - y.Shape.Channels;
        if (padding == 0) return;
        for (int p = 0; p < pixels; p++) target.Plus((long)p * y.Channels + y.Shape.Channels).Span(padding).Clear();
    }

    public override StepWork Work(int count) => StepWork.Passing(count, x, y) + StepWork.Elementwise(count, x, 1);
}

/// <summary>gx (+)= g · f'(x). Padding stays zero, for so is its g.</summary>
internal sealed class CurveBackward<TCurve>(string name, TensorBuffer x, TensorBuffer gradY, GradientTarget gradX)
    : Step(name, x.Buffer, gradY.Buffer, gradX.Buffer.Buffer) where TCurve : struct, ICurve
{
    public override bool WalksImages => true;

    public override int Ranges(int count) => x.PixelBlocks(count);

    public override void Run(StepContext context, int range, Floats scratch)
    {
        (long offset, int pixels) = x.PixelRange(range, context.Count);
        context.Kernels.CurveGradient<TCurve>(
            x.At(context).Plus(offset), gradY.At(context).Plus(offset), pixels * x.Channels, gradX.Buffer.At(context).Plus(offset), gradX.Accumulates);
    }

    public override StepWork Work(int count) =>
        StepWork.Passing(count, x, gradY) + StepWork.Elementwise(count, x, 1) + StepWork.Gradient(count, gradX.Buffer, gradX.Accumulates);
}
