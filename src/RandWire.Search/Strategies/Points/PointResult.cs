namespace RandWire.Search;

/// <summary>What one training said of a point.</summary>
/// <param name="Trial">Number of the trial.</param>
/// <param name="Point">The point.</param>
/// <param name="Score">What it came to, larger is better; negative infinity where it came to nothing.</param>
public readonly record struct PointResult(int Trial, Point Point, double Score);
