using RandWire.Engine;
using RandWire.Engine.Functions;

namespace RandWire.Networks;

/// <summary>The cost of a lowered program: the sum of what its functions say, by the counting rules of <see cref="NetworkCost"/>: an independent check of it, and
/// the cost of programs that no spec wrote.</summary>
/// <param name="Parameters">Trained scalars.</param>
/// <param name="MultiplyAddsConvFc">Multiply-adds of convolutions and fully connected layers per image.</param>
/// <param name="MultiplyAddsAll">Multiply-adds of everything per image.</param>
/// <param name="ActivationBytes">4 bytes for every element that a convolution or fully connected layer writes, per image.</param>
public sealed record ProgramCost(long Parameters, long MultiplyAddsConvFc, long MultiplyAddsAll, long ActivationBytes)
{
    /// <summary>Adds up a program. O(operations).</summary>
    public static ProgramCost Of(Program program)
    {
        Work work = default;
        foreach (Operation operation in program.Operations) work += operation.Function.Work([.. operation.Inputs.Select(program.Shape)]);
        return new ProgramCost(program.TrainedParameterCount, work.ConvFc, work.ConvFc + work.Other, sizeof(float) * work.Written);
    }
}
