using RandWire.Engine.Execution;
using RandWire.Engine.Execution.Steps;

namespace RandWire.Engine.Functions;

public sealed partial record Concatenation
{
    internal override bool ReadsInputsAgain => false;

    internal override void Forward(PlanCompiler plan, Operation operation)
    {
        TensorBuffer y = plan.Value(operation.Output);
        List<ConcatenationPart> parts = [];
        int start = 0;
        foreach (ValueId input in operation.Inputs)
        {
            if (!plan.IsInPlace(input)) parts.Add(new ConcatenationPart(plan.Value(input), start));
            start += plan.Shape(input).Channels;
        }
        if (parts.Count > 0 || y.Channels > y.Shape.Channels) plan.Add(new ConcatenationForward(operation.Name, [.. parts], y));
    }

    internal override void Backward(PlanCompiler plan, Operation operation)
    {
        WaitingGradient gradient = plan.OutputGradientInPlace(operation);
        int start = gradient.Start;
        foreach (ValueId input in operation.Inputs)
        {
            plan.PassOn(input, gradient with { Start = start });
            start += plan.Shape(input).Channels;
        }
    }
}
