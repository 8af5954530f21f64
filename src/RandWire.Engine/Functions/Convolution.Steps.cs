using RandWire.Engine.Execution;
using RandWire.Engine.Execution.Steps;
using RandWire.Engine.Kernels;

namespace RandWire.Engine.Functions;

public sealed partial record Convolution
{
    // Windows are gathered, whatever a pixel's length. A 1x1 takes pixels in place, which pays where they are whole vectors.
    internal override bool ReadsUnpadded => Groups == 1 && Window.Taps > 1;

    internal override WeightLayout Layout(int parameter, ParameterShape shape, TensorShape input, int storedChannels) => parameter == 0
        ? new PanelLayout(Channels, input.Channels, Window.Taps, Groups, storedChannels)
        : base.Layout(parameter, shape, input, storedChannels);

    internal override void Forward(PlanCompiler plan, Operation operation)
    {
        if (plan.ForwardBareNode(operation)) return;
        TensorBuffer x = plan.Value(operation.Inputs[0]);
        (TensorBuffer y, Finish? finish) = plan.Finished(operation);
        plan.Add(new ConvolutionForward(
            operation.Name, x, y, x.Under(Window, Padding, y), (PanelLayout)plan.Layout(operation, 0), plan.Weight(operation, 0), HasBias ? plan.Weight(operation, 1) : null, finish));
    }

    internal override void Backward(PlanCompiler plan, Operation operation)
    {
        if (plan.BackwardBareNode(operation)) return;
        string name = operation.Name;
        TensorBuffer x = plan.Value(operation.Inputs[0]), gradY = plan.OutputGradient(operation);
        WindowGrid grid = x.Under(Window, Padding, gradY);
        PanelLayout panels = (PanelLayout)plan.Layout(operation, 0);
        if (HasBias) BiasSteps.Add(plan, operation, gradY);
        WeightSteps.Add(plan, operation, x, gradY, grid, panels);
        if (plan.InputGradient(operation.Inputs[0]) is not { } gradX) return;
        if (grid.IsPixel && gradY.Pixels == 1 && Groups == 1)
        {
            plan.Add(new LinearInputGradient(name + ".gradient", gradY, gradX, plan.Weight(operation, 0)));
            return;
        }
        ArenaBuffer transposed = plan.Allocate(name + ".transposed", panels.Length);
        plan.Add(new TransposePanels(name + ".transpose", panels, plan.Weight(operation, 0), transposed));
        if (grid.IsPixel) plan.Add(new PointwiseInputGradient(name + ".gradient", gradY, gradX, panels, transposed));
        else plan.Add(new WindowInputGradient(name + ".gradient", gradY, gradX, grid, panels, transposed, plan.Batch));
    }
}
