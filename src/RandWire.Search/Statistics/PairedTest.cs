namespace RandWire.Search;

/// <summary>A two-sided test of paired differences.</summary>
/// <param name="Method">How it was made, in words, such as <c>paired t</c> or <c>Wilcoxon signed rank, exact</c>.</param>
/// <param name="Pairs">Pairs that had a say.</param>
/// <param name="Difference">Mean of first minus second over all pairs.</param>
/// <param name="Statistic">t, or the sum of the ranks of positive differences.</param>
/// <param name="PValue">Probability, in [0, 1], of a statistic at least as far out when nothing but chance tells the two apart.</param>
public sealed record PairedTest(string Method, int Pairs, double Difference, double Statistic, double PValue);
