namespace RandWire.Networks.Assembling;

/// <summary>What a block's surroundings hand down to it.</summary>
/// <param name="Channels">C, or null where the stage leaves channels out.</param>
/// <param name="Stride">What a marked layer takes.</param>
/// <param name="CellInput">Channels of the innermost cell's input.</param>
/// <param name="IsOuter">Whether the block stands in the stage itself, not within a cell: there its parts are places of the stage's graph.</param>
internal readonly record struct Place(int? Channels, int Stride, int CellInput, bool IsOuter);
