using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>3x3 pooling, one range an image.</summary>
internal sealed class PoolingForward(string name, TensorBuffer x, TensorBuffer y, PoolingKind kind, int stride) : Step(name, x.Buffer, y.Buffer)
{
    public override bool WalksImages => true;

    public override int Ranges(int count) => count;

    public override void Run(StepContext context, int range, Floats scratch)
    {
        Floats source = x.At(context).Plus(range * x.ImageFloats), target = y.At(context).Plus(range * y.ImageFloats);
        for (int row = 0; row < y.Height; row++)
        {
            context.Kernels.PoolingRow(source, row, x.Height, x.Width, y.Width, x.Channels, stride, kind == PoolingKind.Average,
                target.Plus((long)row * y.Width * y.Channels));
        }
    }

    public override StepWork Work(int count) => StepWork.Passing(count, x, y) + StepWork.Elementwise(count, y, 9);
}

/// <summary>Gradient of 3x3 pooling, one range an image.</summary>
internal sealed class PoolingBackward(
    string name, TensorBuffer x, TensorBuffer gradY, TensorBuffer gradX, PoolingKind kind, int stride, bool accumulate)
    : Step(name, x.Buffer, gradY.Buffer, gradX.Buffer)
{
    public override bool WalksImages => true;

    public override int Ranges(int count) => count;

    public override void Run(StepContext context, int range, Floats scratch)
    {
        Floats target = gradX.At(context).Plus(range * gradX.ImageFloats);
        if (!accumulate) target.Span(checked((int)gradX.ImageFloats)).Clear();
        context.Kernels.PoolingGradient(
            x.At(context).Plus(range * x.ImageFloats), gradY.At(context).Plus(range * gradY.ImageFloats), x.Height, x.Width, gradY.Height,
            gradY.Width, x.Channels, stride, kind == PoolingKind.Average, target);
    }

    // A mean's gradient does not depend on the input.
    public override StepWork Work(int count) => StepWork.Passing(count, kind == PoolingKind.Average ? [gradY] : [x, gradY])
        + StepWork.Elementwise(count, gradY, 9) + StepWork.Gradient(count, gradX, accumulate);
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
internal sealed class GlobalAverageBackward(string name, TensorBuffer gradY, TensorBuffer gradX, bool accumulate) : Step(name, gradY.Buffer, gradX.Buffer)
{
    public override bool WalksImages => true;

    public override int Ranges(int count) => count;

    public override void Run(StepContext context, int range, Floats scratch)
    {
        Floats g = gradY.At(context).Plus(range * gradY.ImageFloats), target = gradX.At(context).Plus(range * gradX.ImageFloats);
        for (int pixel = 0; pixel < gradX.Pixels; pixel++)
            context.Kernels.Scale(g, 1f / gradX.Pixels, gradX.Channels, target.Plus((long)pixel * gradX.Channels), accumulate);
    }

    public override StepWork Work(int count) =>
        StepWork.Passing(count, gradY) + StepWork.Elementwise(count, gradY, 1) + StepWork.Gradient(count, gradX, accumulate);
}
