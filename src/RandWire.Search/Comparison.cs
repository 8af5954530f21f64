namespace RandWire.Search;

/// <summary>An honest comparison of two rows or groups.</summary>
/// <param name="First">Name of the first.</param>
/// <param name="Second">Name of the second.</param>
/// <param name="Basis">What was compared, and how.</param>
/// <param name="Difference">Accuracy of the first minus that of the second.</param>
/// <param name="Interval">95 % interval of the difference.</param>
/// <param name="Verdict"><c>no difference found</c>, or which one is better; always beside the number of comparisons made.</param>
public sealed record Comparison(string First, string Second, string Basis, double Difference, Interval Interval, string Verdict);
