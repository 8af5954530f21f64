using RandWire.Engine.Functions;
using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution;

/// <summary>A value of the program in the arena: [batch, height, width, stored channels].</summary>
/// <param name="Buffer">Its memory.</param>
/// <param name="Shape">Logical shape of one image.</param>
/// <param name="Channels">Stored channels: padded to sixteen, except for the input images.</param>
internal sealed record TensorBuffer(ArenaBuffer Buffer, TensorShape Shape, int Channels)
{
    public int Height => Shape.Height;

    public int Width => Shape.Width;

    public int Pixels => Shape.Pixels;

    /// <summary>Floats of one image.</summary>
    public long ImageFloats => (long)Pixels * Channels;

    public Floats At(StepContext context) => Buffer.At(context);

    /// <summary>The memory of all, null for those that are missing.</summary>
    public static ArenaBuffer?[] BuffersOf(TensorBuffer?[] tensors) => Array.ConvertAll(tensors, tensor => tensor?.Buffer);

    /// <summary>Pixels that an elementwise range takes: 64 KiB of one tensor, so that a few of them share a second-level cache.</summary>
    public int PixelBlock => Math.Max(1, 16384 / Channels);

    /// <summary>Elementwise ranges of a batch.</summary>
    public int PixelBlocks(int count) => checked((int)(((long)count * Pixels + PixelBlock - 1) / PixelBlock));

    /// <summary>First float and number of pixels of an elementwise range.</summary>
    public (long Offset, int Pixels) PixelRange(int range, int count)
    {
        long from = (long)range * PixelBlock;
        return (from * Channels, (int)Math.Min(PixelBlock, (long)count * Pixels - from));
    }

    /// <summary>A window over this value, which gives <paramref name="y"/>.</summary>
    public WindowGrid Under(Window window, Padding padding, TensorBuffer y) => new(
        Height, Width, y.Height, y.Width, Channels, window.Height, window.Width, window.RowStride, window.ColumnStride, window.Dilation, window.Above(padding), window.Left(padding));

    /// <summary>The elementwise ranges as chunks of statistics.</summary>
    public PixelChunks Chunks => new(Pixels, PixelBlock, false);
}
