namespace RandWire.Engine;

/// <summary>Which patterns of a program the compiler may run as one pass. What is fused sums in another order, so it decides bits.</summary>
public enum FusionRules
{
    /// <summary>All that there are.</summary>
    All,

    /// <summary>Those alone that every version has had: nodes that end in a normalization. For networks whose trainings must end in the bits of the first version.</summary>
    First,
}
