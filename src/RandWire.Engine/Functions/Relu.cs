using RandWire.Engine.Execution;
using RandWire.Engine.Execution.Steps;

namespace RandWire.Engine.Functions;

/// <summary>max(0, x); NaN stays NaN.</summary>
public sealed record Relu : Function
{
    /// <inheritdoc/>
    public override TensorShape Shape(ReadOnlySpan<TensorShape> inputs) => Only(inputs);

    internal override InPlace InPlace => static (kernels, values, length) => kernels.Relu(values, length, values);

    internal override void Forward(PlanCompiler plan, Operation operation)
    {
        if (plan.ForwardWiredRelu(operation)) return;
        plan.Add(new ReluForward(operation.Name, plan.Value(operation.Inputs[0]), plan.Value(operation.Output)));
    }

    internal override void Backward(PlanCompiler plan, Operation operation)
    {
        if (plan.BackwardWiredRelu(operation)) return;
        TensorBuffer gradY = plan.OutputGradient(operation);
        if (plan.InputGradient(operation.Inputs[0]) is { } gradX)
            plan.Add(new ReluBackward(operation.Name + ".gradient", plan.Value(operation.Output), gradY, gradX.Buffer, gradX.Accumulates));
    }
}
