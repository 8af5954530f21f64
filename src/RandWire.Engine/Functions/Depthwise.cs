using System.Collections.Immutable;
using RandWire.Engine.Execution;

namespace RandWire.Engine.Functions;

/// <summary>Depthwise convolution, every channel with its own window: y[p, c] = bias[c] + sum over the window of w[c, window] x[p · stride + window, c].</summary>
/// <param name="Window">The window.</param>
/// <param name="HasBias">Whether a bias is added, which starts at 0.</param>
/// <param name="Padding">What lies around the image.</param>
/// <remarks>Weights have PyTorch's shape [channels, 1, height, width].</remarks>
public sealed partial record Depthwise(Window Window, bool HasBias = false, Padding Padding = Padding.Same) : Function
{
    /// <inheritdoc/>
    public override TensorShape Shape(ReadOnlySpan<TensorShape> inputs) => Window.Along == StrideAxes.Both ? Window.Output(Only(inputs), Padding)
        : throw Refused($"has a stride along {Window.Along}. That is for dense convolutions: let the stride go along both.");

    /// <inheritdoc/>
    public override ImmutableArray<ParameterShape> Parameters(ReadOnlySpan<TensorShape> inputs)
    {
        int channels = Only(inputs).Channels;
        ParameterShape weight = new(".weight", ParameterKind.Depthwise, [channels, 1, Window.Height, Window.Width]);
        return HasBias ? [weight, new ParameterShape(".bias", ParameterKind.Bias, [channels])] : [weight];
    }

    /// <inheritdoc/>
    public override Work Work(ReadOnlySpan<TensorShape> inputs) => Functions.Work.Weighted(Window.Taps, Shape(inputs));
}
