namespace RandWire.Engine;

/// <summary>What a parameter is for: decides how it is initialized, laid out, and whether weight decay applies.</summary>
public enum ParameterKind
{
    /// <summary>Weight of a dense or grouped convolution; logical shape [out, in / groups, height, width].</summary>
    Convolution,

    /// <summary>Weight of a depthwise convolution; logical shape [channels, 1, height, width].</summary>
    Depthwise,

    /// <summary>Weight of the fully connected layer; logical shape [out, in].</summary>
    Linear,

    /// <summary>Bias of a fully connected layer or of a convolution; logical shape [out].</summary>
    Bias,

    /// <summary>Batch normalization's scale (gamma); logical shape [channels].</summary>
    NormScale,

    /// <summary>Batch normalization's shift (beta); logical shape [channels].</summary>
    NormShift,

    /// <summary>Free scalars of an aggregation, one per wire, through a sigmoid or a softmax; logical shape [wires].</summary>
    Wire,

    /// <summary>Free scalars of a gate, one per choice: what a search of architectures trains, by themselves where it wants (<see cref="ParameterGroup"/>); logical shape [choices].</summary>
    Gate,

    /// <summary>Batch normalization's running mean: state, not trained by gradient; logical shape [channels].</summary>
    RunningMean,

    /// <summary>Batch normalization's running variance (unbiased, as PyTorch keeps it): state; logical shape [channels].</summary>
    RunningVariance,
}
