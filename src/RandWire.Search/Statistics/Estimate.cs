namespace RandWire.Search;

/// <summary>A number computed from data, with its interval.</summary>
/// <param name="Value">What the data say.</param>
/// <param name="Interval">Where the truth may lie; the maker says by which method and at which level.</param>
public readonly record struct Estimate(double Value, Interval Interval);
