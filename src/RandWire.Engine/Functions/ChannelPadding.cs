using RandWire.Engine.Execution;
using RandWire.Engine.Execution.Steps;

namespace RandWire.Engine.Functions;

/// <summary>Zero channels before and after those of a value (He et al. 2016, shortcut A).</summary>
/// <param name="Before">How many before, at least 0.</param>
/// <param name="After">How many after, at least 0.</param>
public sealed record ChannelPadding(int Before, int After) : Movement
{
    /// <inheritdoc/>
    public override TensorShape Shape(ReadOnlySpan<TensorShape> inputs)
    {
        TensorShape input = Only(inputs);
        CheckRange("channels before", Before, 0, int.MaxValue);
        CheckRange("channels after", After, 0, int.MaxValue);
        long channels = (long)input.Channels + Before + After;
        if (channels > int.MaxValue - TensorShape.ChannelMultiple) throw Refused($"gives {channels} channels, which is too many.");
        return input with { Channels = (int)channels };
    }

    private protected override Move MoveOf(TensorBuffer x) => Move.Part(0, Before, x.Shape.Channels);
}
