using BenchmarkDotNet.Attributes;
using RandWire.Engine;
using RandWire.Tests.Engine.Reference;

namespace RandWire.Benchmarks;

/// <summary>Runs a case's operation through the executor, forward as for inference, and forward and backward as in training.</summary>
/// <remarks>A program of stem, operation and head: the stem (one norm) makes the operation's input gradient needed, the head reduces each image to
/// one pixel. Both are memory passes beside the operation and are part of the time.</remarks>
public abstract class ProgramBenchmark
{
    private Executor? _inference, _training;
    private ParameterStore? _store;

    /// <summary>Threads at work in whole passes, from RANDWIRE_THREADS; as many as there are processors by default.</summary>
    internal static int Threads { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("RANDWIRE_THREADS"), out int threads) ? threads : Environment.ProcessorCount;

    /// <summary>The case to measure.</summary>
    [ParamsSource(nameof(Cases))]
    public ProgramCase? Case { get; set; }

    /// <summary>Shapes of this family.</summary>
    public abstract IEnumerable<ProgramCase> Cases { get; }

    /// <summary>Compiles the program and draws its numbers.</summary>
    [GlobalSetup]
    public void Setup()
    {
        ProgramCase chosen = Case!;
        var builder = new ProgramBuilder();
        ValueId x = builder.Norm("stem", builder.Input(chosen.Shape.Height, chosen.Shape.Width, chosen.Shape.Channels));
        builder.GlobalAverage("head", chosen.Build(builder, x));
        _store = new ParameterStore(builder.Build(), Seed.From(1));
        var options = new ExecutorOptions { BatchSize = chosen.Batch, Training = true, Threads = Threads };
        _training = Executor.Compile(_store, options);
        _inference = Executor.Compile(_store, options with { Training = false });
        _training.Targets.Fill(1f / _store.Program.Classes);
        foreach (Executor executor in (Executor[])[_training, _inference])
            for (int i = 0; i < executor.Images.Length; i++) executor.Images[i] = i % 255 / 128f - 1;
    }

    /// <summary>Frees the arenas.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        _inference?.Dispose();
        _training?.Dispose();
        _store?.Dispose();
    }

    /// <summary>One inference pass.</summary>
    [Benchmark]
    public void Forward() => _inference!.Forward(Case!.Batch);

    /// <summary>One training pass without the optimizer.</summary>
    [Benchmark]
    public double ForwardBackward() => _training!.ForwardBackward(Case!.Batch, StepRandomness.None);
}
