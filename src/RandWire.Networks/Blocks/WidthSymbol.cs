namespace RandWire.Networks.Blocks;

/// <summary>What a width may be an expression of.</summary>
internal enum WidthSymbol
{
    /// <summary>C, the stage's channels.</summary>
    Stage,

    /// <summary>in, the layer's input channels.</summary>
    Input,

    /// <summary>cell.in, the cell's input channels.</summary>
    CellInput,
}
