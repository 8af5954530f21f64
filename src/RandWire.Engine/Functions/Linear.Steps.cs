using RandWire.Engine.Execution;
using RandWire.Engine.Execution.Steps;
using RandWire.Engine.Kernels;

namespace RandWire.Engine.Functions;

public sealed partial record Linear
{
    private static readonly Window Pixel = new(1, 1);

    internal override WeightLayout Layout(int parameter, ParameterShape shape, TensorShape input, int storedChannels) => parameter == 0
        ? new PanelLayout(Outputs, input.Channels, 1, 1, storedChannels)
        : base.Layout(parameter, shape, input, storedChannels);

    internal override void Forward(PlanCompiler plan, Operation operation)
    {
        TensorBuffer x = plan.Value(operation.Inputs[0]), y = plan.Value(operation.Output);
        plan.Add(new ConvolutionForward(operation.Name, x, y, x.Under(Pixel, Padding.Same, y), (PanelLayout)plan.Layout(operation, 0), plan.Weight(operation, 0)));
        plan.Add(new AddBias(operation.Name + ".bias", y, plan.Weight(operation, 1)));
    }

    internal override void Backward(PlanCompiler plan, Operation operation)
    {
        TensorBuffer x = plan.Value(operation.Inputs[0]), gradY = plan.OutputGradient(operation);
        WindowGrid grid = x.Under(Pixel, Padding.Same, gradY);
        BiasSteps.Add(plan, operation, gradY);
        WeightSteps.Add(plan, operation, x, gradY, grid, (PanelLayout)plan.Layout(operation, 0));
        if (plan.InputGradient(operation.Inputs[0]) is { } gradX)
            plan.Add(new LinearInputGradient(operation.Name + ".gradient", gradY, gradX, plan.Weight(operation, 0)));
    }
}
