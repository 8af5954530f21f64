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
            for (int pixel = 0; pixel < pixels; pixel++)
                from.Plus((long)pixel * input.Channels).Span(channels).CopyTo(to.Plus((long)pixel * y.Channels + at).Span(channels));
            at += channels;
        }
        for (int pixel = 0; pixel < pixels; pixel++) to.Plus((long)pixel * y.Channels + at).Span(y.Channels - at).Clear();
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
            for (int pixel = 0; pixel < pixels; pixel++, g = g.Plus(gradY.Channels), to = to.Plus(row))
            {
                if (target.Accumulates)
                {
                    context.Kernels.Add(g, channels, to);
                    continue;
                }
                g.Span(channels).CopyTo(to.Span(channels));
                to.Plus(channels).Span(row - channels).Clear();
            }
        }
    }

    public override StepWork Work(int count)
    {
        StepWork work = StepWork.Passing(count, gradY);
        foreach (GradientTarget? target in gradInputs) if (target is { } one) work += StepWork.Gradient(count, one.Buffer, one.Accumulates);
        return work;
    }
}
