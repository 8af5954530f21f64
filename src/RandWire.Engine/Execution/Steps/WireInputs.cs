using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>The wires into a sum: values as they were stored, each with the normalisation that still has to be applied while reading.</summary>
/// <remarks>A wire carries w · (scale · y + shift); folded over all wires that is one coefficient a channel and wire, and one shift a channel.</remarks>
internal sealed class WireInputs(TensorBuffer[] tensors, NormChannels?[] norms, SumCoefficients coefficients)
{
    private readonly Floats[] _addresses = new Floats[tensors.Length];

    public int Count => tensors.Length;

    public SumCoefficients Coefficients => coefficients;

    /// <summary>Shape and stored channels shared by all inputs.</summary>
    public TensorBuffer First => tensors[0];

    /// <summary>Floats of scratch for <see cref="Fold"/>.</summary>
    public int FoldedFloats => (tensors.Length + 1) * First.Channels;

    /// <summary>Every buffer that is read.</summary>
    public IEnumerable<ArenaBuffer> Buffers => [.. tensors.Select(tensor => tensor.Buffer), .. norms.OfType<NormChannels>().Select(norm => norm.Buffer)];

    public NormChannels? Norm(int input) => norms[input];

    public void Bind(StepContext context)
    {
        for (int i = 0; i < tensors.Length; i++) _addresses[i] = tensors[i].At(context);
    }

    /// <summary>Writes [shift; coefficient of every input], a row of channels each.</summary>
    public void Fold(StepContext context, Floats folded)
    {
        int channels = First.Channels;
        ReadOnlySpan<float> weights = coefficients.Of(context, tensors.Length);
        Span<float> shift = folded.Span(channels);
        shift.Clear();
        for (int i = 0; i < tensors.Length; i++)
        {
            Span<float> row = folded.Plus((i + 1L) * channels).Span(channels);
            if (norms[i] is not { } norm)
            {
                row.Fill(weights[i]);
                continue;
            }
            Span<float> scale = norm.Scale(context).Span(channels), add = norm.Shift(context).Span(channels);
            for (int c = 0; c < channels; c++)
            {
                row[c] = weights[i] * scale[c];
                shift[c] = MathF.FusedMultiplyAdd(weights[i], add[c], shift[c]);
            }
        }
    }

    /// <summary>The sum over the wires for pixels from <paramref name="offset"/> on, in floats.</summary>
    public void Apply(StepContext context, Floats folded, long offset, int pixels, Floats y, bool relu) =>
        context.Kernels.AffineSum(_addresses, folded, offset, pixels, First.Channels, y, relu);

    /// <summary>Hands the sum's gradient to every input, and for wires leaves [sum of g; g · input of every wire] a channel in dots.</summary>
    public void Distribute(
        StepContext context, long offset, int pixels, Floats g, TensorBuffer?[] gradInputs, bool[] accumulate, Floats? dots, bool addDots, Floats row)
    {
        int channels = First.Channels, length = pixels * channels;
        ReadOnlySpan<float> weights = coefficients.Of(context, tensors.Length);
        for (int i = 0; i < tensors.Length; i++)
        {
            if (gradInputs[i] is { } gradInput) context.Kernels.Scale(g, weights[i], length, gradInput.At(context).Plus(offset), accumulate[i]);
            if (dots is not { } all) continue;
            Floats target = all.Plus((i + 1L) * channels);
            context.Kernels.ChannelDot(_addresses[i].Plus(offset), g, pixels, channels, addDots ? row : target);
            if (addDots) context.Kernels.Scale(row, 1, channels, target, true);
        }
        if (dots is not { } sums) return;
        context.Kernels.ChannelSum(g, pixels, channels, addDots ? row : sums);
        if (addDots) context.Kernels.Scale(row, 1, channels, sums, true);
    }

    /// <summary>All inputs read once, with so many operations for every element of each.</summary>
    public StepWork Work(int count, int operations)
    {
        StepWork work = default;
        foreach (TensorBuffer tensor in tensors) work += StepWork.Passing(count, tensor) + StepWork.Elementwise(count, tensor, operations);
        return work;
    }

    /// <summary>A product for every element of every gradient; for wires also the dot products, which read the inputs.</summary>
    public StepWork GradientWork(int count, TensorBuffer?[] gradInputs, bool[] accumulate, bool dots, bool readsInputs)
    {
        StepWork work = Work(count, dots ? 2 : 0) + StepWork.Elementwise(count, First, dots ? 1 : 0);
        if (!readsInputs) work = work with { Bytes = 0 };
        for (int i = 0; i < gradInputs.Length; i++)
            if (gradInputs[i] is { } gradInput) work += StepWork.Elementwise(count, gradInput, 1) + StepWork.Gradient(count, gradInput, accumulate[i]);
        return work;
    }
}
