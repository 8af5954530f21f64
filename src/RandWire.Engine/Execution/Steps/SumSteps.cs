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

/// <summary>y = the sum over wires, then ReLU where the compiler joined one.</summary>
internal sealed class SumForward(string name, WireInputs inputs, TensorBuffer y, bool relu) : Step(name, [.. inputs.Buffers, y.Buffer])
{
    public override int ScratchFloats => inputs.FoldedFloats;

    public override int Ranges(int count) => y.PixelBlocks(count);

    public override void Bind(StepContext context) => inputs.Bind(context);

    public override void Run(StepContext context, int range, Floats scratch)
    {
        long from = (long)range * y.PixelBlock, offset = from * y.Channels;
        int pixels = (int)Math.Min(y.PixelBlock, (long)context.Count * y.Pixels - from);
        inputs.Fold(context, scratch);
        inputs.Apply(context, scratch, offset, pixels, y.At(context).Plus(offset), relu);
    }

    public override StepWork Work(int count) => inputs.Work(count, 2) + StepWork.Passing(count, y) + StepWork.Elementwise(count, y, relu ? 1 : 0);
}

/// <summary>Input gradients of a sum, and for wires the dot products of gradient and input: [range][1 + input][channels].</summary>
internal sealed class SumBackward(
    string name, WireInputs inputs, TensorBuffer y, TensorBuffer gradY, TensorBuffer?[] gradInputs, bool[] accumulate, ArenaBuffer? dots, bool relu)
    : Step(name, Touched(inputs, y, gradY, gradInputs, dots, relu))
{
    public override int Ranges(int count) => y.PixelBlocks(count);

    public override int ScratchFloats => relu ? y.PixelBlock * y.Channels : 0;

    public override void Bind(StepContext context) => inputs.Bind(context);

    public override void Run(StepContext context, int range, Floats scratch)
    {
        long from = (long)range * y.PixelBlock, offset = from * y.Channels;
        int pixels = (int)Math.Min(y.PixelBlock, (long)context.Count * y.Pixels - from);
        Floats g = gradY.At(context).Plus(offset);
        if (relu)
        {
            context.Kernels.ReluGradient(y.At(context).Plus(offset), g, pixels * y.Channels, scratch, false);
            g = scratch;
        }
        Floats? target = dots?.At(context).Plus((long)range * (inputs.Count + 1) * y.Channels);
        inputs.Distribute(context, offset, pixels, g, gradInputs, accumulate, target, false, scratch);
    }

    private static ArenaBuffer[] Touched(
        WireInputs inputs, TensorBuffer y, TensorBuffer gradY, TensorBuffer?[] gradInputs, ArenaBuffer? dots, bool relu)
    {
        List<ArenaBuffer> touched = [gradY.Buffer];
        if (relu) touched.Add(y.Buffer);
        foreach (TensorBuffer? gradInput in gradInputs) if (gradInput is not null) touched.Add(gradInput.Buffer);
        if (dots is not null) touched.AddRange([dots, .. inputs.Buffers]);
        return [.. touched];
    }

    public override StepWork Work(int count) => StepWork.Passing(count, relu ? [y, gradY] : [gradY]) + StepWork.Elementwise(count, y, relu ? 1 : 0)
        + inputs.GradientWork(count, gradInputs, accumulate, dots is not null, dots is not null);
}

/// <summary>Gradients of wire scalars: the dot products joined in order, in double, times the sigmoid's slope.</summary>
/// <remarks>A wire carries scale · y + shift, so its dot product with g is the sum over channels of scale · (g · y) + shift · (sum of g).</remarks>
internal sealed class WireGradient(string name, WireInputs inputs, long weights, ArenaBuffer dots, Func<int, int> rangesOfBatch)
    : Step(name, [dots, .. inputs.Buffers])
{
    public override int Ranges(int count) => inputs.Count;

    public override void Run(StepContext context, int range, Floats scratch)
    {
        int ranges = rangesOfBatch(context.Count), channels = inputs.First.Channels, rows = inputs.Count + 1;
        NormChannels? norm = inputs.Norm(range);
        double total = 0;
        for (int r = 0; r < ranges; r++)
        {
            Span<float> sums = dots.At(context).Plus((long)r * rows * channels).Span(channels);
            Span<float> products = dots.At(context).Plus(((long)r * rows + range + 1) * channels).Span(channels);
            if (norm is null)
            {
                foreach (float product in products) total += product;
                continue;
            }
            Span<float> scale = norm.Scale(context).Span(channels), shift = norm.Shift(context).Span(channels);
            for (int c = 0; c < channels; c++) total += scale[c] * (double)products[c] + shift[c] * (double)sums[c];
        }
        context.Gradients.Plus(weights).Span(inputs.Count)[range] = (float)(total * context.WireSlopes[inputs.Coefficients.FirstWire + range]);
    }

    public override StepWork Work(int count) =>
        StepWork.Floats((long)rangesOfBatch(count) * (inputs.Count + 1) * inputs.First.Shape.Channels, 2) + StepWork.Floats(inputs.Count);
}
