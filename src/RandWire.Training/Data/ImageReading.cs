using System.Globalization;
using RandWire.Graphs;

namespace RandWire.Training.Data;

/// <summary>How image files become opaque samples of 8 bits, wherever a file leaves that open. One reading serves a whole data set, and a model records the one
/// it was trained with.</summary>
/// <remarks>Text: <c>decoder=managed background=255 depth=0..65535</c>. Pictures that are opaque and of 8 bits, such as those of IDX and CIFAR files, do not depend
/// on background and depth.</remarks>
public sealed record ImageReading
{
    /// <summary>The usual reading: the managed decoder, white behind transparent pixels, 16 bits as they are.</summary>
    public static ImageReading Usual { get; } = new();

    /// <summary>What decodes JPEG files; the managed decoder by default.</summary>
    public DecoderKind Decoder { get; init; }

    /// <summary>Gray level that transparent pixels are laid over, in [0, 255]; 255, white, by default.</summary>
    public byte Background { get; init; } = 255;

    /// <summary>The 16-bit sample that becomes 0, in [0, 65534]; 0 by default.</summary>
    public int DepthLow { get; init; }

    /// <summary>The 16-bit sample that becomes 255, above <see cref="DepthLow"/> and at most 65535, which is the default. Samples between the two are scaled
    /// linearly and rounded to nearest; those outside are clamped.</summary>
    public int DepthHigh { get; init; } = ushort.MaxValue;

    /// <summary>The canonical text, which <see cref="Parse"/> reads back to an equal value.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture,
        $"decoder={(Decoder == DecoderKind.Turbo ? "turbo" : "managed")} background={Background} depth={DepthLow}..{DepthHigh}");

    /// <summary>Reads the text form.</summary>
    /// <exception cref="SpecException">Not of this form, or a value out of range.</exception>
    public static ImageReading Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split(' ');
        string[] depth = parts.Length == 3 && parts[2].StartsWith("depth=", StringComparison.Ordinal) ? parts[2]["depth=".Length..].Split("..") : [];
        if (depth.Length == 2 && parts[0] is "decoder=managed" or "decoder=turbo" && parts[1].StartsWith("background=", StringComparison.Ordinal)
            && byte.TryParse(parts[1]["background=".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out byte background)
            && ushort.TryParse(depth[0], NumberStyles.None, CultureInfo.InvariantCulture, out ushort low)
            && ushort.TryParse(depth[1], NumberStyles.None, CultureInfo.InvariantCulture, out ushort high) && low < high)
        {
            return new ImageReading
            {
                Decoder = parts[0] == "decoder=turbo" ? DecoderKind.Turbo : DecoderKind.Managed,
                Background = background,
                DepthLow = low,
                DepthHigh = high,
            };
        }
        throw new SpecException($"'{text}' is not a reading of images. Write it as {Usual.Text}.");
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
