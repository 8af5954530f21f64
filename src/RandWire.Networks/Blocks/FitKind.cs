namespace RandWire.Networks.Blocks;

/// <summary>What happens where a wire's shape does not fit.</summary>
public enum FitKind
{
    /// <summary>The spec is refused.</summary>
    Refuse,

    /// <summary>A block adapts the wire.</summary>
    Adapt,

    /// <summary>The wire is left out.</summary>
    Drop,
}
