using RandWire.Engine;
using RandWire.Tests.Engine.Reference;

namespace RandWire.Benchmarks;

/// <summary>The fully connected layer after global pooling.</summary>
public class HeadBenchmarks : ProgramBenchmark
{
    /// <inheritdoc/>
    public override IEnumerable<ProgramCase> Cases => [Of(16, 1280, 1000), Of(128, 256, 10)];

    private static ProgramCase Of(int batch, int channels, int classes) => new(
        $"batch {batch}, {channels} to {classes}", new TensorShape(1, 1, channels), batch, (b, x) => b.Linear("op", x, classes), (double)channels * classes);
}
