using RandWire.Networks;

namespace RandWire.Search;

/// <summary>Multiply-adds of convolutions and fully connected layers per image: the other baseline. Larger is better.</summary>
internal sealed class MultiplyAddsScore : INetworkScore
{
    public string Name => "multiplyadds";

    public string Source => "Baseline of White et al. 2022, A Deeper Look at Zero-Cost Proxies. Larger: more work for each image.";

    public double MultiplyAdds(NetworkSpec network, int images) => 0;

    public double Score(ScoreContext context) => context.Network.Cost().MultiplyAddsConvFc;
}
