using StbImageSharp;

namespace RandWire.Training.Data.Images;

/// <summary>Turns the bytes of a JPEG or PNG file into pixels.</summary>
internal static class ImageDecoder
{
    /// <exception cref="InvalidDataException">Not a readable JPEG or PNG; the message is the reason alone, without a file name.</exception>
    public static DecodedFile Decode(byte[] buffer, int length, ImageReading reading)
    {
        ReadOnlySpan<byte> file = buffer.AsSpan(0, length);
        bool jpeg = JpegStructure.Begins(file);
        if (!jpeg && !PngStructure.Begins(file)) throw new InvalidDataException(ForeignFormat.Describe(file));
        ImageHeader header = jpeg ? JpegStructure.Check(file) : PngStructure.Check(file);

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
        (byte[] pixels, int channels) = (int)result.Comp switch
        {
            2 => (Composite(result.Data, 1, reading.Background), 1),
            4 => (Composite(result.Data, 3, reading.Background), 3),
            int opaque => (result.Data, opaque),
        };
        return new DecodedFile(ExifOrientation.Upright(new DecodedImage(header.Height, header.Width, channels, pixels), header.Orientation), default);
    }

    /// <summary>Lays samples with alpha over the background, rounding to nearest.</summary>
    private static byte[] Composite(byte[] source, int channels, int background)
    {
        int pixels = source.Length / (channels + 1);
        byte[] opaque = new byte[pixels * channels];
        for (int p = 0, from = 0, to = 0; p < pixels; p++, from += channels + 1)
        {
            int alpha = source[from + channels];
            for (int c = 0; c < channels; c++)
            {
                opaque[to++] = (byte)((source[from + c] * alpha + background * (255 - alpha) + 127) / 255);
            }
        }
        return opaque;
    }
}
