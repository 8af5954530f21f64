using RandWire.Engine.Kernels;

namespace RandWire.Benchmarks;

/// <summary>The affine sum of 1, 2, 3 and 8 inputs with ReLU, over a fused node's block of pixels x channels.</summary>
public class AggregationKernelBenchmarks : KernelBenchmark
{
    private static readonly (int Pixels, int Channels)[] Blocks = [(280, 80), (98, 160), (49, 320), (392, 32), (64, 256)];

    /// <inheritdoc/>
    public override IEnumerable<KernelCase> Cases =>
        from block in Blocks from count in (int[])[1, 2, 3, 8] select Of(block.Pixels, block.Channels, count);

    private static KernelCase Of(int pixels, int channels, int count) =>
        new($"affine sum of {count}, {pixels}x{channels}", 0, (count + 1) * pixels * channels, (kernels, operands) =>
        {
            Floats[] inputs = [.. Enumerable.Range(0, count).Select(_ => operands.Take(pixels * channels))];
            Floats folded = operands.Take((count + 1) * channels), y = operands.Take(pixels * channels);
            return () => kernels.AffineSum(inputs, folded, 0, pixels, channels, y, channels, true);
        });
}
