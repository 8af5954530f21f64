using RandWire.Engine.Execution;
using RandWire.Engine.Execution.Steps;

namespace RandWire.Engine.Functions;

/// <summary>y[h, w] = x[h + 1, w + 1], zeros past the end: the second path of NASNet's factorized reduction (Zoph et al. 2018).</summary>
public sealed record PixelShift : Movement
{
    /// <inheritdoc/>
    public override TensorShape Shape(ReadOnlySpan<TensorShape> inputs) => Only(inputs);

    private protected override Move MoveOf(TensorBuffer x) => Move.Pixels(1, 1, x.Channels);
}
