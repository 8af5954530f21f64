using RandWire.Training.Data.Images.Jpeg;

namespace RandWire.Training.Data.Images;

/// <summary>Turns the bytes of an image file into pixels: finds the format by its first bytes and hands it to the one that reads it.</summary>
internal static class ImageDecoder
{
    /// <summary>Counts changes of our own JPEG and PNG readers that change pixels.</summary>
    private const int Version = 1;

    /// <exception cref="InvalidDataException">Not a readable image; the message is the reason alone, without a file name.</exception>
    /// <exception cref="Graphs.SpecException">The reading asks for a decoder that is not installed.</exception>
    public static DecodedFile Decode(byte[] buffer, int length, ImageReading reading)
    {
        ReadOnlySpan<byte> file = buffer.AsSpan(0, length);
        try
        {
            StoredPicture picture = ImageKinds.Of(file) switch
            {
                ImageKind.Jpeg => reading.Decoder == DecoderKind.Turbo ? TurboJpeg.Decode(buffer, length) : JpegFile.Decode(file),
                ImageKind.Png => PngFile.Decode(buffer, length),
                ImageKind.Pnm => PnmFile.Decode(file),
                ImageKind.None => throw new InvalidDataException(ForeignFormat.Describe(file)),
                ImageKind kind => SharpDecoder.Decode(buffer, length, kind),
            };
            return Flattening.Flatten(picture, reading);
        }
        catch (Exception e) when (e is IndexOutOfRangeException or ArgumentException or OverflowException)
        {
            // Bytes that no check foresaw must not end a run over thousands of files.
            throw new InvalidDataException("damaged: its data makes no sense", e);
        }
    }

    /// <summary>What decodes, with versions.</summary>
    public static string Name(DecoderKind decoder) =>
        FormattableString.Invariant($"{(decoder == DecoderKind.Turbo ? "libturbojpeg, " : "")}RandWire images {Version}, ImageSharp {SharpDecoder.Version}");
}
