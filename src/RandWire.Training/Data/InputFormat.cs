using System.Collections.Immutable;

namespace RandWire.Training.Data;

/// <summary>What a network takes in: size, channels and the numbers by which samples are normalised.</summary>
/// <param name="Height">H, rows.</param>
/// <param name="Width">W, columns.</param>
/// <param name="Channels">1 or 3.</param>
/// <param name="Mean">Per channel, in [0, 1].</param>
/// <param name="Deviation">Per channel, above 0.</param>
public sealed record InputFormat(int Height, int Width, int Channels, ImmutableArray<float> Mean, ImmutableArray<float> Deviation)
{
    /// <summary>H·W·C, floats of one image.</summary>
    public int Elements => Height * Width * Channels;

    /// <summary>The canonical text, which <see cref="Parse"/> reads back: <c>28x28x1 mean=0.286 deviation=0.353</c>.</summary>
    public string Text => throw new NotSupportedException();

    /// <summary>Measures mean and deviation over a training split after resizing to the given size.</summary>
    public static InputFormat Measure(DatasetSplit train, int height, int width, int channels) => throw new NotSupportedException();

    /// <summary>Reads the text form.</summary>
    public static InputFormat Parse(string text) => throw new NotSupportedException();

    /// <summary>Resizes, crops and normalises one image as for evaluation.</summary>
    /// <param name="image">Any size, grey or colour.</param>
    /// <param name="destination">[H, W, C].</param>
    public void Prepare(DecodedImage image, Span<float> destination) => throw new NotSupportedException();
}
