using BenchmarkDotNet.Attributes;
using RandWire.Engine;
using RandWire.Engine.Execution;
using RandWire.Engine.Kernels;

namespace RandWire.Benchmarks;

/// <summary>Calls one kernel by itself, on one thread, over operands that stay where a fused node finds them: in the caches.</summary>
public abstract class KernelBenchmark
{
    private Operands? _operands;
    private Action? _call;

    /// <summary>Vector width.</summary>
    [ParamsSource(nameof(Levels))]
    public SimdLevel Simd { get; set; }

    /// <summary>The case to measure.</summary>
    [ParamsSource(nameof(Cases))]
    public KernelCase? Case { get; set; }

    /// <summary>Widths that this machine has, the default first, then the widest.</summary>
    public virtual IEnumerable<SimdLevel> Levels => Enum.GetValues<SimdLevel>().Where(level => level <= SimdChoice.Widest())
        .OrderByDescending(level => level == Executor.DefaultSimd).ThenByDescending(level => level);

    /// <summary>Operations and shapes of this kernel.</summary>
    public abstract IEnumerable<KernelCase> Cases { get; }

    /// <summary>Fills the operands.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _operands = new Operands();
        _call = Case!.Prepare(KernelTable.For(Simd), _operands);
    }

    /// <summary>Frees the operands.</summary>
    [GlobalCleanup]
    public void Cleanup() => _operands?.Dispose();

    /// <summary>One call.</summary>
    [Benchmark]
    public void Kernel() => _call!();
}
