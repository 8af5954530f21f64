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

/// <summary>An input of a concatenation, and its first channel there.</summary>
internal readonly record struct ConcatenationPart(TensorBuffer Input, int Start);

/// <summary>Inputs side by side along channels, those that do not lie there already; padding lies only at the end.</summary>
internal sealed class ConcatenationForward(string name, ConcatenationPart[] parts, TensorBuffer y)
    : Step(name, [.. Array.ConvertAll(parts, part => part.Input.Buffer), y.Buffer])
{
    public override bool WalksImages => true;

    public override int Ranges(int count) => y.PixelBlocks(count);

    public override void Run(StepContext context, int range, Floats scratch)
    {
        (long offset, int pixels) = y.PixelRange(range, context.Count);
        long first = offset / y.Channels;
        Floats to = y.At(context).Plus(offset);
        foreach ((TensorBuffer input, int start) in parts)
            context.Kernels.CopyPixels(input.At(context).Plus(first * input.Channels), input.Channels, pixels, input.Shape.Channels, to.Plus(start), y.Channels, false);
        context.Kernels.ClearPixels(to.Plus(y.Shape.Channels), y.Channels, pixels, y.Channels - y.Shape.Channels);
    }

    public override StepWork Work(int count)
    {
        TensorBuffer[] inputs = Array.ConvertAll(parts, part => part.Input);
        return StepWork.Passing(count, inputs) + StepWork.Passing(count, inputs);
    }
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
