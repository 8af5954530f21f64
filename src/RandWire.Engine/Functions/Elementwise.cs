using RandWire.Engine.Execution;
using RandWire.Engine.Execution.Steps;

namespace RandWire.Engine.Functions;

/// <summary>A function of one number, element by element: its formula and its derivative stand in its own file, and nowhere else.</summary>
public abstract record Elementwise : Function
{
    private protected Elementwise() { }

    /// <summary>The steps of its formula.</summary>
    internal abstract CurveSteps Steps { get; }

    /// <inheritdoc/>
    public sealed override TensorShape Shape(ReadOnlySpan<TensorShape> inputs) => Only(inputs);

    internal sealed override InPlace InPlace => Steps.InPlace;

    internal sealed override void Forward(PlanCompiler plan, Operation operation) =>
        plan.Add(Steps.Forward(operation.Name, plan.Value(operation.Inputs[0]), plan.Value(operation.Output)));

    internal sealed override void Backward(PlanCompiler plan, Operation operation)
    {
        TensorBuffer gradY = plan.OutputGradient(operation);
        if (plan.InputGradient(operation.Inputs[0]) is { } gradX)
            plan.Add(Steps.Backward(operation.Name + ".gradient", plan.Value(operation.Inputs[0]), gradY, gradX));
    }
}
