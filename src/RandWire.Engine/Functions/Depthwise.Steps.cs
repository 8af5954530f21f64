using RandWire.Engine.Execution;
using RandWire.Engine.Execution.Steps;
using RandWire.Engine.Kernels;

namespace RandWire.Engine.Functions;

public sealed partial record Depthwise
{
    // The window for which there are kernels with its nine weights in registers.
    private bool IsThree => Window is { Height: 3, Width: 3, Stride: 1 or 2, Dilation: 1 } && Padding == Padding.Same;

    internal override WeightLayout Layout(int parameter, ParameterShape shape, TensorShape input, int storedChannels) => parameter == 0
        ? new TapLayout(input.Channels, Window.Taps)
        : base.Layout(parameter, shape, input, storedChannels);

    internal override void Forward(PlanCompiler plan, Operation operation)
    {
        TensorBuffer x = plan.Value(operation.Inputs[0]);
        (TensorBuffer y, Finish? finish) = HasBias ? (plan.Value(operation.Output), null) : plan.Finished(operation);
        long weight = plan.Weight(operation, 0);
        WindowGrid grid = x.Under(Window, Padding, y);
        plan.Add(IsThree ? new DepthwiseForward(operation.Name, x, y, grid, weight, finish: finish) : new DepthwiseTapsForward(operation.Name, x, y, grid, weight, finish));
        if (HasBias) plan.Add(new AddBias(operation.Name + ".bias", y, plan.Weight(operation, 1)));
    }

    internal override void Backward(PlanCompiler plan, Operation operation)
    {
        string name = operation.Name;
        TensorBuffer x = plan.Value(operation.Inputs[0]), gradY = plan.OutputGradient(operation);
        WindowGrid grid = x.Under(Window, Padding, gradY);
        if (HasBias) BiasSteps.Add(plan, operation, gradY);
        int length = Window.Taps * x.Channels;
        ArenaBuffer parts = plan.Allocate(name + ".parts", (long)DepthwiseWeightGradient.Groups(plan.Batch) * length);
        string gradient = name + ".weight.gradient";
        plan.Add(IsThree ? new DepthwiseWeightGradient(gradient, x, gradY, grid, parts) : new DepthwiseTapsWeightGradient(gradient, x, gradY, grid, parts));
        plan.AddSmall(new AddParts(name + ".weight.sum", parts, plan.GradientOf(operation, 0), length, DepthwiseWeightGradient.Groups));
        if (plan.InputGradient(operation.Inputs[0]) is not { } gradX) return;
        long weight = plan.Weight(operation, 0);
        if (!IsThree) plan.Add(new DepthwiseTapsInputGradient(name + ".gradient", gradY, gradX, grid, weight));
        else if (Window.Stride == 1) plan.Add(new DepthwiseForward(name + ".gradient", gradY, gradX.Buffer, grid, weight, true, gradX.Accumulates));
        else plan.Add(new DepthwiseStrideTwoInputGradient(name + ".gradient", gradY, gradX, grid, weight));
    }
}
