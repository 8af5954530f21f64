using System.Diagnostics;
using RandWire.Engine;
using RandWire.Graphs;
using RandWire.Networks;

namespace RandWire.Cli;

/// <summary>How fast this machine trains, for the estimate of trainings that nobody waits for.</summary>
internal static class MeasuredRate
{
    private const int BatchSize = 8;
    private const double Seconds = 2;

    /// <summary>Whose training is measured: the paper's network at its size.</summary>
    public static NetworkSpec Network { get; } = Presets.Create("small", new PresetOptions());

    /// <summary>Multiply-adds a second that a training step reaches, forward and backward, those of convolutions and classifier counted three times: the median of some seconds.</summary>
    /// <exception cref="OperationCanceledException">The measurement was ended.</exception>
    public static double Measure(int threads, CancellationToken cancellation)
    {
        using ParameterStore store = new(Network.Lower(), Seed.From(1));
        using Executor executor = Executor.Compile(store, new ExecutorOptions { BatchSize = BatchSize, Training = true, Threads = threads });
        SyntheticBatch.Fill(executor, training: true);
        List<double> times = [];
        // The first half compiles code.
        for (long begun = Stopwatch.GetTimestamp(); times.Count < 4 || Stopwatch.GetElapsedTime(begun).TotalSeconds < 2 * Seconds;)
        {
            cancellation.ThrowIfCancellationRequested();
            long step = Stopwatch.GetTimestamp();
            executor.ForwardBackward(BatchSize, StepRandomness.None);
            executor.ApplySgd(new SgdSettings { LearningRate = 0, Momentum = 0.9f, WeightDecay = 5e-5f });
            times.Add(Stopwatch.GetElapsedTime(step).TotalSeconds);
        }
        times.RemoveRange(0, times.Count / 2);
        times.Sort();
        return 3.0 * ProgramCost.Of(store.Program).MultiplyAddsConvFc * BatchSize / times[times.Count / 2];
    }
}
