using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>The wires into a sum: values as they were stored, each with the normalization that still has to be applied while reading.</summary>
/// <remarks>A wire carries w · (scale · y + shift); folded over all wires that is one coefficient a channel and wire, and one shift a channel.</remarks>
internal sealed class WireInputs(TensorBuffer[] tensors, NormChannels?[] norms, SumCoefficients coefficients)
{
    private readonly Floats[] _addresses = new Floats[tensors.Length], _means = new Floats[tensors.Length];

    public int Count => tensors.Length;

    public SumCoefficients Coefficients => coefficients;

    /// <summary>Shape and stored channels shared by all inputs.</summary>
    public TensorBuffer First => tensors[0];

    /// <summary>Floats of scratch for <see cref="Fold"/>.</summary>
    public int FoldedFloats => (tensors.Length + 1) * First.Channels;

    /// <summary>Whether there is one input, taken as it is.</summary>
    public bool IsCopy => tensors.Length == 1 && norms[0] is null && coefficients.FirstWire < 0 && coefficients.Constants[0] == 1;

    /// <summary>Every buffer that is read.</summary>
    public IEnumerable<ArenaBuffer> Buffers
    {
        get
        {
            foreach (TensorBuffer tensor in tensors) yield return tensor.Buffer;
            foreach (NormChannels? norm in norms) if (norm is not null) yield return norm.Buffer;
        }
    }

    public NormChannels? Norm(int input) => norms[input];

    public void Bind(StepContext context)
    {
        for (int i = 0; i < tensors.Length; i++)
        {
            _addresses[i] = tensors[i].At(context);
            _means[i] = norms[i]?.Mean(context) ?? context.Zeros;
        }
    }

    /// <summary>Writes [shift; coefficient of every input], a row of channels each.</summary>
    public void Fold(StepContext context, Floats folded)
    {
        int channels = First.Channels;
        ReadOnlySpan<float> weights = coefficients.Of(context, tensors.Length);
        folded.Span(channels).Clear();
        for (int i = 0; i < tensors.Length; i++)
        {
            Floats row = folded.Plus((i + 1L) * channels);
            if (norms[i] is not { } norm)
            {
                row.Span(channels).Fill(weights[i]);
                continue;
            }
            context.Kernels.Scale(norm.Scale(context), weights[i], channels, row, false);
            context.Kernels.Scale(norm.Shift(context), weights[i], channels, folded, true);
        }
    }

    /// <summary>The sum over the wires for pixels from <paramref name="offset"/> on, in floats.</summary>
    public void Apply(StepContext context, Floats folded, long offset, int pixels, Floats y, bool relu) =>
        Apply(context, folded, offset, pixels, y, First.Channels, relu);

    /// <summary>The sum over the wires into pixels that are so many floats apart.</summary>
    public void Apply(StepContext context, Floats folded, long offset, int pixels, Floats y, int rowY, bool relu) =>
        context.Kernels.AffineSum(_addresses, folded, offset, pixels, First.Channels, y, rowY, relu);

    /// <summary>The same for whole rows, into a padded tile with so many floats a pixel.</summary>
    public void ApplyTile(StepContext context, Floats folded, long offset, int rows, Floats tile, int tileChannels, bool relu) =>
        context.Kernels.AffineTile(_addresses, folded, offset, rows, First.Width, First.Channels, tile, tileChannels, relu);

    /// <summary>Lists what a sum will read.</summary>
    public void ListAhead(Floats list, long offset, long floats)
    {
        foreach (Floats address in _addresses) Ahead.Add(list, address.Plus(offset), floats);
    }

    /// <summary>Adds to dots, a channel each, [sum of g; g · (input - mean) of every wire] over pixels from <paramref name="offset"/> on; without a normalization
    /// to ride on the mean is zero.</summary>
    public void AddDots(StepContext context, long offset, int pixels, Floats g, Floats dots, bool accumulate)
    {
        int channels = First.Channels, together = Math.Min(tensors.Length, ChannelSums.MostDots);
        context.Kernels.ChannelSumAndCenteredDots(_addresses.AsSpan(0, together), _means.AsSpan(0, together), offset, g, pixels, channels, dots, accumulate);
        for (int i = together; i < tensors.Length; i++)
            context.Kernels.ChannelCenteredDot(_addresses[i].Plus(offset), _means[i], g, pixels, channels, dots.Plus((i + 1L) * channels), accumulate);
    }

    /// <summary>All inputs read once, with so many operations for every element of each.</summary>
    public StepWork Work(int count, int operations)
    {
        StepWork work = default;
        foreach (TensorBuffer tensor in tensors) work += StepWork.Passing(count, tensor) + StepWork.Elementwise(count, tensor, operations);
        return work;
    }
}
