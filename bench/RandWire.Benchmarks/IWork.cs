using BenchmarkDotNet.Running;

namespace RandWire.Benchmarks;

/// <summary>A benchmark's case that knows how much work it is, and what bounds it.</summary>
public interface IWork
{
    /// <summary>GFLOP/s or GB/s.</summary>
    string Unit { get; }

    /// <summary>Threads at work.</summary>
    int Threads => ProgramBenchmark.Threads;

    /// <summary>Bytes that a thread goes over again and again, whose cache then bounds its GB/s; null where that is the memory.</summary>
    int? OwnBytes => null;

    /// <summary>Flops or bytes of one call.</summary>
    double Amount(bool backward);

    /// <summary>The case that a benchmark was given.</summary>
    static IWork? Of(BenchmarkCase benchmarkCase) => benchmarkCase.Parameters.Items.Select(item => item.Value).OfType<IWork>().FirstOrDefault();
}
