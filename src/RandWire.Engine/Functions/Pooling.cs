using RandWire.Engine.Execution;
using RandWire.Engine.Execution.Steps;

namespace RandWire.Engine.Functions;

/// <summary>Largest element or mean of a window, channel by channel. Neither sees the padding: a maximum of nothing is minus infinity, a mean counts what lies inside.</summary>
/// <param name="Kind">Maximum or average.</param>
/// <param name="Window">The window.</param>
/// <param name="Padding">What lies around the image.</param>
public sealed record Pooling(PoolingKind Kind, Window Window, Padding Padding = Padding.Same) : Function
{
    /// <inheritdoc/>
    public override TensorShape Shape(ReadOnlySpan<TensorShape> inputs)
    {
        if (Kind is not (PoolingKind.Maximum or PoolingKind.Average)) throw Refused($"has kind {(int)Kind}: Maximum and Average are known.");
        if (Window.Along != StrideAxes.Both) throw Refused($"has a stride along {Window.Along}. That is for dense convolutions: let the stride go along both.");
        return Window.Output(Only(inputs), Padding);
    }

    /// <inheritdoc/>
    public override Work Work(ReadOnlySpan<TensorShape> inputs) => Functions.Work.Others(Window.Taps, Shape(inputs));

    internal override void Forward(PlanCompiler plan, Operation operation)
    {
        TensorBuffer x = plan.Value(operation.Inputs[0]), y = plan.Value(operation.Output);
        plan.Add(new PoolingForward(operation.Name, x, y, Kind, x.Under(Window, Padding, y)));
    }

    internal override void Backward(PlanCompiler plan, Operation operation)
    {
        TensorBuffer x = plan.Value(operation.Inputs[0]), gradY = plan.OutputGradient(operation);
        if (plan.InputGradient(operation.Inputs[0]) is not { } gradX) return;
        plan.Add(new PoolingBackward(operation.Name + ".gradient", x, gradY, gradX, Kind, x.Under(Window, Padding, gradY)));
    }
}
