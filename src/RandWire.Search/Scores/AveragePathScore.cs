using RandWire.Networks;

namespace RandWire.Search;

/// <summary>Minus the average shortest path between nodes, mean over stages by nodes. Larger, so a shorter path, counts as better, by convention; NaN where a stage's graph is in parts.</summary>
internal sealed class AveragePathScore : INetworkScore
{
    public string Name => "average_path";

    public string Source => "Watts and Strogatz 1998; beside accuracy in You et al. 2020, Graph Structure of Neural Networks. Larger: shorter paths, a convention.";

    public double MultiplyAdds(NetworkSpec network, int images) => 0;

    public double Score(ScoreContext context) => -StageGraphs.Mean(context.Network, static metrics => metrics.AverageShortestPath);
}
