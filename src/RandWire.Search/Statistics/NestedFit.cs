namespace RandWire.Search;

/// <summary>Estimates of one nested design: the mean, and the variance at each level; 0 at levels that the design lacks.</summary>
internal readonly record struct NestedFit(double Mean, double Outer, double Middle, double Inner)
{
    /// <summary>Of the sum of all three.</summary>
    public double Share(Func<NestedFit, double> variance) => Outer + Middle + Inner is var total and > 0 ? variance(this) / total : 0;
}
