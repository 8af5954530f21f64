using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>y (+)= a · b, element by element; b may be one pixel that counts for all.</summary>
internal sealed class ProductStep(string name, TensorBuffer a, TensorBuffer b, TensorBuffer y, bool accumulate = false) : Step(name, a.Buffer, b.Buffer, y.Buffer)
{
    // 64 KiB of output a range, within one image.
    private readonly int _pixelBlock = Math.Clamp(16384 / y.Channels, 1, y.Pixels);

    private int BlocksOfImage => Blocks(y.Pixels, _pixelBlock);

    public override bool WalksImages => true;

    public override int Ranges(int count) => count * BlocksOfImage;

    public override void Run(StepContext context, int range, Floats scratch)
    {
        int image = range / BlocksOfImage, from = range % BlocksOfImage * _pixelBlock, pixels = Math.Min(_pixelBlock, y.Pixels - from);
        bool isOne = b.Pixels == 1;
        long offset = image * y.ImageFloats + (long)from * y.Channels;
        context.Kernels.Product(
            a.At(context).Plus(offset), b.At(context).Plus(isOne ? image * b.ImageFloats : offset), isOne ? 0 : b.Channels, pixels, y.Channels,
            y.At(context).Plus(offset), accumulate);
    }

    public override StepWork Work(int count) => StepWork.Passing(count, a, b) + StepWork.Elementwise(count, a, 1) + StepWork.Gradient(count, y, accumulate);
}

/// <summary>Gradient of the one pixel that counted for all: (+)= the sum over pixels of g · a, some channels of an image a range.</summary>
internal sealed class ProductPixelGradient(string name, TensorBuffer a, TensorBuffer gradY, GradientTarget gradB) : Step(name, a.Buffer, gradY.Buffer, gradB.Buffer.Buffer)
{
    public override int Ranges(int count) => count;

    public override void Run(StepContext context, int range, Floats scratch)
    {
        TensorBuffer b = gradB.Buffer;
        context.Kernels.ChannelCenteredDot(
            a.At(context).Plus(range * a.ImageFloats), context.Zeros, gradY.At(context).Plus(range * gradY.ImageFloats), a.Pixels, a.Channels,
            b.At(context).Plus(range * b.ImageFloats), gradB.Accumulates);
    }

    public override StepWork Work(int count) =>
        StepWork.Passing(count, a, gradY) + StepWork.Elementwise(count, a, 2) + StepWork.Gradient(count, gradB.Buffer, gradB.Accumulates);
}
