using RandWire.Networks;

namespace RandWire.Search;

/// <summary>Sum over weights w of |w · dL/dw| on one batch (Lee, Ajanthan and Torr 2019, equation 3; summed over the network by Abdelfattah et al. 2021, section 3.2). Larger is better.</summary>
internal sealed class SnipScore : INetworkScore
{
    public string Name => "snip";

    public string Source => "Lee, Ajanthan and Torr 2019, SNIP (ICLR); summed as Abdelfattah et al. 2021. Larger: the loss depends more on the connections.";

    public double MultiplyAdds(NetworkSpec network, int images) => BatchGradients.MultiplyAdds(network, images);

    public double Score(ScoreContext context) => BatchGradients.Sum(context, BatchGradients.Saliency);
}
