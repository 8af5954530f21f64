using RandWire.Engine;
using RandWire.Tests.Engine.Reference;

namespace RandWire.Benchmarks;

/// <summary>Depthwise 3x3 convolutions: few multiply-adds for their memory.</summary>
public class DepthwiseBenchmarks : ProgramBenchmark
{
    /// <inheritdoc/>
    public override IEnumerable<ProgramCase> Cases => [Of(28, 78, 1), Of(14, 156, 1), Of(7, 312, 1), Of(56, 78, 2), Of(28, 78, 2), Of(32, 64, 1)];

    private static ProgramCase Of(int side, int channels, int stride)
    {
        var shape = new TensorShape(side, side, channels);
        return new ProgramCase($"{shape}, stride {stride}", shape, 16, (b, x) => b.Depthwise("op", x, stride), 9.0 * shape.Strided(stride).Elements);
    }
}
