namespace RandWire.Networks;

/// <summary>One random stage: a wiring, the node that sits at each of its places, and what the stage does to the tensor's shape.</summary>
/// <remarks>Input nodes (in-degree 0) read the stage's input, carry the stride and change the channels; all others work at the stage's own
/// shape. The stage's output is the plain mean of the output nodes (out-degree 0). Xie et al. 2019, sections 3.2 and 3.3.</remarks>
public sealed record StageSpec
{
    /// <summary>Which node feeds which.</summary>
    public required WiringSpec Wiring { get; init; }

    /// <summary>What every node does.</summary>
    public NodeSpec Node { get; init; } = NodeSpec.Paper;

    /// <summary>Channels that every node gives, at least 1.</summary>
    public required int Channels { get; init; }

    /// <summary>Stride of the input nodes: 2 halves height and width, 1 keeps them.</summary>
    public int Stride { get; init; } = 2;
}
