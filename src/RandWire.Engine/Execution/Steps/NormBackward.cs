using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>Sums over every chunk of pixels: [chunk][gradient, gradient · (x - mean)][channels].</summary>
internal sealed class NormGradientMoments(string name, TensorBuffer x, TensorBuffer gradY, NormChannels channels, ArenaBuffer moments)
    : Step(name, x.Buffer, gradY.Buffer, channels.Buffer, moments)
{
    public override bool WalksImages => true;

    public override int Ranges(int count) => x.PixelBlocks(count);

    public override void Run(StepContext context, int range, Floats scratch)
    {
        (long offset, int pixels) = x.PixelRange(range, context.Count);
        Floats sums = moments.At(context).Plus(2L * range * x.Channels);
        Floats g = gradY.At(context).Plus(offset);
        context.Kernels.ChannelSum(g, pixels, x.Channels, sums, false);
        context.Kernels.ChannelCenteredDot(x.At(context).Plus(offset), channels.Mean(context), g, pixels, x.Channels, sums.Plus(x.Channels), false);
    }

    public override StepWork Work(int count) => StepWork.Passing(count, x, gradY) + StepWork.Elementwise(count, x, 3);
}

/// <summary>Learned scale of a batch normalization, and where the gradients of scale and shift go; nothing for one without them.</summary>
internal readonly record struct NormGradients(long? Scale, GradientPlace? OfScale, GradientPlace? OfShift);

/// <summary>Joins what the readers summed, in order, in double: gradients of scale and shift, and the three coefficients of the input gradient. Writes the
/// transpose of the node's weights as well, which wants no step of its own.</summary>
/// <remarks>gx = gamma/s · (g - mean(g) - x̂ · mean(g x̂)) with x̂ = (x - mean)/s (Ioffe and Szegedy 2015, section 3) is affine in g and x.</remarks>
internal sealed class NormGradientJoin(
    string name, TensorBuffer x, GradientShare[] shares, NormGradients gradients, NormChannels channels, TransposedWeights? transposed = null)
    : Step(name,
        [channels.Buffer, transposed?.Buffer, .. Array.ConvertAll(shares, share => share.Dots!.Buffer)])
{
    public override int Ranges(int count) => x.Channels / 16 + (transposed?.Panels ?? 0);

    public override void Run(StepContext context, int range, Floats scratch)
    {
        if (range >= x.Channels / 16) transposed!.WritePanel(context, range - x.Channels / 16);
        else Join(context, 16 * range);
    }

    private void Join(StepContext context, int from)
    {
        int stride = x.Channels;
        double total = (double)context.Count * x.Pixels;
        Doubles16 sum16 = default, dot16 = default;
        foreach (GradientShare share in shares)
        {
            double weight = share.Coefficient(context);
            int ranges = share.Dots!.Ranges(context.Count);
            for (int r = 0; r < ranges; r++)
            {
                Floats at = share.Dots.At(context, r).Plus(from);
                sum16 += weight * Doubles16.From(at.Span(16));
                dot16 += weight * Doubles16.From(at.Plus((share.Index + 1L) * stride).Span(16));
            }
        }
        Span<double> sums = stackalloc double[16], dots = stackalloc double[16];
        sum16.CopyTo(sums);
        dot16.CopyTo(dots);
        Span<float> mean = channels.Mean(context).Span(stride), inverse = channels.InverseDeviation(context).Span(stride);
        Span<float> ofG = channels.OfGradient(context).Span(stride), ofX = channels.OfInput(context).Span(stride);
        Span<float> constant = channels.Constant(context).Span(stride), gamma = gradients.Scale is { } scale ? context.Values.Plus(scale).Span(stride) : default;
        Span<float> gradScale = gradients.OfScale is { } ofScale ? ofScale.At(context).Span(stride) : default;
        Span<float> gradShift = gradients.OfShift is { } ofShift ? ofShift.At(context).Span(stride) : default;
        for (int c = from; c < from + 16; c++)
        {
            double sum = sums[c - from], s = inverse[c], gradientOfScale = dots[c - from] * s, g = (gamma.IsEmpty ? 1 : gamma[c]) * s, slope = -g * s * gradientOfScale / total;
            if (!gamma.IsEmpty)
            {
                gradScale[c] = (float)gradientOfScale;
                gradShift[c] = (float)sum;
            }
            ofG[c] = (float)g;
            ofX[c] = (float)slope;
            constant[c] = (float)(-g * sum / total - slope * mean[c]);
        }
    }

    // Reads four numbers a channel besides the sums, writes five; about two operations for each of them.
    public override StepWork Work(int count) => StepWork.Floats(11L * x.Shape.Channels, 2);
}

/// <summary>gx (+)= ofG · g + ofX · x + constant, where g is the sum of the readers' shares.</summary>
internal sealed class NormInputGradient(string name, TensorBuffer x, GradientShares shares, TensorBuffer gradX, bool accumulate)
    : Step(name, [.. shares.Buffers, x.Buffer, gradX.Buffer])
{
    public override int ScratchFloats => shares.FoldedFloats + x.PixelBlock * x.Channels;

    public override bool WalksImages => true;

    public override int Ranges(int count) => x.PixelBlocks(count);

    public override void Bind(StepContext context) => shares.Bind(context);

    public override void Run(StepContext context, int range, Floats scratch)
    {
        (long offset, int pixels) = x.PixelRange(range, context.Count);
        Floats target = gradX.At(context).Plus(offset), g = accumulate ? scratch.Plus(shares.FoldedFloats) : target;
        shares.Fold(context, scratch);
        shares.Apply(context, scratch, offset, pixels, g);
        if (accumulate) context.Kernels.Scale(g, 1, pixels * x.Channels, target, true);
    }

    public override StepWork Work(int count) =>
        shares.Work(count) + StepWork.Gradient(count, gradX, accumulate);
}
