namespace RandWire.Search;

/// <summary>How the points of a space grow: an axis says how many parts there are, and each part has axes of its own.</summary>
/// <param name="Axis">The axis of the number; its values rise by one.</param>
/// <param name="Parts">Axes of each part, the first part first.</param>
/// <param name="Least">Parts at the axis's first value.</param>
public sealed record GrowthAxis(int Axis, IReadOnlyList<IReadOnlyList<int>> Parts, int Least);
