namespace RandWire.Search;

/// <summary>One part of a variance.</summary>
/// <param name="Levels">What it comes from; several where the design cannot tell them apart, such as graph and seed when every graph was trained once.</param>
/// <param name="Variance">Estimate, at least 0, in the square of the values' unit.</param>
/// <param name="Share">Of the sum of all components, in [0, 1]; 0 when nothing varies.</param>
/// <param name="Interval">Where <paramref name="Variance"/> may lie; null when none was asked for.</param>
/// <param name="ShareInterval">Where <paramref name="Share"/> may lie; null when none was asked for.</param>
public sealed record VarianceComponent(VarianceLevels Levels, double Variance, double Share, Interval? Interval, Interval? ShareInterval)
{
    /// <summary>Root of <see cref="Variance"/>, in the values' unit.</summary>
    public double Deviation => Math.Sqrt(Variance);
}
