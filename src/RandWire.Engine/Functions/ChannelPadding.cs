using RandWire.Engine.Execution;
using RandWire.Engine.Execution.Steps;

namespace RandWire.Engine.Functions;

/// <summary>Zero channels before and after those of a value (He et al. 2016, shortcut A).</summary>
/// <param name="Before">How many before, at least 0.</param>
/// <param name="After">How many after, at least 0.</param>
public sealed record ChannelPadding(int Before, int After) : Function
{
    /// <inheritdoc/>
    public override TensorShape Shape(ReadOnlySpan<TensorShape> inputs)
    {
        TensorShape input = Only(inputs);
        CheckRange("channels before", Before, 0, int.MaxValue);
        CheckRange("channels after", After, 0, int.MaxValue);
        long channels = (long)input.Channels + Before + After;
        if (channels > int.MaxValue - TensorShape.ChannelMultiple) throw Refused($"gives {channels} channels, which is too many.");
        return input with { Channels = (int)channels };
    }

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

    private Move MoveOf(TensorBuffer x) => Move.Part(0, Before, x.Shape.Channels);
}
