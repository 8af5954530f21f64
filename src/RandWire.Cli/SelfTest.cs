using System.Diagnostics;
using RandWire.Engine;
using RandWire.Networks;

namespace RandWire.Cli;

/// <summary>A short proof on this very machine that the engine computes what it should, and how fast it does.</summary>
internal static class SelfTest
{
    private const int Classes = 10;
    private const int SmallBatch = 8;
    private const int SpeedBatch = 32;
    private const int Steps = 3;

    // Sums of up to some thousand float32 products in another order: about sqrt(4096) units in the last place, with room for three steps.
    private const double Tolerance = 1e-4;

    /// <summary>One line of the proof.</summary>
    /// <param name="Name">What was compared.</param>
    /// <param name="Passed">Whether it holds.</param>
    /// <param name="Detail">The numbers.</param>
    public readonly record struct Check(string Name, bool Passed, string Detail);

    /// <summary>Trains a small network a few steps in every way that must come to the same.</summary>
    public static IEnumerable<Check> Run(int threads)
    {
        NetworkSpec spec = Spec(16);
        (double scalarLoss, string _) = Train(spec, new ExecutorOptions { BatchSize = SmallBatch, Training = true, Threads = 1, Simd = SimdLevel.Scalar, Fuse = false });
        foreach (SimdLevel level in Enum.GetValues<SimdLevel>().Where(level => level <= Executor.DefaultSimd))
        {
            (double loss, string one) = Train(spec, new ExecutorOptions { BatchSize = SmallBatch, Training = true, Threads = 1, Simd = level });
            double error = Math.Abs(loss - scalarLoss) / scalarLoss;
            yield return new Check($"{level} against plain loops", error <= Tolerance, $"relative error {error:0.0e+0}");
            (double _, string many) = Train(spec, new ExecutorOptions { BatchSize = SmallBatch, Training = true, Threads = Math.Max(2, threads), Simd = level });
            yield return new Check($"{level}, one thread against {Math.Max(2, threads)}", one == many, one == many ? "the same bits" : "different bits");
        }
    }

    /// <summary>GFLOP/s of training and of inference of a network of the <c>cifar</c> preset, a multiply-add counted as two.</summary>
    public static (double Training, double Inference) Speed(int threads, double seconds, CancellationToken cancellation)
    {
        NetworkSpec spec = Spec(32, "cifar");
        double flops = 2.0 * spec.Cost().MultiplyAddsConvFc * SpeedBatch;
        ParameterStore store = new(spec.Lower(), Seed.From(1));
        using Executor training = Executor.Compile(store, new ExecutorOptions { BatchSize = SpeedBatch, Training = true, Threads = threads });
        SyntheticBatch.Fill(training, training: true);
        double train = Rate(3 * flops, seconds, () => training.ForwardBackward(SpeedBatch, StepRandomness.None), cancellation);
        using Executor inference = Executor.Compile(store, new ExecutorOptions { BatchSize = SpeedBatch, Training = false, Threads = threads });
        SyntheticBatch.Fill(inference, training: false);
        double infer = Rate(flops, seconds, () => inference.Forward(SpeedBatch), cancellation);
        return (train, infer);
    }

    private static NetworkSpec Spec(int side, string preset = "tiny") =>
        Presets.Create(preset, new PresetOptions { Height = side, Width = side, ImageChannels = 3, Classes = Classes });

    private static (double Loss, string Weights) Train(NetworkSpec spec, ExecutorOptions options)
    {
        ParameterStore store = new(spec.Lower(), Seed.From(1));
        using Executor executor = Executor.Compile(store, options);
        double loss = 0;
        for (int step = 0; step < Steps; step++)
        {
            SyntheticBatch.Fill(executor, training: true);
            loss = executor.ForwardBackward(options.BatchSize, StepRandomness.None);
            executor.ApplySgd(new SgdSettings { LearningRate = 0.05f, Momentum = 0.9f });
        }

        return (loss, Checkpoint.WeightsSha256(store));
    }

    // The median of single passes after the first two, in which code is compiled.
    private static double Rate(double flops, double seconds, Action pass, CancellationToken cancellation)
    {
        pass();
        pass();
        List<double> times = [];
        long started = Stopwatch.GetTimestamp();
        while (times.Count < 3 || Stopwatch.GetElapsedTime(started).TotalSeconds < seconds)
        {
            cancellation.ThrowIfCancellationRequested();
            long begun = Stopwatch.GetTimestamp();
            pass();
            times.Add(Stopwatch.GetElapsedTime(begun).TotalSeconds);
        }

        times.Sort();
        return flops / times[times.Count / 2] / 1e9;
    }
}
