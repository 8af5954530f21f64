using System.Collections.Immutable;
using RandWire.Engine.Execution;

namespace RandWire.Engine.Functions;

/// <summary>
/// Batch normalization (Ioffe and Szegedy 2015) over batch and pixels. Training: biased batch variance, running statistics moved by <see cref="Momentum"/>
/// (running variance unbiased); inference: running statistics.
/// </summary>
/// <param name="IsAffine">Whether a learned scale and shift follow; without them it has running statistics alone.</param>
/// <param name="Epsilon">Added to the variance under the root; above 0.</param>
public sealed record Norm(bool IsAffine = true, float Epsilon = 1e-5f) : Function
{
    /// <summary>Share of the new batch in the running statistics.</summary>
    public const float Momentum = 0.1f;

    /// <inheritdoc/>
    public override TensorShape Shape(ReadOnlySpan<TensorShape> inputs)
    {
        if (!(Epsilon > 0 && float.IsFinite(Epsilon))) throw Refused($"has epsilon {Epsilon:R}: it must be above 0. The usual one is 1e-5.");
        return Only(inputs);
    }

    /// <inheritdoc/>
    public override ImmutableArray<ParameterShape> Parameters(ReadOnlySpan<TensorShape> inputs)
    {
        ImmutableArray<int> shape = [Only(inputs).Channels];
        ParameterShape mean = new(".running_mean", ParameterKind.RunningMean, shape), variance = new(".running_var", ParameterKind.RunningVariance, shape);
        return IsAffine
            ? [new ParameterShape(".weight", ParameterKind.NormScale, shape), new ParameterShape(".bias", ParameterKind.NormShift, shape), mean, variance]
            : [mean, variance];
    }

    /// <inheritdoc/>
    public override Work Work(ReadOnlySpan<TensorShape> inputs) => Functions.Work.Others(1, Only(inputs));

    internal override void Forward(PlanCompiler plan, Operation operation) => plan.ForwardNorm(operation);

    internal override void Backward(PlanCompiler plan, Operation operation) => plan.BackwardNorm(operation);
}
