namespace RandWire.Engine;

/// <summary>Shape of one image's tensor: height, width and channels, stored channels last (NHWC).</summary>
/// <param name="Height">H, rows, at least 1.</param>
/// <param name="Width">W, columns, at least 1.</param>
/// <param name="Channels">C, logical channels, at least 1. In the arena channels are padded with zeros to a multiple of 16.</param>
public readonly record struct TensorShape(int Height, int Width, int Channels)
{
    /// <summary>Channels are padded to a multiple of this in every buffer of the arena.</summary>
    public const int ChannelMultiple = 16;

    /// <summary>H·W, the number of pixels of one image.</summary>
    /// <exception cref="OverflowException">They are more than 2^31 - 1.</exception>
    public int Pixels => checked(Height * Width);

    /// <summary>C rounded up to a multiple of <see cref="ChannelMultiple"/>.</summary>
    public int PaddedChannels => PadChannels(Channels);

    /// <summary>H·W·C, logical elements of one image.</summary>
    public long Elements => (long)Pixels * Channels;

    /// <summary>H·W·(padded C), floats that one image takes in the arena.</summary>
    public long PaddedElements => (long)Pixels * PaddedChannels;

    /// <summary>Rounds a number of channels up to a multiple of <see cref="ChannelMultiple"/>.</summary>
    public static int PadChannels(int channels) => (channels + ChannelMultiple - 1) / ChannelMultiple * ChannelMultiple;

    /// <summary>Shape after a 3x3 window with padding 1 and the given stride: ceil(H / stride) x ceil(W / stride).</summary>
    public TensorShape Strided(int stride) => this with { Height = (Height + stride - 1) / stride, Width = (Width + stride - 1) / stride };

    /// <inheritdoc/>
    public override string ToString() => $"{Height}x{Width}x{Channels}";
}
