using RandWire.Engine.Execution;
using RandWire.Engine.Execution.Steps;

namespace RandWire.Engine.Functions;

/// <summary>A function that computes nothing: elements go to other places, and zeros where none goes. Its gradient is the way back.</summary>
public abstract record Movement : Function
{
    private protected Movement() { }

    /// <summary>Where elements of an input go.</summary>
    private protected abstract Move MoveOf(TensorBuffer x);

    internal sealed override bool ReadsInputsAgain => false;

    internal sealed override void Forward(PlanCompiler plan, Operation operation)
    {
        TensorBuffer x = plan.Value(operation.Inputs[0]);
        plan.Add(new MoveStep(operation.Name, x, plan.Value(operation.Output), MoveOf(x)));
    }

    internal sealed override void Backward(PlanCompiler plan, Operation operation)
    {
        TensorBuffer gradY = plan.OutputGradient(operation);
        if (plan.InputGradient(operation.Inputs[0]) is { } gradX)
            plan.Add(new MoveStep(operation.Name + ".gradient", gradY, gradX.Buffer, MoveOf(gradX.Buffer).Reversed, gradX.Accumulates));
    }
}
