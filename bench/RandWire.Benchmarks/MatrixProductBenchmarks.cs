using RandWire.Engine;
using RandWire.Engine.Kernels;

namespace RandWire.Benchmarks;

/// <summary>The matrix product as a node's 1x1 and its two gradients call it, and at 1 to 8 vectors of sixteen columns. Shapes are rows x depth x columns.</summary>
public class MatrixProductBenchmarks : KernelBenchmark
{
    /// <summary>Rows that divide by those of every tile.</summary>
    internal const int EvenRows = 240;

    /// <summary>Depths at which numbers of columns are compared: of one block in the first-level cache, and of several for most.</summary>
    internal static readonly int[] Depths = [80, 320];

    // Channels of a stage, and pixels that a fused node's product has at once: of a block forward, of a block backward, summed by a weight gradient.
    private static readonly (string Name, int Channels, int Forward, int Backward, int Summed)[] Stages =
    [
        ("small stage 3", 78, 280, 196, 196), ("small stage 4", 156, 98, 98, 98), ("small stage 5", 312, 49, 28, 112),
        ("small C=32 stage 3", 32, 392, 392, 392), ("small C=32 stage 4", 64, 196, 196, 196), ("small C=32 stage 5", 128, 49, 49, 98),
        ("cifar 32x32", 32, 512, 352, 352), ("cifar 16x16", 96, 256, 128, 128), ("cifar 8x8", 256, 64, 32, 128),
    ];

    /// <inheritdoc/>
    public override IEnumerable<KernelCase> Cases =>
    [
        .. Stages.Select(stage => OfPixels($"{stage.Name} forward", stage.Forward, stage.Channels, TensorShape.PadChannels(stage.Channels))),
        .. Stages.Select(stage => OfPixels($"{stage.Name} input gradient", stage.Backward, stage.Channels, TensorShape.PadChannels(stage.Channels))),
        .. Stages.Select(stage => WeightGradient($"{stage.Name} weight gradient", stage.Summed, TensorShape.PadChannels(stage.Channels))),
        .. Depths.SelectMany(depth => Enumerable.Range(1, 8).Select(vectors => OfPixels($"columns {vectors}x16", EvenRows, depth, 16 * vectors))),
    ];

    /// <summary>Pixels by the weights of a 1x1, which lie in panels; the transposed ones for the input gradient. One call for each group of columns.</summary>
    internal static KernelCase OfPixels(string name, int pixels, int depth, params int[] groups)
    {
        int columns = groups.Sum(), stored = TensorShape.PadChannels(depth);
        return new KernelCase($"{name}, {pixels}x{depth}x{columns}", (double)pixels * depth * columns, 0, (kernels, operands) =>
        {
            Floats a = operands.Take(pixels * stored), b = operands.Take(stored * columns), c = operands.Take(pixels * columns);
            return () =>
            {
                int column = 0;
                foreach (int some in groups)
                {
                    kernels.MatrixProduct(a, stored, 1, b.Plus(column * stored), 16 * stored, 16, pixels, some, depth, default, c.Plus(column), columns, 16);
                    column += some;
                }
            };
        });
    }

    // Pixels as depth, both operands where they lie, on top of the sums of the block before.
    private static KernelCase WeightGradient(string name, int pixels, int channels) =>
        new($"{name}, {channels}x{pixels}x{channels}", (double)pixels * channels * channels, 0, (kernels, operands) =>
        {
            Floats t = operands.Take(pixels * channels), g = operands.Take(pixels * channels), sums = operands.Take(channels * channels);
            return () => kernels.MatrixProduct(
                t, 1, channels, g, 16, channels, channels, channels, pixels, new MatrixProduct.Start(sums.Address, 16, 16 * channels), sums, 16, 16 * channels);
        });
}
