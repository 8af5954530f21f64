using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>Coefficients of a sum: one constant for all inputs, or the sigmoids of its wires.</summary>
/// <param name="FirstWire">Index of the first wire in <see cref="StepContext.WireCoefficients"/>, or -1 for constants.</param>
/// <param name="Constants">The constants, where there are no wires.</param>
internal sealed record SumCoefficients(int FirstWire, float[] Constants)
{
    public ReadOnlySpan<float> Of(StepContext context, int inputs) =>
        FirstWire < 0 ? Constants : context.WireCoefficients.AsSpan(FirstWire, inputs);
}

/// <summary>y = sum of coefficient · input, then ReLU where the compiler joined one.</summary>
internal sealed class SumForward(string name, TensorBuffer[] inputs, TensorBuffer y, SumCoefficients coefficients, bool relu)
    : Step(name, [.. inputs.Select(input => input.Buffer), y.Buffer])
{
    private readonly Floats[] _addresses = new Floats[inputs.Length];

    public override int Ranges(int count) => y.PixelBlocks(count);

    public override void Bind(StepContext context)
    {
        for (int i = 0; i < inputs.Length; i++) _addresses[i] = inputs[i].At(context);
    }

    public override void Run(StepContext context, int range, Floats scratch)
    {
        long from = (long)range * y.PixelBlock, offset = from * y.Channels;
        int length = (int)(Math.Min(y.PixelBlock, (long)context.Count * y.Pixels - from) * y.Channels);
        context.Kernels.Sum(_addresses, coefficients.Of(context, inputs.Length), offset, length, y.At(context).Plus(offset), relu);
    }
}

/// <summary>Input gradients of a sum, and for wires the dot products of gradient and input: [range][input][channels].</summary>
internal sealed class SumBackward(
    string name, TensorBuffer[] inputs, TensorBuffer y, TensorBuffer gradY, TensorBuffer?[] gradInputs, bool[] accumulate,
    SumCoefficients coefficients, ArenaBuffer? dots, bool relu)
    : Step(name, Touched(inputs, y, gradY, gradInputs, dots, relu))
{
    /// <summary>Ranges of a batch; their number bounds the memory of the dot products.</summary>
    public override int Ranges(int count) => y.PixelBlocks(count);

    public override int ScratchFloats => relu ? y.PixelBlock * y.Channels : 0;

    public override void Run(StepContext context, int range, Floats scratch)
    {
        long from = (long)range * y.PixelBlock, offset = from * y.Channels;
        int pixels = (int)Math.Min(y.PixelBlock, (long)context.Count * y.Pixels - from), length = pixels * y.Channels;
        Floats g = gradY.At(context).Plus(offset);
        if (relu)
        {
            context.Kernels.ReluGradient(y.At(context).Plus(offset), g, length, scratch, false);
            g = scratch;
        }
        ReadOnlySpan<float> weights = coefficients.Of(context, inputs.Length);
        for (int i = 0; i < inputs.Length; i++)
        {
            if (gradInputs[i] is { } gradInput) context.Kernels.Scale(g, weights[i], length, gradInput.At(context).Plus(offset), accumulate[i]);
            if (dots is not null)
            {
                context.Kernels.ChannelDot(
                    inputs[i].At(context).Plus(offset), g, pixels, y.Channels, dots.At(context).Plus(((long)range * inputs.Length + i) * y.Channels));
            }
        }
    }

    private static ArenaBuffer[] Touched(
        TensorBuffer[] inputs, TensorBuffer y, TensorBuffer gradY, TensorBuffer?[] gradInputs, ArenaBuffer? dots, bool relu)
    {
        List<ArenaBuffer> touched = [gradY.Buffer];
        if (relu) touched.Add(y.Buffer);
        foreach (TensorBuffer? gradInput in gradInputs) if (gradInput is not null) touched.Add(gradInput.Buffer);
        if (dots is not null)
        {
            touched.Add(dots);
            foreach (TensorBuffer input in inputs) touched.Add(input.Buffer);
        }
        return [.. touched];
    }
}

/// <summary>Gradients of wire scalars: the dot products joined in order, in double, times the sigmoid's slope.</summary>
internal sealed class WireGradient(string name, TensorBuffer y, int inputs, int firstWire, long weights, ArenaBuffer dots) : Step(name, dots)
{
    public override int Ranges(int count) => 1;

    public override void Run(StepContext context, int range, Floats scratch)
    {
        int ranges = y.PixelBlocks(context.Count);
        Span<float> gradients = context.Gradients.Plus(weights).Span(inputs);
        for (int i = 0; i < inputs; i++)
        {
            double sum = 0;
            for (int r = 0; r < ranges; r++)
            {
                Span<float> part = dots.At(context).Plus(((long)r * inputs + i) * y.Channels).Span(y.Channels);
                foreach (float value in part) sum += value;
            }
            gradients[i] = (float)(sum * context.WireSlopes[firstWire + i]);
        }
    }
}
