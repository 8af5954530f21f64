using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>Sums over every chunk of pixels: [chunk][gradient, gradient · (x - mean)][channels].</summary>
internal sealed class NormGradientMoments(string name, TensorBuffer x, TensorBuffer gradY, NormChannels channels, ArenaBuffer moments)
    : Step(name, x.Buffer, gradY.Buffer, channels.Buffer, moments)
{
    public override int Ranges(int count) => x.PixelBlocks(count);

    public override void Run(StepContext context, int range, Floats scratch)
    {
        long from = (long)range * x.PixelBlock, offset = from * x.Channels;
        int pixels = (int)Math.Min(x.PixelBlock, (long)context.Count * x.Pixels - from);
        Floats sums = moments.At(context).Plus(2L * range * x.Channels);
        context.Kernels.ChannelGradientMoments(
            x.At(context).Plus(offset), channels.Mean(context), gradY.At(context).Plus(offset), pixels, x.Channels, sums, sums.Plus(x.Channels));
    }

    public override StepWork Work(int count) => StepWork.Passing(count, x, gradY) + StepWork.Elementwise(count, x, 3);
}

/// <summary>Joins the chunks in order, in double: gradients of scale and shift, and the three coefficients of the input gradient.</summary>
/// <remarks>gx = gamma/s · (g - mean(g) - x̂ · mean(g x̂)) with x̂ = (x - mean)/s (Ioffe and Szegedy 2015, section 3) is affine in g and x.</remarks>
internal sealed class NormGradientJoin(string name, TensorBuffer x, ArenaBuffer moments, NormParameters parameters, NormChannels channels)
    : Step(name, moments, channels.Buffer)
{
    public override int Ranges(int count) => x.Channels / 16;

    public override void Run(StepContext context, int range, Floats scratch)
    {
        int chunks = x.PixelBlocks(context.Count), stride = x.Channels;
        double total = (double)context.Count * x.Pixels;
        Span<float> all = moments.At(context).Span(2 * chunks * stride);
        Span<float> mean = channels.Mean(context).Span(stride), inverse = channels.InverseDeviation(context).Span(stride);
        Span<float> ofG = channels.OfGradient(context).Span(stride), ofX = channels.OfInput(context).Span(stride);
        Span<float> constant = channels.Constant(context).Span(stride), gamma = context.Values.Plus(parameters.Scale).Span(stride);
        Span<float> gradScale = context.Gradients.Plus(parameters.Scale).Span(stride), gradShift = context.Gradients.Plus(parameters.Shift).Span(stride);
        for (int c = 16 * range; c < 16 * range + 16; c++)
        {
            double sum = 0, dot = 0;
            for (int k = 0; k < chunks; k++)
            {
                sum += all[2 * k * stride + c];
                dot += all[(2 * k + 1) * stride + c];
            }
            double s = inverse[c], gradientOfScale = dot * s, g = gamma[c] * s, slope = -g * s * gradientOfScale / total;
            gradScale[c] = (float)gradientOfScale;
            gradShift[c] = (float)sum;
            ofG[c] = (float)g;
            ofX[c] = (float)slope;
            constant[c] = (float)(-g * sum / total - slope * mean[c]);
        }
    }

    // Reads four numbers a channel besides the sums, writes five; about two operations for each of them.
    public override StepWork Work(int count) => StepWork.Floats(11L * x.Shape.Channels, 2);
}

/// <summary>gx (+)= ofG · g + ofX · x + constant.</summary>
internal sealed class NormInputGradient(string name, TensorBuffer x, TensorBuffer gradY, TensorBuffer gradX, NormChannels channels, bool accumulate)
    : Step(name, x.Buffer, gradY.Buffer, gradX.Buffer, channels.Buffer)
{
    public override int Ranges(int count) => x.PixelBlocks(count);

    public override void Run(StepContext context, int range, Floats scratch)
    {
        long from = (long)range * x.PixelBlock, offset = from * x.Channels;
        int pixels = (int)Math.Min(x.PixelBlock, (long)context.Count * x.Pixels - from);
        context.Kernels.NormGradient(
            x.At(context).Plus(offset), gradY.At(context).Plus(offset), channels.OfGradient(context), channels.OfInput(context),
            channels.Constant(context), pixels, x.Channels, gradX.At(context).Plus(offset), accumulate);
    }

    public override StepWork Work(int count) =>
        StepWork.Passing(count, x, gradY) + StepWork.Elementwise(count, x, 4) + StepWork.Gradient(count, gradX, accumulate);
}
