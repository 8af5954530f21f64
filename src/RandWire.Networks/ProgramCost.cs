using RandWire.Engine;
using RandWire.Engine.Functions;

namespace RandWire.Networks;

/// <summary>The cost of a program, or of some of its operations, with the counting rules of <see cref="NetworkCost"/>.</summary>
/// <param name="Parameters">Trained scalars, those that several operations share counted once.</param>
/// <param name="MultiplyAddsConvFc">Multiply-adds of convolutions and fully connected layers per image.</param>
/// <param name="MultiplyAddsAll">Multiply-adds of everything per image.</param>
/// <param name="ActivationBytes">4 bytes for every element that a convolution or fully connected layer writes, per image.</param>
public sealed record ProgramCost(long Parameters, long MultiplyAddsConvFc, long MultiplyAddsAll, long ActivationBytes)
{
    /// <summary>Adds up a program. O(operations).</summary>
    /// <exception cref="OverflowException">A sum exceeds 64 bits.</exception>
    public static ProgramCost Of(Program program) => Of(program, ..);

    /// <summary>Adds up some operations of a program.</summary>
    /// <exception cref="OverflowException">A sum exceeds 64 bits.</exception>
    public static ProgramCost Of(Program program, Range operations)
    {
        long parameters = 0, convFc = 0, others = 0, written = 0;
        HashSet<ParameterId> seen = [];
        Span<TensorShape> inputs = stackalloc TensorShape[16];
        foreach (Operation operation in program.Operations.AsSpan()[operations])
        {
            if (operation.Inputs.Length > inputs.Length) inputs = new TensorShape[2 * operation.Inputs.Length];
            for (int i = 0; i < operation.Inputs.Length; i++) inputs[i] = program.Shape(operation.Inputs[i]);
            Work work = operation.Function.Work(inputs[..operation.Inputs.Length]);
            checked
            {
                convFc += work.ConvFc;
                others += work.Other;
                written += work.Written;
                foreach (ParameterId parameter in operation.Parameters)
                {
                    ParameterInfo info = program.Parameters[parameter.Index];
                    if (info.IsTrained && seen.Add(parameter)) parameters += info.Length;
                }
            }
        }
        return checked(new ProgramCost(parameters, convFc, convFc + others, sizeof(float) * written));
    }
}
