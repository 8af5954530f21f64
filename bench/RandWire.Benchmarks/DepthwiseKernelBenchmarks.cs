using RandWire.Engine.Kernels;

namespace RandWire.Benchmarks;

/// <summary>The depthwise kernels over a fused node's block of rows.</summary>
public class DepthwiseKernelBenchmarks : KernelBenchmark
{
    private static readonly Block[] Blocks = [new(10, 28, 80), new(7, 14, 160), new(7, 7, 320), new(14, 28, 32), new(16, 16, 96), new(8, 8, 256)];

    private static readonly Block[] StridedBlocks = [new(2, 28, 80, 2), new(5, 14, 80, 2)];

    /// <inheritdoc/>
    public override IEnumerable<KernelCase> Cases =>
    [
        .. Blocks.Concat(StridedBlocks).Select(Forward),
        .. Blocks.Concat(StridedBlocks).Select(ForwardAndWeightGradient),
        .. Blocks.Select(InputGradient),
        .. StridedBlocks.Select(InputGradientStrideTwo),
    ];

    private static KernelCase Forward(Block block) => new($"forward, {block}", block.MultiplyAdds, 0, (kernels, operands) =>
    {
        Floats tile = operands.Take(block.TileFloats), weights = operands.Take(9 * block.Channels), y = operands.Take(block.Floats);
        return () => kernels.Depthwise(
            tile, weights, false, block.InputWidth, block.Rows, block.Width, block.Channels, block.Stride, y, false);
    });

    private static KernelCase ForwardAndWeightGradient(Block block) => new($"forward and weight gradient, {block}", 2 * block.MultiplyAdds, 0, (kernels, operands) =>
    {
        Floats tile = operands.Take(block.TileFloats), weights = operands.Take(9 * block.Channels), g = operands.Take(block.Rows * block.TileRowG);
        Floats y = operands.Take(block.Floats), gradWeights = operands.Take(9 * block.Channels);
        return () => kernels.DepthwiseAndWeightGradient(
            tile, weights, g.Plus(block.Channels), block.TileRowG, block.InputWidth, block.Rows, block.Width, block.Channels, block.Stride, y, gradWeights);
    });

    private static KernelCase InputGradient(Block block) => new($"input gradient with gate, {block}", block.MultiplyAdds, 0, (kernels, operands) =>
    {
        Floats tileG = operands.Take((block.Rows + 2) * block.TileRowG), weights = operands.Take(9 * block.Channels);
        Floats gate = operands.Take(block.TileFloats).Plus(block.Channels), gradX = operands.Take(block.Floats);
        return () => kernels.Depthwise(
            tileG, weights, true, block.Width, block.Rows, block.Width, block.Channels, 1, gradX, false, gate, block.TileRow);
    });

    // Every row of the output is met by an even and an odd row of the input.
    private static KernelCase InputGradientStrideTwo(Block block) => new($"input gradient with gate, {block}", block.MultiplyAdds, 0, (kernels, operands) =>
    {
        int inputRow = block.InputWidth * block.Channels;
        Floats tileG = operands.Take((block.Rows + 1) * block.TileRowG), weights = operands.Take(9 * block.Channels);
        Floats gate = operands.Take(2 * block.Rows * block.TileRow).Plus(block.Channels), gradX = operands.Take(2 * block.Rows * inputRow);
        return () =>
        {
            for (int row = 0; row < 2 * block.Rows; row++)
            {
                Floats g = tileG.Plus(row / 2 * block.TileRowG + block.Channels);
                kernels.DepthwiseInputGradientStrideTwoRow(
                    g, g.Plus(block.TileRowG), row % 2 == 1, weights, gate.Plus(row * block.TileRow), block.InputWidth, block.Channels,
                    gradX.Plus(row * inputRow), false);
            }
        };
    });

    /// <summary>Rows of output, and the padded tile of input rows under them.</summary>
    /// <param name="Rows">Output rows.</param>
    /// <param name="Width">Output columns.</param>
    /// <param name="Channels">Channels, padded.</param>
    /// <param name="Stride">1 or 2.</param>
    private readonly record struct Block(int Rows, int Width, int Channels, int Stride = 1)
    {
        public int InputWidth => Stride * Width;

        public int TileRow => (InputWidth + 2) * Channels;

        public int TileFloats => (Stride * (Rows - 1) + 3) * TileRow;

        public int TileRowG => (Width + 2) * Channels;

        public int Floats => Rows * Width * Channels;

        public double MultiplyAdds => 9.0 * Floats;

        public override string ToString() => $"{Rows}x{Width}x{Channels}, stride {Stride}";
    }
}
