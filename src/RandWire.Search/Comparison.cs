namespace RandWire.Search;

/// <summary>An honest comparison of two rows or groups.</summary>
/// <param name="First">Name of the first.</param>
/// <param name="Second">Name of the second.</param>
/// <param name="Basis">What was compared, and how.</param>
/// <param name="Difference">Accuracy of the first minus that of the second.</param>
/// <param name="Interval">95 % interval of the difference, of this comparison alone.</param>
/// <param name="Verdict"><c>no difference found</c>, or which one is better: with 95 % certainty that not one verdict of the list is wrong by chance.</param>
/// <param name="PValue">Two-sided p-value, corrected for the number of comparisons in the list (Holm 1979), by which the verdict is given; null in results from before it was.</param>
/// <param name="Paired">The same question asked of the training seeds that both had, of this comparison alone; null where they share fewer than two, or no spread tells how far seeds matter.</param>
public sealed record Comparison(string First, string Second, string Basis, double Difference, Interval Interval, string Verdict, double? PValue = null, PairedTest? Paired = null);
