namespace RandWire.Engine.Execution;

/// <summary>What a step must do for a batch, counted from shapes: the least that any implementation of it would do.</summary>
/// <remarks>Logical channels, padding not counted; what a step computes again to save memory is not counted either.</remarks>
/// <param name="ConvolutionFlops">Operations of dense and depthwise convolutions, the fully connected layer and their gradients, a multiply-add
/// counted as two.</param>
/// <param name="OtherFlops">All other operations.</param>
/// <param name="Bytes">Bytes of activations, gradients and weights, read once and written once each.</param>
internal readonly record struct StepWork(long ConvolutionFlops, long OtherFlops, long Bytes)
{
    /// <summary>All floating-point operations.</summary>
    public long Flops => ConvolutionFlops + OtherFlops;

    public static StepWork operator +(StepWork left, StepWork right) =>
        new(left.ConvolutionFlops + right.ConvolutionFlops, left.OtherFlops + right.OtherFlops, left.Bytes + right.Bytes);

    /// <summary>A convolution or one of its two gradients: a multiply-add for every output pixel and weight, [taps, inputs, outputs]. The weights
    /// pass once; tensors come by <see cref="Passing"/>, since a fused step keeps some of them in cache.</summary>
    public static StepWork Convolution(long outputPixels, int taps, int inputs, int outputs)
    {
        long weights = (long)taps * inputs * outputs;
        return new StepWork(2 * outputPixels * weights, 0, sizeof(float) * weights);
    }

    /// <summary>A depthwise convolution, 3x3 unless told, or one of its two gradients.</summary>
    public static StepWork Depthwise(long outputPixels, int channels, int taps = 9) => Convolution(outputPixels, taps, 1, channels);

    /// <summary>So many operations for every element of a tensor.</summary>
    public static StepWork Elementwise(int count, TensorBuffer tensor, int operations) => new(0, count * tensor.Shape.Elements * operations, 0);

    /// <summary>Tensors that pass once, read or written.</summary>
    public static StepWork Passing(int count, params ReadOnlySpan<TensorBuffer> tensors)
    {
        long elements = 0;
        foreach (TensorBuffer tensor in tensors) elements += count * tensor.Shape.Elements;
        return Floats(elements);
    }

    /// <summary>A gradient that is written; where something is in it already, it is read and added to.</summary>
    public static StepWork Gradient(int count, TensorBuffer gradient, bool accumulate) => accumulate
        ? Passing(count, gradient, gradient) + Elementwise(count, gradient, 1)
        : Passing(count, gradient);

    /// <summary>Floats that are no tensor of activations and pass once: parameters, rows of channels, partial sums.</summary>
    public static StepWork Floats(long floats, int operations = 0) => new(0, floats * operations, sizeof(float) * floats);
}
