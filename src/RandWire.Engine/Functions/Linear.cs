using System.Collections.Immutable;
using RandWire.Engine.Execution;

namespace RandWire.Engine.Functions;

/// <summary>Fully connected layer with bias on a [1, 1, C] value: y[o] = bias[o] + sum over i of w[o, i] x[i].</summary>
/// <param name="Outputs">Outputs, at least 1.</param>
public sealed partial record Linear(int Outputs) : Function
{
    /// <inheritdoc/>
    public override ChannelUse UseOfChannels(int inputs) => ChannelUse.Mixes;

    /// <inheritdoc/>
    public override TensorShape Shape(ReadOnlySpan<TensorShape> inputs)
    {
        TensorShape input = Only(inputs);
        CheckRange("outputs", Outputs, 1, int.MaxValue);
        return input.Pixels == 1 ? input with { Channels = Outputs } : throw Refused($"reads a 1x1 value, not {input}. Take the mean over its pixels first.");
    }

    /// <inheritdoc/>
    public override ImmutableArray<ParameterShape> Parameters(ReadOnlySpan<TensorShape> inputs) =>
    [
        new ParameterShape(".weight", ParameterKind.Linear, [Outputs, Only(inputs).Channels]),
        new ParameterShape(".bias", ParameterKind.Bias, [Outputs]),
    ];

    /// <inheritdoc/>
    public override Work Work(ReadOnlySpan<TensorShape> inputs) => Functions.Work.Weighted(Only(inputs).Channels, Shape(inputs));
}
