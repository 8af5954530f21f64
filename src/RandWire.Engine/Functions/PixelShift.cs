using RandWire.Engine.Execution;
using RandWire.Engine.Execution.Steps;

namespace RandWire.Engine.Functions;

/// <summary>y[h, w] = x[h + 1, w + 1], zeros past the end: the second path of NASNet's factorized reduction (Zoph et al. 2018).</summary>
public sealed record PixelShift : Function
{
    /// <inheritdoc/>
    public override TensorShape Shape(ReadOnlySpan<TensorShape> inputs) => Only(inputs);

    internal override void Forward(PlanCompiler plan, Operation operation)
    {
        TensorBuffer x = plan.Value(operation.Inputs[0]);
        plan.Add(new MoveStep(operation.Name, x, plan.Value(operation.Output), MoveOf(x)));
    }

    internal override void Backward(PlanCompiler plan, Operation operation)
    {
        TensorBuffer gradY = plan.OutputGradient(operation);
        if (plan.InputGradient(operation.Inputs[0]) is { } gradX)
            plan.Add(new MoveStep(operation.Name + ".gradient", gradY, gradX.Buffer, MoveOf(gradX.Buffer).Reversed, gradX.Accumulates));
    }

    private static Move MoveOf(TensorBuffer x) => Move.Pixels(1, 1, x.Channels);
}
