using RandWire.Training.Data.Images.Jpeg;
using StbImageSharp;

namespace RandWire.Training.Data.Images;

/// <summary>Turns the bytes of a JPEG or PNG file into pixels.</summary>
internal static class ImageDecoder
{
    /// <exception cref="InvalidDataException">Not a readable JPEG or PNG; the message is the reason alone, without a file name.</exception>
    public static DecodedFile Decode(byte[] buffer, int length, ImageReading reading)
    {
        ReadOnlySpan<byte> file = buffer.AsSpan(0, length);
        bool jpeg = ImageKinds.Of(file) == ImageKind.Jpeg;
        if (jpeg) return Flattening.Flatten(JpegFile.Decode(file), reading);
        if (!PngStructure.Begins(file)) throw new InvalidDataException(ForeignFormat.Describe(file));
        ImageHeader header = PngStructure.Check(file);

        ImageResult result;
        using MemoryStream stream = new(buffer, 0, length, writable: false);
        try
        {
            result = ImageResult.FromStream(stream);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The decoder's own reason is a static field that other threads overwrite, so it is not shown.
            throw new InvalidDataException($"damaged: the {(jpeg ? "JPEG" : "PNG")} decoder cannot make sense of the picture data", e);
        }
        if (result.Width != header.Width || result.Height != header.Height)
        {
            throw new InvalidDataException($"damaged: decoded to {result.Width} x {result.Height}, the header says {header.Width} x "
                + $"{header.Height}");
        }
        return Flattening.Flatten(new StoredPicture(header.Height, header.Width, (int)result.Comp)
        {
            Bytes = result.Data,
            Orientation = header.Orientation,
            IsExact = !jpeg,
        }, reading);
    }

    /// <summary>What decodes, with versions.</summary>
    public static string Name(DecoderKind decoder) => decoder == DecoderKind.Managed ? "StbImageSharp 2.30.16" : "libturbojpeg, StbImageSharp 2.30.16";
}
