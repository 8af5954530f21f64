namespace RandWire.Engine;

/// <summary>What a parameter is for: decides how it is initialized, laid out, and whether weight decay applies.</summary>
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
