using RandWire.Networks;

namespace RandWire.Search;

/// <summary>Minus the variance of the degrees (divisor n), mean over stages by nodes. Larger, so more even degrees, counts as better, by convention.</summary>
internal sealed class DegreeVarianceScore : INetworkScore
{
    public string Name => "degree_variance";

    public string Source => "Snijders 1981, The degree variance. Larger: degrees are more even, a convention.";

    public double MultiplyAdds(NetworkSpec network, int images) => 0;

    public double Score(ScoreContext context) => -StageGraphs.Mean(context.Network, static metrics =>
    {
        double mean = metrics.Degrees.Average();
        return metrics.Degrees.Average(degree => (degree - mean) * (degree - mean));
    });
}
