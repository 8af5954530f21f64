using BenchmarkDotNet.Attributes;
using RandWire.Engine;

namespace RandWire.Benchmarks;

/// <summary>Whole networks: inference, and a training step with the optimizer.</summary>
public class NetworkBenchmarks
{
    private Executor? _inference, _training;
    private ParameterStore? _store;

    /// <summary>The network to measure.</summary>
    [ParamsSource(nameof(Cases))]
    public NetworkCase? Case { get; set; }

    /// <summary>The paper's small regime and the presets for small images.</summary>
    public IEnumerable<NetworkCase> Cases => [new("small", 224, 4), new("cifar", 32, 16), new("tiny", 28, 64)];

    /// <summary>Compiles the network and draws its numbers.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _store = new ParameterStore(Case!.Spec.Lower(), Seed.From(1));
        var options = new ExecutorOptions { BatchSize = Case.Batch, Training = true, Threads = ProgramBenchmark.Threads };
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

    /// <summary>One training step.</summary>
    [Benchmark]
    public void ForwardBackward()
    {
        _training!.ForwardBackward(Case!.Batch, StepRandomness.None);
        _training.ApplySgd(new SgdSettings { LearningRate = 1e-6f, Momentum = 0.9f, WeightDecay = 5e-5f });
    }
}
