namespace RandWire.Training.Data;

/// <summary>Images of one size.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Count">How many images have this size.</param>
public sealed record SizeSummary(int Height, int Width, int Count);
