using System.Collections.Immutable;
using RandWire.Engine.Execution;

namespace RandWire.Engine.Functions;

/// <summary>sum over i of weight_i x_i, of inputs of one shape, with one free scalar an input.</summary>
/// <param name="Weights">How the scalars become weights.</param>
/// <remarks>A wire that a step drops counts nothing and learns nothing; under a softmax the others then share what is left, of sum one.</remarks>
public sealed record WeightedSum(WeightKind Weights = WeightKind.Sigmoid) : Function
{
    /// <inheritdoc/>
    public override ChannelUse UseOfChannels(int inputs) => ChannelUse.InPlace;

    /// <inheritdoc/>
    public override TensorShape Shape(ReadOnlySpan<TensorShape> inputs)
    {
        if (Weights is not (WeightKind.Sigmoid or WeightKind.Softmax)) throw Refused($"has weights of kind {(int)Weights}: Sigmoid and Softmax are known.");
        return Common(inputs, 2);
    }

    /// <inheritdoc/>
    public override ImmutableArray<ParameterShape> Parameters(ReadOnlySpan<TensorShape> inputs) => [new ParameterShape(".weight", ParameterKind.Wire, [inputs.Length])];

    /// <inheritdoc/>
    public override Work Work(ReadOnlySpan<TensorShape> inputs) => Functions.Work.Others(inputs.Length, Common(inputs, 2));

    internal override void Forward(PlanCompiler plan, Operation operation) => plan.ForwardSum(operation);

    internal override void Backward(PlanCompiler plan, Operation operation) => plan.BackwardSum(operation);
}
