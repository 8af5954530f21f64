using RandWire.Engine.Execution;
using RandWire.Engine.Execution.Steps;

namespace RandWire.Engine.Functions;

/// <summary>Training: with probability <see cref="StepRandomness.DropPathRate"/> · Share an image's whole value is zeroed, the others are divided by the probability to
/// stay (Huang et al. 2016; scaled as Larsson et al. 2017 and NASNet do). Inference, and at rate 0: identity.</summary>
/// <param name="Share">How much of the step's rate counts here, in [0, 1]: (cell + 1) / cells in NASNet.</param>
public sealed record DropPath(float Share) : Function
{
    /// <inheritdoc/>
    public override TensorShape Shape(ReadOnlySpan<TensorShape> inputs)
    {
        if (!(Share >= 0 && Share <= 1)) throw Refused($"has the share {Share:R}: it must lie in [0, 1].");
        return Only(inputs);
    }

    internal override bool ReadsInputsAgain => false;

    internal override void Forward(PlanCompiler plan, Operation operation)
    {
        TensorBuffer x = plan.Value(operation.Inputs[0]), y = plan.Value(operation.Output);
        if (plan.Trains) plan.Add(new DropPathStep(operation.Name, Seed.NameHash(operation.Name), x, y, Share, false));
        else plan.Add(new CopyStep(operation.Name, x, y));
    }

    internal override void Backward(PlanCompiler plan, Operation operation)
    {
        TensorBuffer gradY = plan.OutputGradient(operation);
        if (plan.InputGradient(operation.Inputs[0]) is { } gradX)
            plan.Add(new DropPathStep(operation.Name + ".gradient", Seed.NameHash(operation.Name), gradY, gradX.Buffer, Share, gradX.Accumulates));
    }
}
