using System.Diagnostics;
using System.Runtime;
using RandWire.Engine;
using RandWire.Networks;
using RandWire.Reports;

namespace RandWire.Cli;

/// <summary>Measures how fast a network trains and predicts, and how fast this machine could at best, in turn, so that both see the same machine.</summary>
/// <remarks>Training comes first and memory bandwidth only after it, because the peak memory of a process cannot be taken back.</remarks>
internal sealed class NetworkBenchmark
{
    private const double SecondsOfRound = 0.2;
    private const double SecondsWithoutCompiling = 0.7;
    private const double MostSecondsOfWarmUp = 6;
    private const int Slices = 5;
    private const int BytesOfParameter = 3 * sizeof(float);
    private const long LeastWorkingSet = 192L << 20, MostWorkingSet = 3L << 30;

    private readonly NetworkSpec _spec;
    private readonly NetworkCost _cost;
    private readonly ExecutorOptions _options;
    private readonly int _rounds;
    private readonly CancellationToken _cancellation;
    private readonly List<double> _ceilings = [], _memory = [], _third = [], _second = [];

    /// <summary>Refuses a network that does not fit into memory, before anything is allocated.</summary>
    /// <param name="spec">The network.</param>
    /// <param name="options">Batch, threads (not 0), width and fusion; <see cref="ExecutorOptions.Training"/> is not looked at.</param>
    /// <param name="rounds">Rounds of steps, each followed by the ceiling.</param>
    /// <param name="cancellation">Ends the measurement after the step under way.</param>
    /// <exception cref="InsufficientMemoryException">The network takes more memory than there is.</exception>
    public NetworkBenchmark(NetworkSpec spec, ExecutorOptions options, int rounds, CancellationToken cancellation)
    {
        _spec = spec;
        _cost = spec.Cost(options.BatchSize);
        _options = options;
        _rounds = rounds;
        _cancellation = cancellation;
        CheckMemory();
    }

    /// <summary>The result of <see cref="Run"/>.</summary>
    /// <param name="Training">Forward, backward and optimizer.</param>
    /// <param name="Inference">Forward with running statistics.</param>
    /// <param name="Roofline">The machine, the median of all rounds.</param>
    /// <param name="PeakBytes">Most bytes that the process held, after training and before the rest.</param>
    public sealed record Result(PassMeasurement Training, PassMeasurement Inference, Roofline Roofline, long PeakBytes);

    /// <summary>Measures: some seconds, longer where a step takes longer than that.</summary>
    /// <param name="say">Gets a line before each part.</param>
    /// <exception cref="OperationCanceledException">The measurement was ended.</exception>
    public Result Run(Action<string> say)
    {
        using ParameterStore store = new(_spec.Lower(), Seed.From(1));
        say("Measuring training ...");
        MeasureProduct();
        PassMeasurement training = Measure(store, training: true);
        long peak = Machine.PeakBytes;
        MeasureBandwidth();
        say("Measuring inference ...");
        PassMeasurement inference = Measure(store, training: false);
        MeasureBandwidth();
        Roofline roofline = new(Median(_ceilings), Median(_memory), Median(_third), Median(_second), _options.Threads)
        {
            GflopsRange = (_ceilings.Min(), _ceilings.Max()),
        };
        return new Result(training, inference, roofline, peak);
    }

    private void CheckMemory()
    {
        // The activations alone are a lower bound, and need no plan, which could not be made for a step of astronomical size.
        double parameters = (double)BytesOfParameter * _cost.Parameters, available = Machine.AvailableBytes;
        double needed = (double)_cost.ActivationBytes * _options.BatchSize + parameters;
        if (needed <= available)
            needed = PredictedArena(training: true) + parameters;
        if (needed > available)
        {
            throw new InsufficientMemoryException($"Training {_spec.Preset} at {_spec.Input} with batch {_options.BatchSize} needs at least {Quantity.Bytes(needed)} of memory, "
                + $"but {Quantity.Bytes(available)} are available. Use a smaller --batch or --size; 'cost' tells the bytes in advance.");
        }
    }

    private long PredictedArena(bool training) => !_options.Fuse ? Executor.ArenaBytes(_spec.Lower(), _options with { Training = training })
        : training ? _cost.TrainingArenaBytes
        : _cost.InferenceArenaBytes;

    private PassMeasurement Measure(ParameterStore store, bool training)
    {
        long predicted = PredictedArena(training);
        using Executor executor = Executor.Compile(store, _options with { Training = training });
        SyntheticBatch.Fill(executor, training);
        WarmUp(() => Pass(executor, training));
        List<double> times = [];
        for (int round = 0; round < _rounds; round++)
        {
            Repeat(SecondsOfRound, () =>
            {
                long begun = Stopwatch.GetTimestamp();
                Pass(executor, training);
                times.Add(Stopwatch.GetElapsedTime(begun).TotalSeconds);
            });
            MeasureProduct();
        }

        IReadOnlyList<StepGroup> groups = StepGroup.Of(executor.Profile(executor.BatchSize, times.Count, _cancellation));
        double flops = (training ? 6.0 : 2.0) * _cost.MultiplyAddsConvFc * executor.BatchSize;
        return new PassMeasurement(Median(times), times.Count, flops, executor.BatchSize, groups, predicted, executor.AllocatedArenaBytes);
    }

    // Code is compiled when it first runs, and in the background again where it turns out to be hot: until none has been for a while.
    private void WarmUp(Action pass)
    {
        long started = Stopwatch.GetTimestamp(), compiled;
        do
        {
            compiled = JitInfo.GetCompiledMethodCount();
            Repeat(SecondsWithoutCompiling, pass);
        }
        while (JitInfo.GetCompiledMethodCount() > compiled && Stopwatch.GetElapsedTime(started).TotalSeconds < MostSecondsOfWarmUp);
    }

    private static void Pass(Executor executor, bool training)
    {
        if (!training)
        {
            executor.Forward(executor.BatchSize);
            return;
        }

        // The optimizer does its work but goes nowhere: after a hundred steps the numbers are still the numbers of a fresh network.
        executor.ForwardBackward(executor.BatchSize, StepRandomness.None);
        executor.ApplySgd(new SgdSettings { LearningRate = 0, Momentum = 0.9f, WeightDecay = 5e-5f });
    }

    private void Repeat(double seconds, Action work)
    {
        long started = Stopwatch.GetTimestamp();
        do
        {
            _cancellation.ThrowIfCancellationRequested();
            work();
        }
        while (Stopwatch.GetElapsedTime(started).TotalSeconds < seconds);
    }

    private void MeasureProduct()
    {
        _cancellation.ThrowIfCancellationRequested();
        _ceilings.Add(MachineCeiling.MatrixProductGflops(_options.Threads, Executor.DefaultSimd, Slices));
    }

    private void MeasureBandwidth()
    {
        _cancellation.ThrowIfCancellationRequested();
        // Arrays much larger than the last cache tell of the memory; such that a part of a cache holds, of this cache.
        _memory.Add(Shared(Math.Min(Math.Clamp(6 * Machine.ThirdCacheBytes, LeastWorkingSet, MostWorkingSet), Machine.AvailableBytes / 2)));
        _third.Add(Shared(Math.Clamp(Machine.ThirdCacheBytes * 3 / 8, 3L << 20, MostWorkingSet)));
        _second.Add(MachineCeiling.PrivateGigabytesPerSecond(_options.Threads, Executor.DefaultSimd, (int)(Machine.SecondCacheBytes * 3 / 8), Slices));

        double Shared(long bytes) => MachineCeiling.SharedGigabytesPerSecond(_options.Threads, Executor.DefaultSimd, bytes, Slices);
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        int half = values.Count / 2;
        return values.Count % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    }
}
