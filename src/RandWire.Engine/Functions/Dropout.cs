using RandWire.Engine.Execution;
using RandWire.Engine.Execution.Steps;

namespace RandWire.Engine.Functions;

/// <summary>Training: every element is zeroed with probability Rate, the rest divided by 1 - Rate (Srivastava et al. 2014, scaled in training). Inference: identity.</summary>
/// <param name="Rate">In [0, 1).</param>
public sealed record Dropout(float Rate) : Function
{
    /// <inheritdoc/>
    public override TensorShape Shape(ReadOnlySpan<TensorShape> inputs)
    {
        if (!(Rate >= 0 && Rate < 1)) throw Refused($"has the rate {Rate:R}: it must lie in [0, 1).");
        return Only(inputs);
    }

    internal override bool ReadsInputsAgain => false;

    internal override void Forward(PlanCompiler plan, Operation operation)
    {
        TensorBuffer x = plan.Value(operation.Inputs[0]), y = plan.Value(operation.Output);
        if (plan.Trains) plan.Add(new DropoutStep(operation.Name, x, y, Rate));
        else plan.Add(new CopyStep(operation.Name, x, y));
    }

    internal override void Backward(PlanCompiler plan, Operation operation)
    {
        TensorBuffer gradY = plan.OutputGradient(operation);
        if (plan.InputGradient(operation.Inputs[0]) is { } gradX)
            plan.Add(new DropoutStep(operation.Name + ".gradient", gradY, gradX.Buffer, Rate, gradX.Accumulates));
    }
}
