using RandWire.Engine.Execution;
using RandWire.Engine.Execution.Steps;

namespace RandWire.Engine.Functions;

/// <summary>Mean over all pixels: [H, W, C] to [1, 1, C].</summary>
public sealed record GlobalAverage : Function
{
    /// <inheritdoc/>
    public override TensorShape Shape(ReadOnlySpan<TensorShape> inputs) => new(1, 1, Only(inputs).Channels);

    /// <inheritdoc/>
    public override Work Work(ReadOnlySpan<TensorShape> inputs) => Functions.Work.Others(1, Only(inputs));

    internal override bool ReadsInputsAgain => false;

    internal override void Forward(PlanCompiler plan, Operation operation) =>
        plan.Add(new GlobalAverageForward(operation.Name, plan.Value(operation.Inputs[0]), plan.Value(operation.Output)));

    internal override void Backward(PlanCompiler plan, Operation operation)
    {
        TensorBuffer gradY = plan.OutputGradient(operation);
        plan.PassOn(operation.Inputs[0], new WaitingGradient(operation.Name, gradY, 0, true));
    }
}
