using System.Buffers.Binary;

namespace RandWire.Training.Data.Images;

/// <summary>Walks the segments of a JPEG file (ITU-T T.81, annex B) from start to end marker without decoding.</summary>
/// <remarks>The decoder fills what is missing with grey and says nothing, so a cut-off file has to be found here.</remarks>
internal static class JpegStructure
{
    /// <summary>Progressive files may hold any number of scans, each a pass over the whole picture; more than this is an attack on
    /// time.</summary>
    private const int MaxScans = 500;

    private static ReadOnlySpan<byte> ExifMark => "Exif\0\0"u8;

    public static bool Begins(ReadOnlySpan<byte> file) => file is [0xFF, 0xD8, 0xFF, ..];

    /// <exception cref="InvalidDataException">Cut off, damaged, too large, or a kind of JPEG that is not read.</exception>
    public static ImageHeader Check(ReadOnlySpan<byte> file)
    {
        long height = 0, width = 0;
        int orientation = 1, scans = 0, at = 2;
        bool framed = false;
        while (true)
        {
            at = NextMarker(file, at, out byte marker);
            if (marker == 0xD9)
            {
                if (scans == 0) throw new InvalidDataException("a JPEG header without a picture");
                return ImageHeader.Checked(height, width, orientation);
            }
            if (marker is 0x01 or (>= 0xD0 and <= 0xD8)) continue;

            ReadOnlySpan<byte> body = Segment(file, at, marker);
            at += body.Length + 2;
            switch (marker)
            {
                case >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC):
                    (height, width) = Frame(marker, body);
                    ImageHeader.Checked(height, width, 1);
                    framed = true;
                    break;
                case 0xE1 when body.StartsWith(ExifMark):
                    orientation = ExifOrientation.Read(body[ExifMark.Length..]);
                    break;
                case 0xDA when !framed:
                    throw new InvalidDataException($"damaged: JPEG scan before the frame header, byte {at}");
                case 0xDA when ++scans > MaxScans:
                    throw new InvalidDataException($"a JPEG of more than {MaxScans} scans");
            }
        }
    }

    private static (long Height, long Width) Frame(byte marker, ReadOnlySpan<byte> body)
    {
        if (marker > 0xC2)
        {
            string kind = marker >= 0xC9 ? "arithmetic-coded" : "lossless or hierarchical";
            throw new InvalidDataException($"{kind} JPEG; baseline and progressive ones are read: save it again");
        }
        if (body.Length < 6) throw new InvalidDataException("damaged: JPEG frame header too short");
        if (body[0] != 8) throw new InvalidDataException($"{body[0]}-bit JPEG; 8-bit ones are read: save it again");
        if (body[5] is not (1 or 3 or 4)) throw new InvalidDataException($"JPEG of {body[5]} components; 1, 3 and 4 are read");
        return (BinaryPrimitives.ReadUInt16BigEndian(body[1..]), BinaryPrimitives.ReadUInt16BigEndian(body[3..]));
    }

    private static ReadOnlySpan<byte> Segment(ReadOnlySpan<byte> file, int at, byte marker)
    {
        int left = file.Length - at;
        int length = left >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(file[at..]) : 2;
        if (length < 2) throw new InvalidDataException($"damaged: JPEG segment {marker:X2} at byte {at} has length {length}");
        if (left < length)
        {
            throw new InvalidDataException($"truncated: JPEG segment {marker:X2} at byte {at} needs {length} bytes, {left} are left");
        }
        return file.Slice(at + 2, length - 2);
    }

    /// <summary>The next marker at or after <paramref name="at"/>, over entropy-coded data (FF 00 and restarts belong to it); returns the
    /// byte after it.</summary>
    private static int NextMarker(ReadOnlySpan<byte> file, int at, out byte marker)
    {
        while (at < file.Length)
        {
            int found = file[at..].IndexOf((byte)0xFF);
            if (found < 0) break;
            at += found + 1;
            while (at < file.Length && file[at] == 0xFF) at++;
            if (at >= file.Length) break;
            marker = file[at++];
            if (marker is not (0x00 or (>= 0xD0 and <= 0xD7))) return at;
        }
        throw new InvalidDataException("truncated: the JPEG has no end-of-image marker");
    }
}
