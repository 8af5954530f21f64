using System.Buffers.Binary;

namespace RandWire.Training.Data.Images;

/// <summary>Orientation from EXIF (CIPA DC-008, tag 0x0112 of the first directory): how to turn the stored picture upright.</summary>
internal static class ExifOrientation
{
    /// <summary>1 to 8; 1 when there is none or the block makes no sense.</summary>
    /// <param name="tiff">The block from its byte-order mark on.</param>
    public static int Read(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8) return 1;
        bool little = tiff.StartsWith("II"u8);
        if (!little && !tiff.StartsWith("MM"u8)) return 1;

        uint directory = Long(tiff[4..], little);
        if (directory > tiff.Length - 2) return 1;
        ReadOnlySpan<byte> entries = tiff[((int)directory + 2)..];
        int count = Short(tiff[(int)directory..], little);
        for (int i = 0; i < count && entries.Length >= 12; i++, entries = entries[12..])
        {
            if (Short(entries, little) != 0x0112) continue;
            int value = Short(entries[8..], little);
            return Short(entries[2..], little) == 3 && value is >= 1 and <= 8 ? value : 1;
        }
        return 1;
    }

    /// <summary>The picture turned upright.</summary>
    /// <param name="image">As stored.</param>
    /// <param name="orientation">1 to 8: 2 mirrored, 3 upside down, 4 both, 5 to 8 the same four with rows and columns exchanged.</param>
    public static DecodedImage Upright(DecodedImage image, int orientation)
    {
        if (orientation == 1) return image;
        (int height, int width, int channels) = (image.Height, image.Width, image.Channels);
        bool exchanged = orientation >= 5;
        int newHeight = exchanged ? width : height, newWidth = exchanged ? height : width;
        // Where the upright picture's corner lies in the stored one, and the step in bytes for one row down and one column right.
        bool fromRight = orientation is 2 or 3 or 7 or 8, fromBottom = orientation is 3 or 4 or 6 or 7;
        int alongX = fromRight ? -channels : channels, alongY = (fromBottom ? -width : width) * channels;
        int start = ((fromBottom ? height - 1 : 0) * width + (fromRight ? width - 1 : 0)) * channels;
        int rowStep = exchanged ? alongX : alongY, columnStep = exchanged ? alongY : alongX;

        ReadOnlySpan<byte> source = image.Pixels.Span;
        byte[] turned = new byte[source.Length];
        int to = 0;
        for (int y = 0; y < newHeight; y++)
        {
            int from = start + y * rowStep;
            for (int x = 0; x < newWidth; x++, from += columnStep)
            {
                for (int c = 0; c < channels; c++) turned[to++] = source[from + c];
            }
        }
        return new DecodedImage(newHeight, newWidth, channels, turned);
    }

    private static ushort Short(ReadOnlySpan<byte> at, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);

    private static uint Long(ReadOnlySpan<byte> at, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(at) : BinaryPrimitives.ReadUInt32BigEndian(at);
}
