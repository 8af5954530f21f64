using RandWire.Networks;

namespace RandWire.Search;

/// <summary>Number of trained parameters: the baseline that a score of an untrained network has to beat. Larger is better.</summary>
internal sealed class ParametersScore : INetworkScore
{
    public string Name => "parameters";

    public string Source => "Baseline of White et al. 2022, A Deeper Look at Zero-Cost Proxies. Larger: more parameters.";

    public double MultiplyAdds(NetworkSpec network, int images) => 0;

    public double Score(ScoreContext context) => context.Network.Cost().Parameters;
}
