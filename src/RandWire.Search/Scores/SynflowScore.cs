using RandWire.Engine;
using RandWire.Networks;

namespace RandWire.Search;

/// <summary>log of the sum over weights of |w| · dR/d|w|, where R is the sum of logits of the network with the absolute values of its parameters on an image of ones, without batch norms (Tanaka et al. 2020,
/// section 6; summed over the network by Abdelfattah et al. 2021, section 3.2). Larger is better.</summary>
/// <remarks>Looks at no data. The logarithm, which keeps every order, is there because R has hundreds of digits in deep networks: <see cref="SynflowProgram"/>.</remarks>
internal sealed class SynflowScore : INetworkScore
{
    public string Name => "synflow";

    public string Source => "Tanaka, Kunin, Yamins and Ganguli 2020, SynFlow (NeurIPS); summed as Abdelfattah et al. 2021; its logarithm. Larger: more flows through all paths.";

    public double MultiplyAdds(NetworkSpec network, int images) => BatchGradients.MultiplyAdds(network, 1);

    public double Score(ScoreContext context)
    {
        context.Checked();
        SynflowProgram linear = SynflowProgram.Of(context.Network.Lower(), context.Parameters);
        using ParameterStore store = linear.Parameters;
        using Executor executor = Executor.Compile(store, new ExecutorOptions
        {
            BatchSize = 1,
            Training = true,
            Threads = context.Threads,
            Simd = context.Simd,
            Fuse = false,
            Loss = LossKind.Linear,
        });
        executor.Images.Fill(1);
        executor.Targets.Fill(1);
        executor.ForwardBackward(1, StepRandomness.None);
        return Math.Log(BatchGradients.Sum(store, BatchGradients.Saliency)) + linear.Exponent * Math.Log(2);
    }
}
