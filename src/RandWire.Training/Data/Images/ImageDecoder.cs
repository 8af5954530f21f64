using RandWire.Training.Data.Images.Jpeg;

namespace RandWire.Training.Data.Images;

/// <summary>Turns the bytes of a JPEG or PNG file into pixels.</summary>
internal static class ImageDecoder
{
    /// <exception cref="InvalidDataException">Not a readable JPEG or PNG; the message is the reason alone, without a file name.</exception>
    public static DecodedFile Decode(byte[] buffer, int length, ImageReading reading)
    {
        ReadOnlySpan<byte> file = buffer.AsSpan(0, length);
        StoredPicture picture = ImageKinds.Of(file) switch
        {
            ImageKind.Jpeg => JpegFile.Decode(file),
            ImageKind.Png => PngFile.Decode(buffer, length),
            _ => throw new InvalidDataException(ForeignFormat.Describe(file)),
        };
        return Flattening.Flatten(picture, reading);
    }

    /// <summary>What decodes, with versions.</summary>
    public static string Name(DecoderKind decoder) => decoder == DecoderKind.Managed ? "StbImageSharp 2.30.16" : "libturbojpeg, StbImageSharp 2.30.16";
}
