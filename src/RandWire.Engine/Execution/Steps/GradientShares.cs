using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>Sums that a reader of normalized values takes while it has its gradient g in cache: [range][1 + input][channels], first the sum of g, then for
/// every input the sum of g · (input - mean).</summary>
/// <remarks>They give the gradients of the wires and of the normalizations before them, which so need no pass of their own.</remarks>
/// <param name="Buffer">The sums.</param>
/// <param name="Inputs">Number of inputs.</param>
/// <param name="Channels">Stored channels.</param>
/// <param name="Ranges">Ranges of a batch.</param>
internal sealed record DotProducts(ArenaBuffer Buffer, int Inputs, int Channels, Func<int, int> Ranges)
{
    public int RangeFloats => (Inputs + 1) * Channels;

    public Floats At(StepContext context, int range) => Buffer.At(context).Plus((long)range * RangeFloats);
}

/// <summary>One reader's share of a value's gradient: coefficient · gradient.</summary>
/// <param name="Gradient">Gradient of the reader's own sum.</param>
/// <param name="Coefficients">The reader's coefficients.</param>
/// <param name="Index">Which of them, and which input of <paramref name="Dots"/>.</param>
/// <param name="Dots">The reader's dot products; null where it takes none.</param>
internal sealed record GradientShare(TensorBuffer Gradient, SumCoefficients Coefficients, int Index, DotProducts? Dots)
{
    public float Coefficient(StepContext context) => Coefficients.At(context, Index);

    /// <summary>Whether the share is the gradient as it lies there.</summary>
    public bool IsWhole => Coefficients.FirstWire < 0 && Coefficients.Constants[Index] == 1;
}

/// <summary>The gradient of a value, read from where its readers left theirs; behind a normalization, the gradient of the normalization's input.</summary>
/// <remarks>The gradient of a batch normalization's input is affine in the output's gradient and in the input, and the output's gradient is a weighted sum
/// over the readers, so both are one pass with a coefficient a channel, like the way forward (<see cref="WireInputs"/>).</remarks>
internal sealed class GradientShares(GradientShare[] shares, NormChannels? norm, TensorBuffer? normInput)
{
    private readonly Floats[] _addresses = new Floats[shares.Length + (norm is null ? 0 : 1)];

    private TensorBuffer First => shares[0].Gradient;

    /// <summary>Whether there is nothing to compute: one share, whole, that lies in <paramref name="gradient"/> already.</summary>
    public bool IsJust(TensorBuffer gradient) =>
        norm is null && shares.Length == 1 && shares[0].IsWhole && ReferenceEquals(shares[0].Gradient, gradient);

    /// <summary>Floats of scratch for <see cref="Fold"/>.</summary>
    public int FoldedFloats => (_addresses.Length + 1) * First.Channels;

    /// <summary>Every buffer that is read.</summary>
    public IEnumerable<ArenaBuffer> Buffers
    {
        get
        {
            foreach (GradientShare share in shares) yield return share.Gradient.Buffer;
            if (norm is null) yield break;
            yield return norm.Buffer;
            yield return normInput!.Buffer;
        }
    }

    public void Bind(StepContext context)
    {
        for (int i = 0; i < shares.Length; i++) _addresses[i] = shares[i].Gradient.At(context);
        if (norm is not null) _addresses[^1] = normInput!.At(context);
    }

    /// <summary>Writes [constant; coefficient of every share; of the normalization's input], a row of channels each.</summary>
    public void Fold(StepContext context, Floats folded)
    {
        int channels = First.Channels;
        if (norm is null) folded.Span(channels).Clear();
        else norm.Constant(context).Span(channels).CopyTo(folded.Span(channels));
        for (int i = 0; i < shares.Length; i++)
        {
            float weight = shares[i].Coefficient(context);
            Floats row = folded.Plus((i + 1L) * channels);
            if (norm is null) row.Span(channels).Fill(weight);
            else context.Kernels.Scale(norm.OfGradient(context), weight, channels, row, false);
        }
        if (norm is not null) norm.OfInput(context).Span(channels).CopyTo(folded.Plus((long)_addresses.Length * channels).Span(channels));
    }

    /// <summary>Every share read once, and the normalization's input, with a multiply-add for every element of each.</summary>
    public StepWork Work(int count)
    {
        StepWork work = default;
        foreach (GradientShare share in shares) work += StepWork.Passing(count, share.Gradient) + StepWork.Elementwise(count, share.Gradient, 2);
        return normInput is null ? work : work + StepWork.Passing(count, normInput) + StepWork.Elementwise(count, normInput, 2);
    }

    /// <summary>Lists what <see cref="Apply"/> will read.</summary>
    public void ListAhead(Floats list, long offset, long floats)
    {
        foreach (Floats address in _addresses) Ahead.Add(list, address.Plus(offset), floats);
    }

    /// <summary>The gradient for pixels from <paramref name="offset"/> on, in floats.</summary>
    public void Apply(StepContext context, Floats folded, long offset, int pixels, Floats target) =>
        context.Kernels.AffineSum(_addresses, folded, offset, pixels, First.Channels, target, First.Channels, false);

    /// <summary>The same for whole rows, into a padded tile.</summary>
    public void ApplyTile(StepContext context, Floats folded, long offset, int rows, Floats tile) =>
        context.Kernels.AffineTile(_addresses, folded, offset, rows, First.Width, First.Channels, tile, First.Channels, false);
}

/// <summary>gradient (+)= the shares of its readers, where somebody needs it in one piece.</summary>
internal sealed class GatherGradient(string name, GradientShares shares, TensorBuffer gradient)
    : Step(name, [.. shares.Buffers, gradient.Buffer])
{
    public override int ScratchFloats => shares.FoldedFloats;

    public override bool WalksImages => true;

    public override int Ranges(int count) => gradient.PixelBlocks(count);

    public override void Bind(StepContext context) => shares.Bind(context);

    public override void Run(StepContext context, int range, Floats scratch)
    {
        (long offset, int pixels) = gradient.PixelRange(range, context.Count);
        shares.Fold(context, scratch);
        shares.Apply(context, scratch, offset, pixels, gradient.At(context).Plus(offset));
    }

    public override StepWork Work(int count) => shares.Work(count) + StepWork.Passing(count, gradient);
}
