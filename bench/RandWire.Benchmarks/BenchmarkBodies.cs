using RandWire.Engine;

namespace RandWire.Benchmarks;

/// <summary>Every benchmark's body once for every case: proof that they run, without measuring.</summary>
public static class BenchmarkBodies
{
    /// <summary>Runs all and reports each by name.</summary>
    public static void RunAll(Action<string> report)
    {
        foreach (ProgramBenchmark family in (ProgramBenchmark[])
            [new PointwiseBenchmarks(), new ConvolutionBenchmarks(), new DepthwiseBenchmarks(), new AggregationBenchmarks(),
             new ElementwiseBenchmarks(), new NodeBenchmarks(), new HeadBenchmarks()])
        {
            foreach (ProgramCase one in family.Cases)
            {
                family.Case = one;
                Run(family.Setup, family.Forward, () => family.ForwardBackward(), family.Cleanup);
                report($"{family.GetType().Name}: {one}");
            }
        }

        foreach (KernelBenchmark kernel in (KernelBenchmark[])
            [new MatrixProductBenchmarks(), new MatrixTileBenchmarks(), new DepthwiseKernelBenchmarks(), new AggregationKernelBenchmarks(),
             new ChannelSumsBenchmarks()])
        {
            foreach (KernelCase one in kernel.Cases)
            {
                kernel.Case = one;
                foreach (SimdLevel level in kernel.Levels)
                {
                    kernel.Simd = level;
                    Run(kernel.Setup, kernel.Kernel, kernel.Cleanup);
                }
                report($"{kernel.GetType().Name}: {one}, {string.Join(' ', kernel.Levels)}");
            }
        }

        var optimizer = new OptimizerBenchmarks();
        foreach (ProgramCase one in optimizer.Cases)
        {
            optimizer.Case = one;
            Run(optimizer.Setup, optimizer.Step, optimizer.Cleanup);
            report($"{nameof(OptimizerBenchmarks)}: {one}");
        }

        var network = new NetworkBenchmarks();
        foreach (NetworkCase one in network.Cases)
        {
            network.Case = one;
            Run(network.Setup, network.Forward, network.ForwardBackward, network.Cleanup);
            report($"{nameof(NetworkBenchmarks)}: {one}");
        }
    }

    private static void Run(params ReadOnlySpan<Action> bodies)
    {
        foreach (Action body in bodies) body();
    }
}
