using System.Collections.Immutable;
using RandWire.Engine.Execution;

namespace RandWire.Engine.Functions;

/// <summary>Dense or grouped convolution: y[p, o] = bias[o] + sum over the window and the inputs i of o's group of w[o, i, window] x[p · stride + window, i].</summary>
/// <param name="Channels">Output channels, at least 1.</param>
/// <param name="Window">The window.</param>
/// <param name="Groups">Groups of channels that do not see each other; divides the channels of input and output.</param>
/// <param name="HasBias">Whether a bias is added, which starts at 0.</param>
/// <param name="Padding">What lies around the image.</param>
/// <remarks>Weights have PyTorch's shape [out, in / groups, height, width].</remarks>
public sealed partial record Convolution(int Channels, Window Window, int Groups = 1, bool HasBias = false, Padding Padding = Padding.Same) : Function
{
    /// <inheritdoc/>
    public override ChannelUse UseOfChannels(int inputs) => Groups == 1 ? ChannelUse.Mixes : ChannelUse.InPlace;

    /// <inheritdoc/>
    public override TensorShape Shape(ReadOnlySpan<TensorShape> inputs)
    {
        TensorShape input = Only(inputs);
        CheckRange("channels", Channels, 1, int.MaxValue);
        CheckRange("groups", Groups, 1, int.MaxValue);
        if (input.Channels % Groups != 0 || Channels % Groups != 0)
        {
            throw Refused($"has {Groups} groups for {input.Channels} input and {Channels} output channels. Groups must divide both: take a common divisor, such as "
                + $"{CommonDivisor(input.Channels, Channels)}.");
        }
        return Window.Output(input, Padding) with { Channels = Channels };
    }

    /// <inheritdoc/>
    public override ImmutableArray<ParameterShape> Parameters(ReadOnlySpan<TensorShape> inputs)
    {
        ParameterShape weight = new(".weight", ParameterKind.Convolution, [Channels, Only(inputs).Channels / Groups, Window.Height, Window.Width]);
        return HasBias ? [weight, new ParameterShape(".bias", ParameterKind.Bias, [Channels])] : [weight];
    }

    /// <inheritdoc/>
    public override Work Work(ReadOnlySpan<TensorShape> inputs) => Functions.Work.Weighted((long)Window.Taps * (Only(inputs).Channels / Groups), Shape(inputs));

    private static int CommonDivisor(int a, int b) => b == 0 ? a : CommonDivisor(b, a % b);
}
