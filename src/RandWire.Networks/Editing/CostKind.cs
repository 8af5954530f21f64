namespace RandWire.Networks.Editing;

/// <summary>A count that a network can be matched to.</summary>
public enum CostKind
{
    /// <summary>Multiply-adds of convolutions and classifier per image: <see cref="NetworkCost.MultiplyAddsConvFc"/>.</summary>
    MultiplyAdds,

    /// <summary>Trained scalars: <see cref="NetworkCost.Parameters"/>.</summary>
    Parameters,
}
