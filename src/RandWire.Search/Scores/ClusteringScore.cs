using RandWire.Networks;

namespace RandWire.Search;

/// <summary>Average clustering coefficient (Watts and Strogatz 1998), mean over stages by nodes. Larger counts as better, by convention.</summary>
internal sealed class ClusteringScore : INetworkScore
{
    public string Name => "clustering";

    public string Source => "Watts and Strogatz 1998; beside accuracy in You et al. 2020, Graph Structure of Neural Networks. Larger: more clustered, a convention.";

    public double MultiplyAdds(NetworkSpec network, int images) => 0;

    public double Score(ScoreContext context) => StageGraphs.Mean(context.Network, static metrics => metrics.AverageClustering);
}
