namespace RandWire.Reports.Sketches;

/// <summary>A line between two boxes of a cell's drawing.</summary>
/// <param name="From">Index of the box that it leaves.</param>
/// <param name="To">Index of the box that it enters; higher than <paramref name="From"/>.</param>
/// <param name="IsDropped">Whether it was left out, because its shape did not fit.</param>
internal readonly record struct CellWire(int From, int To, bool IsDropped);
