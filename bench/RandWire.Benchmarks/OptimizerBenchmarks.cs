using BenchmarkDotNet.Attributes;
using RandWire.Engine;
using RandWire.Tests.Engine.Reference;

namespace RandWire.Benchmarks;

/// <summary>One SGD step over four million parameters: 5 floats of traffic each (value and momentum read and written, gradient read).</summary>
public class OptimizerBenchmarks
{
    private Executor? _executor;
    private ParameterStore? _store;

    /// <summary>The parameters.</summary>
    [ParamsSource(nameof(Cases))]
    public ProgramCase? Case { get; set; }

    /// <summary>One size.</summary>
    public IEnumerable<ProgramCase> Cases =>
        [new("4M parameters", new TensorShape(1, 1, 2048), 1, (b, x) => b.Linear("op", x, 2048), 0, 5.0 * 2048)];

    /// <summary>Compiles a program with one large layer and fills its gradients.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var builder = new ProgramBuilder();
        Case!.Build(builder, builder.Input(1, 1, Case.Shape.Channels));
        _store = new ParameterStore(builder.Build(), Seed.From(1));
        _executor = Executor.Compile(_store, new ExecutorOptions { BatchSize = 1, Training = true, Threads = ProgramBenchmark.Threads });
        _executor.Images.Fill(0.1f);
        _executor.Targets.Fill(1f / 2048);
        _executor.ForwardBackward(1, StepRandomness.None);
    }

    /// <summary>Frees the arena.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        _executor?.Dispose();
        _store?.Dispose();
    }

    /// <summary>One step with momentum and decay.</summary>
    [Benchmark]
    public void Step() => _executor!.ApplySgd(new SgdSettings { LearningRate = 1e-6f, Momentum = 0.9f, WeightDecay = 5e-5f });
}
