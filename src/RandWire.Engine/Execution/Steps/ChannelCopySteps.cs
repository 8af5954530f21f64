using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>Copies the unpadded input images into padded pixels, for programs whose first operations need them padded.</summary>
internal sealed class PadImages(string name, TensorBuffer images, TensorBuffer padded) : Step(name, images.Buffer, padded.Buffer)
{
    public override int Ranges(int count) => count;

    public override void Run(StepContext context, int range, Floats scratch)
    {
        Floats from = images.At(context).Plus(range * images.ImageFloats), to = padded.At(context).Plus(range * padded.ImageFloats);
        for (int pixel = 0; pixel < images.Pixels; pixel++)
        {
            Span<float> target = to.Plus((long)pixel * padded.Channels).Span(padded.Channels);
            from.Plus((long)pixel * images.Channels).Span(images.Channels).CopyTo(target);
            target[images.Channels..].Clear();
        }
    }

    public override StepWork Work(int count) => StepWork.Passing(count, images, padded);
}

/// <summary>Inputs side by side along channels; padding lies only at the end.</summary>
internal sealed class ConcatenationForward(string name, TensorBuffer[] inputs, TensorBuffer y)
    : Step(name, [.. TensorBuffer.BuffersOf(inputs), y.Buffer])
{
    public override bool WalksImages => true;

    public override int Ranges(int count) => y.PixelBlocks(count);

    public override void Run(StepContext context, int range, Floats scratch)
    {
        (long offset, int pixels) = y.PixelRange(range, context.Count);
        long first = offset / y.Channels;
        Floats to = y.At(context).Plus(offset);
        int at = 0;
        foreach (TensorBuffer input in inputs)
        {
            Floats from = input.At(context).Plus(first * input.Channels);
            int channels = input.Shape.Channels;
            context.Kernels.CopyPixels(from, input.Channels, pixels, channels, to.Plus(at), y.Channels, false);
            at += channels;
        }
        context.Kernels.ClearPixels(to.Plus(at), y.Channels, pixels, y.Channels - at);
    }

    public override StepWork Work(int count) => StepWork.Passing(count, [.. inputs, y]);
}

/// <summary>Hands every input of a concatenation its share of the gradient; its padding gets zeros.</summary>
internal sealed class ConcatenationBackward(string name, TensorBuffer gradY, GradientTarget?[] gradInputs, int[] starts)
    : Step(name, [gradY.Buffer, .. Array.ConvertAll(gradInputs, target => target?.Buffer.Buffer)])
{
    public override bool WalksImages => true;

    public override int Ranges(int count) => gradY.PixelBlocks(count);

    public override void Run(StepContext context, int range, Floats scratch)
    {
        (long offset, int pixels) = gradY.PixelRange(range, context.Count);
        long first = offset / gradY.Channels;
        for (int i = 0; i < gradInputs.Length; i++)
        {
            if (gradInputs[i] is not { } target) continue;
            int channels = target.Buffer.Shape.Channels, row = target.Buffer.Channels;
            Floats g = gradY.At(context).Plus(offset + starts[i]), to = target.Buffer.At(context).Plus(first * row);
            context.Kernels.CopyPixels(g, gradY.Channels, pixels, channels, to, row, target.Accumulates);
            if (!target.Accumulates) context.Kernels.ClearPixels(to.Plus(channels), row, pixels, row - channels);
        }
    }

    public override StepWork Work(int count)
    {
        StepWork work = StepWork.Passing(count, gradY);
        foreach (GradientTarget? target in gradInputs) if (target is { } one) work += StepWork.Gradient(count, one.Buffer, one.Accumulates);
        return work;
    }
}
