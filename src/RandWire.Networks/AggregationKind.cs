namespace RandWire.Networks;

/// <summary>How a node joins the tensors that arrive on its wires. A node with one wire takes its tensor as it is, whatever the kind.
/// </summary>
public enum AggregationKind
{
    /// <summary>Sum weighted by the sigmoid of one learned scalar per wire (Xie et al. 2019, section 3.2).
    /// Text: <c>weighted-sum</c>.</summary>
    WeightedSum,

    /// <summary>Plain sum. Text: <c>sum</c>.</summary>
    Sum,

    /// <summary>Plain mean. Text: <c>mean</c>.</summary>
    Mean,

    /// <summary>Side by side along channels, in order of the wires' sources; the transform brings them back to the stage's channels.
    /// Text: <c>concatenation</c>.</summary>
    Concatenation,
}
