namespace RandWire.Reports.Sketches;

/// <summary>What a box of a cell's drawing stands for.</summary>
internal enum CellBoxKind
{
    /// <summary>What the cell reads: <c>in</c> or <c>prev</c>.</summary>
    Input,

    /// <summary>What a wire does on its way.</summary>
    Operation,

    /// <summary>A node.</summary>
    Node,

    /// <summary>The cell's output.</summary>
    Output,
}
