using RandWire.Engine.Execution;
using RandWire.Engine.Execution.Steps;

namespace RandWire.Engine.Functions;

/// <summary>Some channels of a value: First, First + 1, ... up to Count of them.</summary>
/// <param name="First">The first channel, at least 0.</param>
/// <param name="Count">How many, at least 1.</param>
public sealed record Slice(int First, int Count) : Movement
{
    /// <inheritdoc/>
    public override ChannelUse UseOfChannels(int inputs) => ChannelUse.InPlace;

    /// <inheritdoc/>
    public override TensorShape Shape(ReadOnlySpan<TensorShape> inputs)
    {
        TensorShape input = Only(inputs);
        if (First < 0 || Count < 1 || First > input.Channels - Count)
            throw Refused($"takes {Count} channels from {First} on, of {input.Channels}: both must lie inside, and at least one channel is taken.");
        return input with { Channels = Count };
    }

    private protected override Move MoveOf(TensorBuffer x) => Move.Part(First, 0, Count);
}
