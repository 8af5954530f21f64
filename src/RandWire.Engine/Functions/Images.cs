using RandWire.Engine.Execution;

namespace RandWire.Engine.Functions;

/// <summary>The network's input images, NHWC: a program's first operation.</summary>
/// <param name="Size">Shape of one image; every extent at least 1.</param>
public sealed record Images(TensorShape Size) : Function
{
    /// <inheritdoc/>
    public override TensorShape Shape(ReadOnlySpan<TensorShape> inputs)
    {
        if (inputs.Length > 0) throw Refused($"reads no value, and {inputs.Length} are given. It begins a program.");
        CheckRange("height", Size.Height, 1, int.MaxValue);
        CheckRange("width", Size.Width, 1, int.MaxValue);
        CheckRange("channels", Size.Channels, 1, int.MaxValue);
        return Size;
    }

    internal override void Forward(PlanCompiler plan, Operation operation) => plan.ForwardImages(operation);

    // Nobody asks for the gradient of images.
    internal override void Backward(PlanCompiler plan, Operation operation) { }
}
