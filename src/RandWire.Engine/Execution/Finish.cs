using RandWire.Engine.Execution.Steps;
using RandWire.Engine.Functions;
using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution;

/// <summary>What becomes of output pixels at inference while they are still in the cache of the thread that wrote them: a normalization, a function of one number, or both.
/// By themselves each would go through the memory once more (MobileNetV2 is made of them).</summary>
/// <param name="norm">Scale and shift of the channels, or null.</param>
/// <param name="curve">The function, or null.</param>
internal sealed class Finish(NormChannels? norm, InPlace? curve)
{
    /// <summary>What is read besides the pixels.</summary>
    public ArenaBuffer? Buffer => norm?.Buffer;

    /// <summary>Finishes whole pixels.</summary>
    public void Run(StepContext context, Floats pixels, int count, TensorBuffer y)
    {
        if (norm is not null) context.Kernels.NormApply(pixels, norm.Scale(context), norm.Shift(context), count, y.Channels, pixels);
        Bend(context, pixels, count * y.Channels);
        Clear(context, pixels, count, y, 0, y.Channels);
    }

    /// <summary>Finishes some channels of pixels.</summary>
    /// <param name="context">The run.</param>
    /// <param name="pixels">First of the channels at the first pixel.</param>
    /// <param name="count">Pixels.</param>
    /// <param name="y">Where they lie.</param>
    /// <param name="first">Number of the first channel.</param>
    /// <param name="channels">How many.</param>
    public void Run(StepContext context, Floats pixels, int count, TensorBuffer y, int first, int channels)
    {
        if (channels == y.Channels)
        {
            Run(context, pixels, count, y);
            return;
        }
        for (int pixel = 0; pixel < count; pixel++)
        {
            Floats part = pixels.Plus((long)pixel * y.Channels);
            if (norm is not null) context.Kernels.NormApply(part, norm.Scale(context).Plus(first), norm.Shift(context).Plus(first), 1, channels, part);
            Bend(context, part, channels);
        }
        Clear(context, pixels, count, y, first, channels);
    }

    /// <summary>What it adds to the work of a step.</summary>
    public StepWork Work(int count, TensorBuffer y) => StepWork.Elementwise(count, y, (norm is null ? 0 : 2) + (curve is null ? 0 : 1));

    private void Bend(StepContext context, Floats values, int length) => curve?.Invoke(context.Kernels, values, length);

    // f(0) need not be zero.
    private void Clear(StepContext context, Floats pixels, int count, TensorBuffer y, int first, int channels)
    {
        int from = Math.Max(first, y.Shape.Channels), padding = first + channels - from;
        if (curve is not null && padding > 0) context.Kernels.ClearPixels(pixels.Plus(from - first), y.Channels, count, padding);
    }
}
