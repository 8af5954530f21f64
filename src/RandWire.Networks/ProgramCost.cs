using RandWire.Engine;

namespace RandWire.Networks;

/// <summary>The cost of a lowered program, added up operation by operation with the counting rules of <see cref="NetworkCost"/>: an
/// independent check of it, and the cost of programs that no spec wrote.</summary>
/// <param name="Parameters">Trained scalars.</param>
/// <param name="MultiplyAddsConvFc">Multiply-adds of convolutions and fully connected layers per image.</param>
/// <param name="MultiplyAddsAll">Multiply-adds of everything per image.</param>
/// <param name="ActivationBytes">4 bytes for every element that a convolution or fully connected layer writes, per image.</param>
public sealed record ProgramCost(long Parameters, long MultiplyAddsConvFc, long MultiplyAddsAll, long ActivationBytes)
{
    /// <summary>Adds up a program. O(operations).</summary>
    public static ProgramCost Of(Program program)
    {
        long convFc = 0, others = 0, written = 0;
        foreach (Operation operation in program.Operations)
        {
            TensorShape output = program.Shape(operation.Output);
            (long weighted, long other) = MultiplyAdds(program, operation);
            convFc += weighted;
            others += other;
            if (weighted > 0) written += output.Elements;
        }
        return new ProgramCost(program.TrainedParameterCount, convFc, convFc + others, sizeof(float) * written);
    }

    private static (long ConvFc, long Other) MultiplyAdds(Program program, Operation operation)
    {
        TensorShape output = program.Shape(operation.Output);
        return operation switch
        {
            ConvolutionOperation convolution => ((long)program.Parameters[convolution.Weight.Index].Length * output.Pixels, 0),
            DepthwiseOperation depthwise => ((long)program.Parameters[depthwise.Weight.Index].Length * output.Pixels, 0),
            LinearOperation linear => (program.Parameters[linear.Weight.Index].Length, 0),
            NormOperation => (0, output.Elements),
            WeightedSumOperation or SumOperation => (0, operation.Inputs.Length * output.Elements),
            PoolingOperation => (0, 9 * output.Elements),
            GlobalAverageOperation => (0, program.Shape(operation.Inputs[0]).Elements),
            InputOperation or ReluOperation or ConcatenationOperation or DropoutOperation => (0, 0),
            _ => throw new InvalidOperationException($"No cost is known for {operation.GetType().Name}."),
        };
    }
}
