using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using RandWire.Engine.Execution;

namespace RandWire.Engine.Functions;

/// <summary>sum over i of weight_i x_i, of inputs of one shape, with one free scalar an input.</summary>
/// <param name="Weights">How the scalars become weights.</param>
/// <remarks>A wire that a step drops counts nothing and learns nothing; under a softmax the others then share what is left, of sum one.</remarks>
public sealed record WeightedSum(WeightKind Weights = WeightKind.Sigmoid) : Function
{
    /// <summary>Whether its scalars are a gate (<see cref="ParameterKind.Gate"/>) and no weights of wires.</summary>
    public bool IsGate { get; init; }

    /// <summary>The choice that alone is computed, of a hard sum along one path; null where all are. There is one input then.</summary>
    public TakenChoice? Taken { get; init; }

    /// <inheritdoc/>
    public override ChannelUse UseOfChannels(int inputs) => ChannelUse.InPlace;

    /// <inheritdoc/>
    public override TensorShape Shape(ReadOnlySpan<TensorShape> inputs)
    {
        if (Weights is not (WeightKind.Sigmoid or WeightKind.Softmax or WeightKind.Hard))
            throw Refused($"has weights of kind {(int)Weights}: Sigmoid, Softmax and Hard are known.");
        if (Taken is not { } taken) return Common(inputs, 2);
        if (Weights != WeightKind.Hard) throw Refused($"takes one choice by weights of kind {Weights}: only hard ones do.");
        CheckRange("choices", taken.Choices, 2, int.MaxValue);
        CheckRange("a taken choice", taken.Index, 0, taken.Choices - 1);
        return Only(inputs);
    }

    /// <inheritdoc/>
    public override ImmutableArray<ParameterShape> Parameters(ReadOnlySpan<TensorShape> inputs) =>
        [new ParameterShape(".weight", IsGate ? ParameterKind.Gate : ParameterKind.Wire, [Taken?.Choices ?? inputs.Length])];

    /// <inheritdoc/>
    public override Work Work(ReadOnlySpan<TensorShape> inputs) => Functions.Work.Others(inputs.Length, Common(inputs, 1));

    /// <summary>What it computes and no more: keys of networks are made of it, and a gate computes what weights of wires compute.</summary>
    protected override bool PrintMembers(StringBuilder builder)
    {
        builder.Append(CultureInfo.InvariantCulture, $"Weights = {Weights}");
        if (Taken is { } taken) builder.Append(CultureInfo.InvariantCulture, $", Taken = {taken.Index} of {taken.Choices}");
        return true;
    }

    internal override void Forward(PlanCompiler plan, Operation operation) => plan.ForwardSum(operation);

    internal override void Backward(PlanCompiler plan, Operation operation) => plan.BackwardSum(operation);
}
