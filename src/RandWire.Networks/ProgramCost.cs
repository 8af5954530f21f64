using RandWire.Engine;

namespace RandWire.Networks;

/// <summary>The cost of a lowered program, added up operation by operation; an independent check of <see cref="NetworkCost"/>.</summary>
/// <param name="Parameters">Trained scalars.</param>
/// <param name="MultiplyAddsConvFc">Multiply-adds of convolutions and fully connected layers per image.</param>
/// <param name="MultiplyAddsAll">Multiply-adds of everything per image.</param>
/// <param name="ActivationBytes">Bytes of activations per image.</param>
public sealed record ProgramCost(long Parameters, long MultiplyAddsConvFc, long MultiplyAddsAll, long ActivationBytes)
{
    /// <summary>Adds up a program.</summary>
    public static ProgramCost Of(Program program) => throw new NotImplementedException();
}
