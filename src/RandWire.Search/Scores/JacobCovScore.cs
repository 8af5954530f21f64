using MathNet.Numerics.LinearAlgebra;
using RandWire.Engine;
using RandWire.Networks;

namespace RandWire.Search;

/// <summary>How differently the network sees the images of a batch: -sum over the eigenvalues v of log(v + k) + 1 / (v + k), k = 1e-5, of the correlation matrix of d(sum of logits)/d(image)
/// (Mellor et al. 2020, version 1, equations 2 to 4, as in Abdelfattah et al. 2021). Larger is better: at most -n, where all images are uncorrelated.</summary>
/// <remarks>Batch norms have the batch's own statistics, as constants. With gradients through the statistics, as that implementation has them, the sum of all logits of a network whose body ends in a batch
/// norm, such as a random wiring's, does not depend on the images: the gradient is rounding alone, and so is the score (in float64 it changes in the third digit with the order of the images).</remarks>
internal sealed class JacobCovScore : INetworkScore
{
    private const double Small = 1e-5;

    public string Name => "jacob_cov";

    public string Source => "Mellor, Turner, Storkey and Crowley 2020, arXiv 2006.04647v1; as computed by Abdelfattah et al. 2021, batch statistics held fixed. Larger: images are told apart more.";

    public double MultiplyAdds(NetworkSpec network, int images) => 4.0 * images * network.Cost().MultiplyAddsConvFc;

    public double Score(ScoreContext context)
    {
        context.Checked();
        FixedNormProgram network = FixedNormProgram.Of(context);
        using ParameterStore store = network.Parameters;
        using Executor executor = Executor.Compile(store, new ExecutorOptions
        {
            BatchSize = context.Count,
            Training = true,
            Threads = context.Threads,
            Simd = context.Simd,
            Fuse = false,
            Loss = LossKind.Linear,
            KeptGradients = [network.Images],
        });
        context.Images.Span.CopyTo(executor.Images);
        // The gradient of the mean over images; correlations do not see the factor.
        executor.Targets.Fill(1);
        executor.ForwardBackward(context.Count, new StepRandomness(context.Seed, -1));
        float[] gradients = new float[context.Images.Length];
        executor.ReadGradient(network.Images, gradients);
        return OfCorrelations(Correlations(gradients, context.Count));
    }

    private static double OfCorrelations(double[,] correlations)
    {
        foreach (double correlation in correlations) if (!double.IsFinite(correlation)) return double.NaN;
        double sum = 0;
        foreach (System.Numerics.Complex value in Matrix<double>.Build.DenseOfArray(correlations).Evd(Symmetricity.Symmetric).EigenValues)
            sum += Math.Log(value.Real + Small) + 1 / (value.Real + Small);
        return -sum;
    }

    // Rows are images, as in NumPy's corrcoef.
    private static double[,] Correlations(float[] gradients, int count)
    {
        int length = gradients.Length / count;
        double[][] rows = new double[count][];
        for (int i = 0; i < count; i++)
        {
            double[] row = Array.ConvertAll(gradients[(i * length)..((i + 1) * length)], static gradient => (double)gradient);
            double mean = row.Average();
            double norm = Math.Sqrt(row.Sum(one => (one - mean) * (one - mean)));
            rows[i] = Array.ConvertAll(row, one => (one - mean) / norm);
        }
        double[,] correlations = new double[count, count];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = 0;
                for (int k = 0; k < length; k++) sum += rows[i][k] * rows[j][k];
                (correlations[i, j], correlations[j, i]) = (sum, sum);
            }
        }
        return correlations;
    }
}
