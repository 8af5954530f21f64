using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>A batch normalization's parameters in the store.</summary>
/// <param name="Scale">Offset of the learned scale, or null where there is none.</param>
/// <param name="Shift">Offset of the learned shift, or null where there is none.</param>
/// <param name="RunningMean">Offset of the running mean.</param>
/// <param name="RunningVariance">Offset of the running variance.</param>
/// <param name="Epsilon">Added to the variance.</param>
internal readonly record struct NormParameters(long? Scale, long? Shift, long RunningMean, long RunningVariance, float Epsilon)
{
    /// <summary>Learned scale and shift of a channel, or one and zero.</summary>
    public (float Gamma, float Beta) At(StepContext context, int channel) => (
        Scale is { } scale ? context.Values.Plus(scale + channel).Span(1)[0] : 1, Shift is { } shift ? context.Values.Plus(shift + channel).Span(1)[0] : 0);
}

/// <summary>Per-channel numbers of one batch normalization during a step, in one buffer.</summary>
/// <remarks>mean, 1/deviation, scale, shift: written forward. ofG, ofX, constant: written backward.</remarks>
internal sealed class NormChannels(ArenaBuffer buffer, int channels, long? beta)
{
    public const int Rows = 7;

    public ArenaBuffer Buffer { get; } = buffer;

    public int Channels { get; } = channels;

    public Floats Mean(StepContext context) => Buffer.At(context);

    public Floats InverseDeviation(StepContext context) => Buffer.At(context).Plus(Channels);

    public Floats Scale(StepContext context) => Buffer.At(context).Plus(2L * Channels);

    public Floats Shift(StepContext context) => Buffer.At(context).Plus(3L * Channels);

    /// <summary>The learned shift, or zeros.</summary>
    public Floats Beta(StepContext context) => beta is { } offset ? context.Values.Plus(offset) : context.Zeros;

    public Floats OfGradient(StepContext context) => Buffer.At(context).Plus(4L * Channels);

    public Floats OfInput(StepContext context) => Buffer.At(context).Plus(5L * Channels);

    public Floats Constant(StepContext context) => Buffer.At(context).Plus(6L * Channels);
}

/// <summary>Mean and sum of squared deviations of every chunk of pixels: [chunk][mean, squares][channels].</summary>
internal sealed class NormStatistics(string name, TensorBuffer x, ArenaBuffer moments) : Step(name, x.Buffer, moments)
{
    public override bool WalksImages => true;

    public override int Ranges(int count) => x.PixelBlocks(count);

    public override void Run(StepContext context, int range, Floats scratch)
    {
        (long offset, int pixels) = x.PixelRange(range, context.Count);
        Take(context, x.At(context).Plus(offset), pixels, x.Channels, moments.At(context).Plus(2L * range * x.Channels));
    }

    /// <summary>Mean and squares of one chunk.</summary>
    public static void Take(StepContext context, Floats chunk, int pixels, int channels, Floats target) =>
        context.Kernels.ChannelMeanAndSquares(chunk, pixels, channels, target, target.Plus(channels));

    public override StepWork Work(int count) => StepWork.Passing(count, x) + StepWork.Elementwise(count, x, 3);
}

/// <summary>Joins the chunks (Chan, Golub and LeVeque 1983) in double, in order; gives scale and shift; moves the running statistics.</summary>
internal sealed class NormJoin(
    string name, TensorBuffer x, PixelChunks pixelChunks, ArenaBuffer moments, NormParameters parameters, NormChannels channels)
    : Step(name, moments, channels.Buffer)
{
    public override int Ranges(int count) => x.Channels / 16;

    public override void Run(StepContext context, int range, Floats scratch)
    {
        int chunks = pixelChunks.Count(context.Count), stride = x.Channels, from = 16 * range;
        long total = (long)context.Count * x.Pixels;
        Span<float> all = moments.At(context).Span(2 * chunks * stride);
        Span<float> mean = channels.Mean(context).Span(stride), inverse = channels.InverseDeviation(context).Span(stride);
        Span<float> scale = channels.Scale(context).Span(stride), shift = channels.Shift(context).Span(stride);
        Span<float> runningMean = context.Values.Plus(parameters.RunningMean).Span(stride);
        Span<float> runningVariance = context.Values.Plus(parameters.RunningVariance).Span(stride);
        // Chunks outside, sixteen channels inside: their sums are independent, so none waits for another.
        Doubles16 average16 = default, squares16 = default;
        for (int k = 0; k < chunks; k++)
            average16 += pixelChunks.Pixels(k, context.Count) * Doubles16.From(all.Slice(2 * k * stride + from, 16));
        average16 /= total;
        for (int k = 0; k < chunks; k++)
        {
            Doubles16 off = Doubles16.From(all.Slice(2 * k * stride + from, 16)) - average16;
            squares16 += Doubles16.From(all.Slice((2 * k + 1) * stride + from, 16)) + pixelChunks.Pixels(k, context.Count) * off * off;
        }
        Span<double> averages = stackalloc double[16], squareds = stackalloc double[16];
        average16.CopyTo(averages);
        squares16.CopyTo(squareds);
        for (int c = from; c < from + 16; c++)
        {
            double average = averages[c - from], squares = squareds[c - from];
            double variance = squares / total, inverted = 1 / Math.Sqrt(variance + parameters.Epsilon);
            (float gamma, float beta) = parameters.At(context, c);
            mean[c] = (float)average;
            inverse[c] = (float)inverted;
            scale[c] = (float)(gamma * inverted);
            shift[c] = (float)(beta - average * gamma * inverted);
            // Padding is not a channel: its state stays as it was made.
            if (!context.MoveRunningStatistics || c >= x.Shape.Channels) continue;
            double unbiased = total > 1 ? squares / (total - 1) : variance;
            runningMean[c] = (float)(runningMean[c] + Functions.Norm.Momentum * (average - runningMean[c]));
            runningVariance[c] = (float)(runningVariance[c] + Functions.Norm.Momentum * (unbiased - runningVariance[c]));
        }
    }

    // Reads two parameters and two sums a channel, moves two running statistics, writes four numbers; about two operations for each of them.
    public override StepWork Work(int count) => StepWork.Floats(12L * x.Shape.Channels, 2);
}

/// <summary>Scale and shift from the running statistics, for inference.</summary>
internal sealed class NormFromRunning(string name, NormParameters parameters, NormChannels channels) : Step(name, channels.Buffer)
{
    public override int Ranges(int count) => 1;

    public override void Run(StepContext context, int range, Floats scratch)
    {
        int length = channels.Channels;
        Span<float> scale = channels.Scale(context).Span(length), shift = channels.Shift(context).Span(length);
        Span<float> mean = context.Values.Plus(parameters.RunningMean).Span(length);
        Span<float> variance = context.Values.Plus(parameters.RunningVariance).Span(length);
        for (int c = 0; c < length; c++)
        {
            double inverted = 1 / Math.Sqrt(variance[c] + (double)parameters.Epsilon);
            (float gamma, float beta) = parameters.At(context, c);
            scale[c] = (float)(gamma * inverted);
            shift[c] = (float)(beta - mean[c] * gamma * inverted);
        }
    }

    // Reads four numbers a channel, writes two.
    public override StepWork Work(int count) => StepWork.Floats(6L * channels.Channels, 1);
}

/// <summary>y = scale · x + shift, channel by channel.</summary>
internal sealed class NormApply(string name, TensorBuffer x, TensorBuffer y, NormChannels channels) : Step(name, x.Buffer, y.Buffer, channels.Buffer)
{
    public override bool WalksImages => true;

    public override int Ranges(int count) => x.PixelBlocks(count);

    public override void Run(StepContext context, int range, Floats scratch)
    {
        (long offset, int pixels) = x.PixelRange(range, context.Count);
        context.Kernels.NormApply(x.At(context).Plus(offset), channels.Scale(context), channels.Shift(context), pixels, x.Channels, y.At(context).Plus(offset));
    }

    public override StepWork Work(int count) => StepWork.Passing(count, x, y) + StepWork.Elementwise(count, x, 2);
}
