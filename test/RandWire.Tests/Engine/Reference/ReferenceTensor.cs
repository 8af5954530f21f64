using System.Numerics;
using RandWire.Engine;

namespace RandWire.Tests.Engine.Reference;

/// <summary>A batch of images, NHWC, without padding.</summary>
/// <remarks>The interpreter is generic over its number so that one text gives both the truth (double) and what rounding alone does to a
/// program (float), from which tolerances follow.</remarks>
internal sealed class ReferenceTensor<T>(int batch, TensorShape shape) where T : struct, IBinaryFloatingPointIeee754<T>
{
    public int Batch { get; } = batch;

    public TensorShape Shape { get; } = shape;

    /// <summary>[batch, H, W, C].</summary>
    public T[] Data { get; } = new T[batch * shape.Height * shape.Width * shape.Channels];

    public int Height => Shape.Height;

    public int Width => Shape.Width;

    public int Channels => Shape.Channels;

    public ref T this[int image, int y, int x, int channel] =>
        ref Data[((image * Shape.Height + y) * Shape.Width + x) * Shape.Channels + channel];

    /// <summary>All pixels of all images in order: the vector of channels at one of them.</summary>
    public Span<T> Pixel(int pixel) => Data.AsSpan(pixel * Channels, Channels);

    /// <summary>Pixels of all images.</summary>
    public int Pixels => Batch * Height * Width;
}
