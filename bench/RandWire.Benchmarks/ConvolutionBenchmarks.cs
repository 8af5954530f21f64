using RandWire.Engine;
using RandWire.Tests.Engine.Reference;

namespace RandWire.Benchmarks;

/// <summary>Dense 3x3 convolutions of the stem.</summary>
public class ConvolutionBenchmarks : ProgramBenchmark
{
    /// <inheritdoc/>
    public override IEnumerable<ProgramCase> Cases => [Of(224, 3, 39, 2), Of(112, 39, 78, 2), Of(32, 3, 32, 1), Of(32, 32, 64, 1)];

    private static ProgramCase Of(int side, int channels, int outChannels, int stride)
    {
        var shape = new TensorShape(side, side, channels);
        return new ProgramCase(
            $"{shape} to {outChannels}, stride {stride}", shape, 8, (b, x) => b.Convolution("op", x, outChannels, 3, stride),
            9.0 * shape.Strided(stride).Pixels * channels * outChannels);
    }
}
