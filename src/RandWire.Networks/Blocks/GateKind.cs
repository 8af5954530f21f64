namespace RandWire.Networks.Blocks;

/// <summary>How a gate's weights become shares.</summary>
public enum GateKind
{
    /// <summary>Shares that sum to 1. Text: <c>softmax</c>.</summary>
    Softmax,

    /// <summary>Each share for itself in (0, 1). Text: <c>sigmoid</c>.</summary>
    Sigmoid,

    /// <summary>One whole: the largest share of the softmax, or the choice of a path (<see cref="NetworkSpec.Along"/>), which alone is computed then. Text: <c>hard</c>.</summary>
    Hard,
}
