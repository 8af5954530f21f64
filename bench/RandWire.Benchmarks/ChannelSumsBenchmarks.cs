using RandWire.Engine.Kernels;

namespace RandWire.Benchmarks;

/// <summary>Sums over a fused node's block of pixels x channels: batch statistics forward, the sum and the dot products of a gradient backward.</summary>
public class ChannelSumsBenchmarks : KernelBenchmark
{
    private static readonly (int Pixels, int Channels)[] Blocks = [(280, 80), (98, 160), (49, 320), (392, 32), (64, 256)];

    /// <inheritdoc/>
    public override IEnumerable<KernelCase> Cases =>
    [
        .. Blocks.Select(block => MeanAndSquares(block.Pixels, block.Channels)),
        .. from block in Blocks from inputs in Enumerable.Range(1, ChannelSums.MostDots) select SumAndCenteredDots(block.Pixels, block.Channels, inputs),
    ];

    private static KernelCase MeanAndSquares(int pixels, int channels) =>
        new($"mean and squares, {pixels}x{channels}", 0, pixels * channels, (kernels, operands) =>
        {
            Floats x = operands.Take(pixels * channels), mean = operands.Take(channels), squares = operands.Take(channels);
            return () => kernels.ChannelMeanAndSquares(x, pixels, channels, mean, squares);
        });

    private static KernelCase SumAndCenteredDots(int pixels, int channels, int count) =>
        new($"sum and dots of {count}, {pixels}x{channels}", 0, (count + 1) * pixels * channels, (kernels, operands) =>
        {
            Floats[] inputs = [.. Enumerable.Range(0, count).Select(_ => operands.Take(pixels * channels))];
            Floats[] means = [.. inputs.Select(_ => operands.Take(channels))];
            Floats g = operands.Take(pixels * channels), dots = operands.Take((count + 1) * channels);
            return () => kernels.ChannelSumAndCenteredDots(inputs, means, 0, g, pixels, channels, dots, false);
        });
}
