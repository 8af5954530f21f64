using RandWire.Engine.Execution;
using RandWire.Engine.Execution.Steps;

namespace RandWire.Engine.Functions;

/// <summary>Pixels 0, s, 2s, ... of both directions: ceil(n / s) of n (He et al. 2016, shortcut A; a 1x1 pooling).</summary>
/// <param name="Stride">s, at least 1.</param>
public sealed record Subsample(int Stride) : Movement
{
    /// <inheritdoc/>
    public override TensorShape Shape(ReadOnlySpan<TensorShape> inputs)
    {
        TensorShape input = Only(inputs);
        CheckRange("stride", Stride, 1, int.MaxValue / 2);
        return input.Strided(Stride);
    }

    private protected override Move MoveOf(TensorBuffer x) => Move.Pixels(Stride, 0, x.Channels);
}
