namespace RandWire.Networks.Blocks;

/// <summary>What the first thing in a layer's parentheses is.</summary>
internal enum LayerArgument
{
    /// <summary>Nothing is allowed.</summary>
    None,

    /// <summary>Output channels, which may be left out.</summary>
    Channels,

    /// <summary>A width that must be there.</summary>
    Number,

    /// <summary>A rate in [0, 1) that must be there.</summary>
    Rate,
}
