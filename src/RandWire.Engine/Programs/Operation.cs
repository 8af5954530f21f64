using System.Collections.Immutable;

namespace RandWire.Engine;

/// <summary>One operation of a program in single-assignment form: reads values and parameters, defines one value.</summary>
/// <param name="Name">Where it comes from, such as <c>stage3.node5.depthwise</c>; unique within the program.</param>
/// <param name="Inputs">Values read, in order.</param>
/// <param name="Output">The value defined.</param>
public abstract record Operation(string Name, ImmutableArray<ValueId> Inputs, ValueId Output)
{
    private protected Operation(string name, ValueId input, ValueId output) : this(name, [input], output) { }
}

/// <summary>Defines the network's input: images, NHWC.</summary>
public sealed record InputOperation(string Name, ValueId Output) : Operation(Name, [], Output);

/// <summary>Dense convolution without bias. Kernel 3 pads by 1, kernel 1 pads nothing. y[p, o] = sum over window and i of w[o, i, window] x[...].</summary>
/// <param name="Name">Unique name.</param>
/// <param name="Input">x.</param>
/// <param name="Output">y.</param>
/// <param name="Weight">w, [out, in, kernel, kernel].</param>
/// <param name="Kernel">1 or 3.</param>
/// <param name="Stride">1 or 2.</param>
public sealed record ConvolutionOperation(string Name, ValueId Input, ValueId Output, ParameterId Weight, int Kernel, int Stride)
    : Operation(Name, Input, Output);

/// <summary>Depthwise 3x3 convolution, padding 1, without bias: every channel with its own window.</summary>
public sealed record DepthwiseOperation(string Name, ValueId Input, ValueId Output, ParameterId Weight, int Stride)
    : Operation(Name, Input, Output);

/// <summary>
/// Batch normalization (Ioffe and Szegedy 2015). Training: biased batch variance, running statistics moved by <see cref="Momentum"/> (running variance unbiased);
/// inference: running statistics.
/// </summary>
public sealed record NormOperation(
    string Name, ValueId Input, ValueId Output, ParameterId Scale, ParameterId Shift, ParameterId RunningMean, ParameterId RunningVariance)
    : Operation(Name, Input, Output)
{
    /// <summary>Added to the variance under the root.</summary>
    public const float Epsilon = 1e-5f;

    /// <summary>Share of the new batch in the running statistics.</summary>
    public const float Momentum = 0.1f;
}

/// <summary>max(0, x); NaN stays NaN.</summary>
public sealed record ReluOperation(string Name, ValueId Input, ValueId Output) : Operation(Name, Input, Output);

/// <summary>sum over i of sigmoid(w[i]) x_i (Xie et al. 2019, section 3.2: weights learnable and positive).</summary>
public sealed record WeightedSumOperation(string Name, ImmutableArray<ValueId> Inputs, ValueId Output, ParameterId Weights)
    : Operation(Name, Inputs, Output);

/// <summary>factor · sum over i of x_i: factor 1 is the plain sum, 1 / count the mean.</summary>
public sealed record SumOperation(string Name, ImmutableArray<ValueId> Inputs, ValueId Output, float Factor) : Operation(Name, Inputs, Output);

/// <summary>Inputs side by side along channels, in order.</summary>
public sealed record ConcatenationOperation(string Name, ImmutableArray<ValueId> Inputs, ValueId Output) : Operation(Name, Inputs, Output);

/// <summary>3x3 pooling with padding 1.</summary>
public sealed record PoolingOperation(string Name, ValueId Input, ValueId Output, PoolingKind Pooling, int Stride) : Operation(Name, Input, Output);

/// <summary>Mean over all pixels: [H, W, C] to [1, 1, C].</summary>
public sealed record GlobalAverageOperation(string Name, ValueId Input, ValueId Output) : Operation(Name, Input, Output);

/// <summary>Training: every element is zeroed with probability Rate, the rest divided by 1 - Rate (Srivastava et al. 2014, scaled in training). Inference: identity.</summary>
public sealed record DropoutOperation(string Name, ValueId Input, ValueId Output, float Rate) : Operation(Name, Input, Output);

/// <summary>Fully connected layer with bias on a [1, 1, C] value.</summary>
public sealed record LinearOperation(string Name, ValueId Input, ValueId Output, ParameterId Weight, ParameterId Bias) : Operation(Name, Input, Output);
