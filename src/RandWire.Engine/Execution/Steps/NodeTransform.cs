namespace RandWire.Engine.Execution.Steps;

/// <summary>What a fused node does between its aggregation and its normalization.</summary>
internal enum NodeTransform
{
    /// <summary>Depthwise 3x3, then 1x1.</summary>
    Separable,

    /// <summary>1x1 alone, stride 1.</summary>
    Pointwise,

    /// <summary>Dense 3x3.</summary>
    Dense,
}
