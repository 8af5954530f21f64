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
    public override int Ranges(int count) => count;

    public override void Run(StepContext context, int range, Floats scratch)
    {
        Floats to = y.At(context).Plus(range * y.ImageFloats);
        int at = 0;
        foreach (TensorBuffer input in inputs)
        {
            Floats from = input.At(context).Plus(range * input.ImageFloats);
            int channels = input.Shape.Channels;
            for (int pixel = 0; pixel < y.Pixels; pixel++)
                from.Plus((long)pixel * input.Channels).Span(channels).CopyTo(to.Plus((long)pixel * y.Channels + at).Span(channels));
            at += channels;
        }
        for (int pixel = 0; pixel < y.Pixels; pixel++) to.Plus((long)pixel * y.Channels + at).Span(y.Channels - at).Clear();
    }

    public override StepWork Work(int count) => StepWork.Passing(count, [.. inputs, y]);
}

/// <summary>Hands every input of a concatenation its share of the gradient; its padding gets zeros.</summary>
internal sealed class ConcatenationBackward(string name, TensorBuffer gradY, TensorBuffer?[] gradInputs, int[] starts, bool[] accumulate)
    : Step(name, [gradY.Buffer, .. TensorBuffer.BuffersOf(gradInputs)])
{
    public override int Ranges(int count) => count;

    public override void Run(StepContext context, int range, Floats scratch)
    {
        Floats g = gradY.At(context).Plus(range * gradY.ImageFloats);
        for (int i = 0; i < gradInputs.Length; i++)
        {
            if (gradInputs[i] is not { } gradInput) continue;
            int channels = gradInput.Shape.Channels;
            Floats to = gradInput.At(context).Plus(range * gradInput.ImageFloats);
            for (int pixel = 0; pixel < gradY.Pixels; pixel++)
            {
                Span<float> from = g.Plus((long)pixel * gradY.Channels + starts[i]).Span(channels);
                Span<float> target = to.Plus((long)pixel * gradInput.Channels).Span(gradInput.Channels);
                if (accumulate[i])
                {
                    for (int c = 0; c < channels; c++) target[c] += from[c];
                }
                else
                {
                    from.CopyTo(target);
                    target[channels..].Clear();
                }
            }
        }
    }

    public override StepWork Work(int count)
    {
        StepWork work = StepWork.Passing(count, gradY);
        for (int i = 0; i < gradInputs.Length; i++) if (gradInputs[i] is { } gradInput) work += StepWork.Gradient(count, gradInput, accumulate[i]);
        return work;
    }
}
