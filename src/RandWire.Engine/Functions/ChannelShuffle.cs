using RandWire.Engine.Execution;
using RandWire.Engine.Execution.Steps;

namespace RandWire.Engine.Functions;

/// <summary>Channels of all groups in turn: channel j · Groups + g is channel g · (C / Groups) + j of the input (Zhang et al. 2018, ShuffleNet; PyTorch's
/// view(g, C / g), transposed).</summary>
/// <param name="Groups">Groups, which divide the channels.</param>
public sealed record ChannelShuffle(int Groups) : Function
{
    /// <inheritdoc/>
    public override ChannelUse UseOfChannels(int inputs) => ChannelUse.InPlace;

    /// <inheritdoc/>
    public override TensorShape Shape(ReadOnlySpan<TensorShape> inputs)
    {
        TensorShape input = Only(inputs);
        CheckRange("groups", Groups, 1, input.Channels);
        return input.Channels % Groups == 0 ? input : throw Refused($"has {Groups} groups for {input.Channels} channels, which they do not divide. Take a divisor.");
    }

    internal override void Forward(PlanCompiler plan, Operation operation)
    {
        TensorBuffer x = plan.Value(operation.Inputs[0]);
        plan.Add(new ShuffleStep(operation.Name, x, plan.Value(operation.Output), Groups));
    }

    internal override void Backward(PlanCompiler plan, Operation operation)
    {
        TensorBuffer gradY = plan.OutputGradient(operation);
        // The way back is a shuffle of as many groups as there were channels in one.
        if (plan.InputGradient(operation.Inputs[0]) is { } gradX)
            plan.Add(new ShuffleStep(operation.Name + ".gradient", gradY, gradX.Buffer, gradY.Shape.Channels / Groups, gradX.Accumulates));
    }
}
