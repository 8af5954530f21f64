using RandWire.Networks;

namespace RandWire.Search;

/// <summary>Arcs on the longest directed path through each stage, summed: how deep the network is. Larger counts as better, by convention.</summary>
internal sealed class LongestPathScore : INetworkScore
{
    public string Name => "longest_path";

    public string Source => "Depth of the oriented graphs. Larger: deeper, a convention.";

    public double MultiplyAdds(NetworkSpec network, int images) => 0;

    public double Score(ScoreContext context) => context.Network.Cost().Stages.Sum(static stage => stage.LongestPath);
}
