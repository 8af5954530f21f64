namespace RandWire.Training;

/// <summary>How much an image of a rare class counts in the loss.</summary>
public enum ClassWeighting
{
    /// <summary>As much as any other: large classes rule.</summary>
    None,

    /// <summary>In inverse proportion to its class: every class has the same share of the loss, up to a bound; see
    /// <see cref="ClassBalance.Weights"/>.</summary>
    Balanced,
}
