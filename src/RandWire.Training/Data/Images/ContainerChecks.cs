using System.Buffers.Binary;

namespace RandWire.Training.Data.Images;

/// <summary>Own checks in front of the decoders of WebP, BMP and GIF: size, and that the file reaches as far as its headers say, which the decoders fill up in
/// silence.</summary>
internal static class ContainerChecks
{
    public static ImageHeader WebP(ReadOnlySpan<byte> file)
    {
        int orientation = 1;
        long width = 0, height = 0;
        long end = 8L + (file.Length < 8 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(file[4..]));
        if (end > file.Length) throw new InvalidDataException($"truncated: the WebP says {end} bytes, there are {file.Length}");
        for (long at = 12; at + 8 <= end;)
        {
            ReadOnlySpan<byte> chunk = file[(int)at..(int)end];
            long length = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            if (length > chunk.Length - 8) throw new InvalidDataException("truncated: a chunk of the WebP lies beyond its end");
            ReadOnlySpan<byte> body = chunk.Slice(8, (int)length);
            if (chunk.StartsWith("VP8X"u8) && length >= 10)
            {
                if ((body[0] & 2) != 0) throw new InvalidDataException("an animated WebP; single pictures are read: save a frame as PNG");
                (width, height) = (1 + (body[4] | body[5] << 8 | body[6] << 16), 1 + (body[7] | body[8] << 8 | body[9] << 16));
            }
            else if (chunk.StartsWith("VP8 "u8) && length >= 10 && width == 0)
                (width, height) = (BinaryPrimitives.ReadUInt16LittleEndian(body[6..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(body[8..]) & 0x3FFF);
            else if (chunk.StartsWith("VP8L"u8) && length >= 5 && width == 0)
            {
                uint bits = BinaryPrimitives.ReadUInt32LittleEndian(body[1..]);
                (width, height) = (1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF));
            }
            else if (chunk.StartsWith("EXIF"u8))
                orientation = ExifOrientation.Read(body.StartsWith("Exif\0\0"u8) ? body[6..] : body);
            at += 8 + length + (length & 1);
        }
        return ImageHeader.Checked(height, width, orientation);
    }

    /// <summary>The size of a BMP, and whether it has alpha: only where a mask for it is given, as 32 bits are mostly padded.</summary>
    public static (ImageHeader Header, bool HasAlpha) Bmp(ReadOnlySpan<byte> file)
    {
        bool old = file[14] == 12;
        if (file.Length < (old ? 26 : 54)) throw new InvalidDataException("truncated: the BMP ends within its header");
        long width = old ? BinaryPrimitives.ReadUInt16LittleEndian(file[18..]) : BinaryPrimitives.ReadInt32LittleEndian(file[18..]);
        long height = old ? BinaryPrimitives.ReadUInt16LittleEndian(file[20..]) : Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(file[22..]));
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(file[(old ? 24 : 28)..]), compression = old ? 0 : BinaryPrimitives.ReadInt32LittleEndian(file[30..]);
        ImageHeader header = ImageHeader.Checked(height, width, 1);
        // The decoder gets run-length coded rows wrong that go beyond the width, as ImageMagick writes them.
        if (compression is 1 or 2) throw new InvalidDataException("a run-length coded BMP; BMP without compression is read: save it as PNG");
        if (compression is not (0 or 3 or 6)) throw new InvalidDataException($"a BMP of compression {compression}; BMP without compression and with bit masks is read: save it as PNG");
        long start = BinaryPrimitives.ReadUInt32LittleEndian(file[10..]);
        long needed = start + (width * bits + 31) / 32 * 4 * height;
        if (needed > file.Length) throw new InvalidDataException($"truncated: the BMP needs {needed} bytes, there are {file.Length}");
        bool masks = compression is 3 or 6 && file[14] >= 56 && file.Length >= 70;
        return (header, masks && BinaryPrimitives.ReadUInt32LittleEndian(file[66..]) != 0);
    }

    /// <summary>The logical screen of a GIF whose first frame is whole; <paramref name="more"/>: whether others follow.</summary>
    public static ImageHeader Gif(ReadOnlySpan<byte> file, out bool more)
    {
        more = false;
        InvalidDataException cut = new($"truncated: the GIF ends at byte {file.Length}, before its first picture does");
        if (file.Length < 13) throw cut;
        ImageHeader header = ImageHeader.Checked(BinaryPrimitives.ReadUInt16LittleEndian(file[8..]), BinaryPrimitives.ReadUInt16LittleEndian(file[6..]), 1);
        bool seen = false;
        int at = 13 + Colors(file[10]);
        while (true)
        {
            if (at >= file.Length) return seen ? header : throw cut;
            int kind = file[at++];
            if (kind == 0x3B) return seen ? header : throw new InvalidDataException("a GIF without a picture");
            if (kind == 0x2C)
            {
                if (seen)
                {
                    more = true;
                    return header;
                }
                if (at + 10 > file.Length) throw cut;
                ImageHeader.Checked(BinaryPrimitives.ReadUInt16LittleEndian(file[(at + 6)..]), BinaryPrimitives.ReadUInt16LittleEndian(file[(at + 4)..]), 1);
                at += 9 + Colors(file[at + 8]) + 1;
                seen = true;
            }
            else if (kind == 0x21)
                at++;
            else
                return seen ? header : throw new InvalidDataException($"damaged: the GIF has a block of kind {kind:X2} at byte {at - 1}");
            bool picture = kind == 0x2C;
            while (true)
            {
                if (at >= file.Length) return seen && !picture ? header : throw cut;
                int length = file[at++];
                if (length == 0) break;
                at += length;
            }
        }

        static int Colors(int flags) => (flags & 0x80) != 0 ? 3 << (flags & 7) + 1 : 0;
    }
}
