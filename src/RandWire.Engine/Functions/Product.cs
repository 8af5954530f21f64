using RandWire.Engine.Execution;
using RandWire.Engine.Execution.Steps;

namespace RandWire.Engine.Functions;

/// <summary>The product of two values, element by element; the second may be 1x1 with as many channels, and then counts for all pixels (Hu et al. 2018,
/// squeeze-and-excitation).</summary>
public sealed record Product : Function
{
    /// <inheritdoc/>
    public override ChannelUse UseOfChannels(int inputs) => ChannelUse.InPlace;

    /// <inheritdoc/>
    public override TensorShape Shape(ReadOnlySpan<TensorShape> inputs)
    {
        if (inputs.Length != 2) throw Refused($"reads two values, and {inputs.Length} are given. Multiply more of them one after the other.");
        if (inputs[1] != inputs[0] && inputs[1] != new TensorShape(1, 1, inputs[0].Channels))
        {
            throw Refused($"reads {inputs[0]} and {inputs[1]}: the second must have the shape of the first, or be 1x1x{inputs[0].Channels}. Bring its channels to "
                + $"{inputs[0].Channels}, or take the mean over its pixels.");
        }
        return inputs[0];
    }

    /// <inheritdoc/>
    public override Work Work(ReadOnlySpan<TensorShape> inputs) => Functions.Work.Others(1, Shape(inputs));

    internal override void Forward(PlanCompiler plan, Operation operation) =>
        plan.Add(new ProductStep(operation.Name, plan.Value(operation.Inputs[0]), plan.Value(operation.Inputs[1]), plan.Value(operation.Output)));

    internal override void Backward(PlanCompiler plan, Operation operation)
    {
        TensorBuffer a = plan.Value(operation.Inputs[0]), b = plan.Value(operation.Inputs[1]), gradY = plan.OutputGradient(operation);
        string name = operation.Name;
        if (plan.InputGradient(operation.Inputs[0]) is { } gradA) plan.Add(new ProductStep(name + ".gradient", gradY, b, gradA.Buffer, gradA.Accumulates));
        if (plan.InputGradient(operation.Inputs[1]) is not { } gradB) return;
        if (b.Pixels == a.Pixels) plan.Add(new ProductStep(name + ".gradient2", gradY, a, gradB.Buffer, gradB.Accumulates));
        else plan.Add(new ProductPixelGradient(name + ".gradient2", a, gradY, gradB));
    }
}
