using RandWire.Engine;
using RandWire.Tests.Engine.Reference;

namespace RandWire.Benchmarks;

/// <summary>1x1 convolutions: nearly all multiply-adds of a RandWire network.</summary>
public class PointwiseBenchmarks : ProgramBenchmark
{
    /// <inheritdoc/>
    public override IEnumerable<ProgramCase> Cases =>
    [
        Of(28, 78, 78), Of(14, 156, 156), Of(7, 312, 312), Of(14, 78, 156), Of(7, 312, 1280), Of(28, 109, 109), Of(32, 64, 64),
    ];

    private static ProgramCase Of(int side, int channels, int outChannels) => new(
        $"{side}x{side} {channels}-{outChannels}", new TensorShape(side, side, channels), 16,
        (b, x) => b.Convolution("op", x, outChannels, 1, 1), (double)side * side * channels * outChannels);
}
