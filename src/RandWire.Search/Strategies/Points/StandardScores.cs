namespace RandWire.Search;

/// <summary>Scores of results with mean 0 and variance 1, for what would be thrown by their scale or by a few that collapsed.</summary>
/// <remarks>Values far below the others are drawn up to the median less three interquartile ranges; failures are worse than all that was measured.</remarks>
internal static class StandardScores
{
    /// <summary>The scores; null where they cannot be told apart.</summary>
    public static double[]? Of(IReadOnlyList<PointResult> all)
    {
        double[] finite = [.. all.Select(static result => result.Score).Where(double.IsFinite).Order()];
        if (finite.Length < 2) return null;
        double Quantile(double share) => finite[(int)Math.Round(share * (finite.Length - 1))];
        double middle = Quantile(0.75) - Quantile(0.25), least = middle > 0 ? Math.Max(finite[0], Quantile(0.5) - 3 * middle) : finite[0];
        double failed = least - (finite[^1] > least ? (finite[^1] - least) / 2 : 1);
        double[] clipped = [.. all.Select(result => double.IsFinite(result.Score) ? Math.Max(result.Score, least) : failed)];
        double mean = clipped.Average(), deviation = Math.Sqrt(clipped.Average(value => (value - mean) * (value - mean)));
        return deviation > 0 ? [.. clipped.Select(value => (value - mean) / deviation)] : null;
    }
}
