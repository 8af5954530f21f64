using RandWire.Engine.Execution;

namespace RandWire.Engine.Functions;

/// <summary>Inputs of one size side by side along channels, in order.</summary>
public sealed partial record Concatenation : Function
{
    /// <inheritdoc/>
    public override TensorShape Shape(ReadOnlySpan<TensorShape> inputs)
    {
        if (inputs.Length == 0) throw Refused("reads at least one value, and none is given. Name its inputs.");
        int channels = 0;
        foreach (TensorShape input in inputs)
        {
            if (input.Height != inputs[0].Height || input.Width != inputs[0].Width)
                throw Refused($"reads values of one height and width, and {inputs[0]} and {input} are given. Bring them to one size first, by a stride.");
            if (input.Channels > int.MaxValue - channels) throw Refused($"gives {(long)channels + input.Channels} channels, and {int.MaxValue} are allowed.");
            channels += input.Channels;
        }
        return inputs[0] with { Channels = channels };
    }
}
