using RandWire.Engine.Execution;

namespace RandWire.Engine.Functions;

/// <summary>factor · sum over i of x_i, of inputs of one shape: factor 1 is the plain sum, 1 / count the mean.</summary>
/// <param name="Factor">A finite number.</param>
public sealed record Sum(float Factor = 1) : Function
{
    /// <inheritdoc/>
    public override ChannelUse UseOfChannels(int inputs) => inputs > 1 ? ChannelUse.InPlace : ChannelUse.Alike;

    /// <inheritdoc/>
    public override TensorShape Shape(ReadOnlySpan<TensorShape> inputs)
    {
        if (!float.IsFinite(Factor)) throw Refused($"has the factor {Factor}: it must be finite.");
        return Common(inputs, 1);
    }

    /// <inheritdoc/>
    public override Work Work(ReadOnlySpan<TensorShape> inputs) => Functions.Work.Others(inputs.Length, Common(inputs, 1));

    internal override void Forward(PlanCompiler plan, Operation operation) => plan.ForwardSum(operation);

    internal override void Backward(PlanCompiler plan, Operation operation) => plan.BackwardSum(operation);
}
