using RandWire.Engine.Execution;
using RandWire.Engine.Execution.Steps;

namespace RandWire.Engine.Functions;

public sealed partial record Concatenation
{
    internal override void Forward(PlanCompiler plan, Operation operation) =>
        plan.Add(new ConcatenationForward(operation.Name, plan.InputValues(operation), plan.Value(operation.Output)));

    internal override void Backward(PlanCompiler plan, Operation operation)
    {
        TensorBuffer gradY = plan.OutputGradient(operation);
        int[] starts = new int[operation.Inputs.Length];
        GradientTarget?[] gradInputs = new GradientTarget?[starts.Length];
        bool any = false;
        for (int i = 0; i < starts.Length; i++)
        {
            if (i > 0) starts[i] = starts[i - 1] + plan.Shape(operation.Inputs[i - 1]).Channels;
            gradInputs[i] = plan.InputGradient(operation.Inputs[i]);
            any |= gradInputs[i] is not null;
        }
        if (any) plan.Add(new ConcatenationBackward(operation.Name + ".gradient", gradY, gradInputs, starts));
    }
}
