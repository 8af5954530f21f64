namespace RandWire.Engine;

/// <summary>What a parameter is for: decides how it is initialised, laid out, and whether weight decay applies.</summary>
public enum ParameterKind
{
    /// <summary>Weight of a dense convolution; logical shape [out, in, k, k].</summary>
    Convolution,

    /// <summary>Weight of a depthwise convolution; logical shape [channels, 1, 3, 3].</summary>
    Depthwise,

    /// <summary>Weight of the fully connected layer; logical shape [out, in].</summary>
    Linear,

    /// <summary>Bias of the fully connected layer; logical shape [out].</summary>
    Bias,

    /// <summary>Batch normalization's scale (gamma); logical shape [channels].</summary>
    NormScale,

    /// <summary>Batch normalization's shift (beta); logical shape [channels].</summary>
    NormShift,

    /// <summary>Free scalars of an aggregation, one per wire, through a sigmoid; logical shape [wires].</summary>
    Wire,

    /// <summary>Batch normalization's running mean: state, not trained by gradient; logical shape [channels].</summary>
    RunningMean,

    /// <summary>Batch normalization's running variance (unbiased, as PyTorch keeps it): state; logical shape [channels].</summary>
    RunningVariance,
}

/// <summary>Handle of a parameter within one <see cref="Program"/>.</summary>
/// <param name="Index">Position in <see cref="Program.Parameters"/>.</param>
public readonly record struct ParameterId(int Index);

/// <summary>Name, kind and logical shape of a parameter. Logical shapes and element order are PyTorch's.</summary>
/// <param name="Name">Unique within the program, such as <c>stage3.node5.depthwise.weight</c>.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Shape">Logical shape, outermost first.</param>
public sealed record ParameterInfo(string Name, ParameterKind Kind, System.Collections.Immutable.ImmutableArray<int> Shape)
{
    /// <summary>Product of the logical shape.</summary>
    public int Length
    {
        get
        {
            int length = 1;
            foreach (int extent in Shape) length = checked(length * extent);
            return length;
        }
    }

    /// <summary>Whether gradients train it; running statistics are state only.</summary>
    public bool IsTrained => Kind is not (ParameterKind.RunningMean or ParameterKind.RunningVariance);
}
