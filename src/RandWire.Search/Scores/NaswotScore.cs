using System.Numerics;
using MathNet.Numerics.LinearAlgebra;
using RandWire.Engine;
using RandWire.Engine.Functions;
using RandWire.Networks;

namespace RandWire.Search;

/// <summary>log |det K| with K[i, j] the number of ReLUs that are on for both images i and j or off for both (Mellor et al. 2021, equation 3). Larger is better.</summary>
/// <remarks>ReLU and ReLU6 count, as on where their input is positive. Minus infinity where two images have one pattern, or the network has no ReLU.</remarks>
internal sealed class NaswotScore : INetworkScore
{
    public string Name => "naswot";

    public string Source => "Mellor, Turner, Storkey and Crowley 2021, Neural Architecture Search without Training (ICML). Larger: images lie in more different linear regions.";

    public double MultiplyAdds(NetworkSpec network, int images) => (double)images * network.Cost().MultiplyAddsConvFc;

    public double Score(ScoreContext context)
    {
        context.Checked();
        Program program = context.Network.Lower();
        Operation[] relus = [.. program.Operations.Where(static operation => operation.Function is Relu or Relu6)];
        using ParameterStore store = context.Parameters.Clone();
        // Compiled for training, for batch norms take the batch's own statistics then.
        using Executor executor = Executor.Compile(store, program, new ExecutorOptions
        {
            BatchSize = context.Count,
            Training = true,
            Threads = context.Threads,
            Simd = context.Simd,
            Fuse = false,
            KeptValues = [.. relus.Select(static relu => relu.Output)],
        });
        context.Images.Span.CopyTo(executor.Images);
        executor.Forward(context.Count);
        long[,] apart = new long[context.Count, context.Count];
        long units = 0;
        foreach (Operation relu in relus)
        {
            long length = program.Shapes[relu.Output.Index].Elements;
            AddDifferences(executor, relu.Output, (int)length, apart);
            units += length;
        }
        return LogDeterminant(apart, units);
    }

    private static void AddDifferences(Executor executor, ValueId relu, int length, long[,] apart)
    {
        int count = apart.GetLength(0), words = (length + 63) / 64;
        float[] values = new float[count * length];
        executor.ReadValue(relu, values);
        ulong[] patterns = new ulong[count * words];
        for (int image = 0; image < count; image++)
            for (int i = 0; i < length; i++)
                if (values[image * length + i] > 0) patterns[image * words + i / 64] |= 1UL << (i % 64);
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                long differences = 0;
                for (int w = 0; w < words; w++) differences += BitOperations.PopCount(patterns[i * words + w] ^ patterns[j * words + w]);
                apart[i, j] += differences;
            }
        }
    }

    private static double LogDeterminant(long[,] apart, long units)
    {
        int count = apart.GetLength(0);
        Matrix<double> kernel = Matrix<double>.Build.Dense(count, count, (i, j) => units - (i > j ? apart[i, j] : apart[j, i]));
        // Equal rows leave a zero to the last bit, for all entries are whole numbers.
        return kernel.LU().U.Diagonal().Sum(static pivot => Math.Log(Math.Abs(pivot)));
    }
}
