using RandWire.Engine.Functions;
using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>Coefficients of a sum: one constant for all inputs, or the weights of its wires.</summary>
/// <param name="FirstWire">Index of the first wire in <see cref="StepContext.WireCoefficients"/>, or -1 for constants.</param>
/// <param name="Constants">The constants, where there are no wires.</param>
internal sealed record SumCoefficients(int FirstWire, float[] Constants)
{
    public static readonly SumCoefficients One = new(-1, [1]);

    public ReadOnlySpan<float> Of(StepContext context, int inputs) =>
        FirstWire < 0 ? Constants : context.WireCoefficients.AsSpan(FirstWire, inputs);

    public float At(StepContext context, int input) => FirstWire < 0 ? Constants[input] : context.WireCoefficients[FirstWire + input];
}

/// <summary>y = the sum over wires, or one wire alone, then ReLU where there is one.</summary>
/// <param name="name">Name of the step.</param>
/// <param name="inputs">The wires.</param>
/// <param name="y">Where the sum goes: a value, or one that has it among its channels.</param>
/// <param name="relu">Whether there is a ReLU.</param>
/// <param name="start">First channel in <paramref name="y"/>.</param>
internal sealed class SumForward(string name, WireInputs inputs, TensorBuffer y, bool relu, int start = 0) : Step(name, [.. inputs.Buffers, y.Buffer])
{
    public override int ScratchFloats => inputs.FoldedFloats;

    public override bool WalksImages => true;

    public override int Ranges(int count) => inputs.First.PixelBlocks(count);

    public override void Bind(StepContext context) => inputs.Bind(context);

    public override void Run(StepContext context, int range, Floats scratch)
    {
        (long offset, int pixels) = inputs.First.PixelRange(range, context.Count);
        inputs.Fold(context, scratch);
        inputs.Apply(context, scratch, offset, pixels, y.At(context).Plus(offset / inputs.First.Channels * y.Channels + start), y.Channels, relu);
    }

    public override StepWork Work(int count) =>
        inputs.Work(count, 2) + StepWork.Passing(count, inputs.First) + StepWork.Elementwise(count, inputs.First, relu ? 1 : 0);
}

/// <summary>Gradient of a sum, gathered from its readers and stopped where a joined ReLU was shut, with the dot products that wires and normalizations before
/// it ask for. Its inputs read the gradient from where this leaves it.</summary>
/// <param name="name">Name of the step.</param>
/// <param name="inputs">Wires into the sum.</param>
/// <param name="shares">Gradient of the sum's or the ReLU's output.</param>
/// <param name="rectifies">Whether there is a ReLU.</param>
/// <param name="gate">Its output; null where that was not kept, and is computed again.</param>
/// <param name="gradSum">Where the gradient goes; it may be the one share there is.</param>
/// <param name="dots">Dot products with the inputs, or null where nobody asks.</param>
internal sealed class SumBackward(
    string name, WireInputs inputs, GradientShares shares, bool rectifies, TensorBuffer? gate, TensorBuffer gradSum, DotProducts? dots)
    : Step(name, [.. shares.Buffers, gradSum.Buffer, gate?.Buffer, dots?.Buffer, .. dots is not null || rectifies && gate is null ? inputs.Buffers : []])
{
    private readonly bool _rectifiesAgain = rectifies && gate is null;

    public override bool WalksImages => true;

    public override int Ranges(int count) => gradSum.PixelBlocks(count);

    public override int ScratchFloats => checked(shares.FoldedFloats + (_rectifiesAgain ? inputs.FoldedFloats + gradSum.PixelBlock * gradSum.Channels : 0));

    public override void Bind(StepContext context)
    {
        inputs.Bind(context);
        shares.Bind(context);
    }

    public override void Run(StepContext context, int range, Floats scratch)
    {
        (long offset, int pixels) = gradSum.PixelRange(range, context.Count);
        Floats g = gradSum.At(context).Plus(offset);
        if (!shares.IsJust(gradSum))
        {
            shares.Fold(context, scratch);
            shares.Apply(context, scratch, offset, pixels, g);
        }
        if (_rectifiesAgain)
        {
            Floats folded = scratch.Plus(shares.FoldedFloats), y = folded.Plus(inputs.FoldedFloats);
            inputs.Fold(context, folded);
            inputs.Apply(context, folded, offset, pixels, y, true);
            context.Kernels.ReluGradient(y, g, pixels * gradSum.Channels, g, false);
        }
        else if (rectifies) context.Kernels.ReluGradient(gate!.At(context).Plus(offset), g, pixels * gradSum.Channels, g, false);
        if (dots is not null) inputs.AddDots(context, offset, pixels, g, dots.At(context, range), false);
    }

    public override StepWork Work(int count) => StepWork.Passing(count, gate is null ? [gradSum] : [gate, gradSum]) + StepWork.Elementwise(count, gradSum, rectifies ? 1 : 0)
        + (shares.IsJust(gradSum) ? default : shares.Work(count))
        + (dots is null ? default : inputs.Work(count, 2) + StepWork.Elementwise(count, gradSum, 1));
}

/// <summary>The scalars of a weighted sum.</summary>
/// <param name="Group">Its wires.</param>
/// <param name="Gradient">Where their gradients go.</param>
internal sealed record WireScalars(WireGroup Group, GradientPlace Gradient);

/// <summary>Gradients of wire scalars: the dot products joined in order, in double, times the slope of the weight.</summary>
/// <remarks>A wire carries scale · y + shift = scale · (y - mean) + beta with beta the normalization's learned shift, so its dot product with g is the sum over
/// channels of scale · (g · (y - mean)) + beta · (sum of g). Under a sigmoid every wire is joined by itself; a softmax needs all of them.
/// Choices of a hard sum that were not computed count nothing.</remarks>
internal sealed class WireGradient(string name, WireInputs inputs, WireScalars scalars, DotProducts dots) : Step(name, [dots.Buffer, .. inputs.Buffers])
{
    public override int Ranges(int count) => RangesOf(scalars);

    public override void Run(StepContext context, int range, Floats scratch) => Join(context, inputs, scalars, dots, range);

    /// <summary>Ranges that <see cref="Join"/> takes.</summary>
    public static int RangesOf(WireScalars scalars) => scalars.Group.Kind == WeightKind.Sigmoid ? scalars.Group.Count : 1;

    /// <summary>Joins the dot products of one wire, or of all that hang together.</summary>
    public static void Join(StepContext context, WireInputs inputs, WireScalars scalars, DotProducts dots, int range)
    {
        WireGroup group = scalars.Group;
        Span<float> target = scalars.Gradient.At(context).Span(group.Count);
        ReadOnlySpan<double> slopes = context.WireSlopes.AsSpan(group.First, group.Count);
        if (group.Kind == WeightKind.Sigmoid)
        {
            target[range] = (float)(Total(context, inputs, dots, range) * slopes[range]);
            return;
        }
        double mean = 0;
        for (int i = 0; i < group.Count; i++) mean += slopes[i] * Choice(i);
        for (int i = 0; i < group.Count; i++) target[i] = (float)((Choice(i) - mean) * slopes[i]);

        double Choice(int i) => group.Taken < 0 ? Total(context, inputs, dots, i) : i == group.Taken ? Total(context, inputs, dots, 0) : 0;
    }

    private static double Total(StepContext context, WireInputs inputs, DotProducts dots, int wire)
    {
        int ranges = dots.Ranges(context.Count), channels = inputs.First.Channels;
        NormChannels? norm = inputs.Norm(wire);
        Span<float> scale = norm is null ? default : norm.Scale(context).Span(channels), beta = norm is null ? default : norm.Beta(context).Span(channels);
        Doubles16 totals = default;
        for (int r = 0; r < ranges; r++)
        {
            Span<float> sums = dots.At(context, r).Span(channels), products = dots.At(context, r).Plus((wire + 1L) * channels).Span(channels);
            for (int c = 0; c < channels; c += Doubles16.Count)
            {
                Doubles16 product = Doubles16.From(products[c..]);
                totals += norm is null ? product : Doubles16.From(scale[c..]) * product + Doubles16.From(beta[c..]) * Doubles16.From(sums[c..]);
            }
        }
        Span<double> lanes = stackalloc double[Doubles16.Count];
        totals.CopyTo(lanes);
        double total = 0;
        foreach (double lane in lanes) total += lane;
        return total;
    }

    public override StepWork Work(int count) =>
        StepWork.Floats((long)dots.Ranges(count) * dots.RangeFloats, 2) + StepWork.Floats(inputs.Count);
}
