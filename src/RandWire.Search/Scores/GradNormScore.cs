using RandWire.Networks;

namespace RandWire.Search;

/// <summary>Sum over layers of the Euclidean norm of dL/dw on one batch (Abdelfattah et al. 2021, section 3.2). Larger is better.</summary>
internal sealed class GradNormScore : INetworkScore
{
    public string Name => "grad_norm";

    public string Source => "Abdelfattah, Mehrotra, Dudziak and Lane 2021, Zero-Cost Proxies (ICLR). Larger: gradients are larger at the start.";

    public double MultiplyAdds(NetworkSpec network, int images) => BatchGradients.MultiplyAdds(network, images);

    public double Score(ScoreContext context) => BatchGradients.Sum(context, static (_, gradients) =>
    {
        double squares = 0;
        foreach (float gradient in gradients) squares += (double)gradient * gradient;
        return Math.Sqrt(squares);
    });
}
