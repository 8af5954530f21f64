using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace RandWire.Training.Data.Images;

/// <summary>Walks the chunks of a PNG file (W3C PNG, third edition) and proves that the picture is whole before it is decoded.</summary>
/// <remarks>Checks what the decoder does not: checksums, and that the compressed data inflates to exactly the bytes that the header asks
/// for, so that a small file cannot blow up in memory. Costs about a fifth of the decoding.</remarks>
internal static class PngStructure
{
    private const uint Ihdr = 0x49484452, Idat = 0x49444154, Iend = 0x49454E44, Exif = 0x65584966;

    private static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public static bool Begins(ReadOnlySpan<byte> file) => file.StartsWith(Signature);

    /// <exception cref="InvalidDataException">Cut off, damaged or too large.</exception>
    public static ImageHeader Check(ReadOnlySpan<byte> file)
    {
        int at = Signature.Length, packed = 0, orientation = 1;
        PngHeader header = default;
        byte[] data = ArrayPool<byte>.Shared.Rent(file.Length);
        try
        {
            while (true)
            {
                ReadOnlySpan<byte> body = Chunk(file, at, out uint type);
                if (at == Signature.Length) header = PngHeader.Read(type == Ihdr ? body : []);
                if (type == Iend) break;
                if (type == Exif) orientation = ExifOrientation.Read(body);
                if (type == Idat)
                {
                    body.CopyTo(data.AsSpan(packed));
                    packed += body.Length;
                }
                at += body.Length + 12;
            }
            CheckPicture(data, packed, header.RawBytes);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(data);
        }
        return ImageHeader.Checked(header.Height, header.Width, orientation);
    }

    private static ReadOnlySpan<byte> Chunk(ReadOnlySpan<byte> file, int at, out uint type)
    {
        if (file.Length - at < 12) throw new InvalidDataException($"truncated: the PNG ends at byte {file.Length} without an end chunk");
        uint length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
        type = BinaryPrimitives.ReadUInt32BigEndian(file[(at + 4)..]);
        string name = Encoding.Latin1.GetString(file.Slice(at + 4, 4));
        if (length > file.Length - at - 12)
        {
            throw new InvalidDataException($"truncated: PNG chunk {name} at byte {at} needs {length} bytes, {file.Length - at - 12} are "
                + "left");
        }
        // Lower-case first letter: ancillary, the picture does not depend on it.
        bool critical = (type & 0x2000_0000) == 0;
        uint stored = BinaryPrimitives.ReadUInt32BigEndian(file[(at + 8 + (int)length)..]);
        if (critical && Crc32.Of(file.Slice(at + 4, (int)length + 4)) != stored)
        {
            throw new InvalidDataException($"damaged: PNG chunk {name} at byte {at} fails its checksum");
        }
        return file.Slice(at + 8, (int)length);
    }

    private static void CheckPicture(byte[] packed, int length, long expected)
    {
        byte[] sink = ArrayPool<byte>.Shared.Rent(1 << 16);
        long inflated = 0;
        try
        {
            using MemoryStream source = new(packed, 0, length, writable: false);
            using ZLibStream inflate = new(source, CompressionMode.Decompress);
            for (int read; inflated <= expected && (read = inflate.Read(sink)) > 0;) inflated += read;
        }
        catch (InvalidDataException)
        {
            throw new InvalidDataException("damaged: the PNG's compressed picture does not inflate");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(sink);
        }
        if (inflated < expected) throw new InvalidDataException($"truncated: the PNG's picture has {inflated} of {expected} bytes");
        if (inflated > expected) throw new InvalidDataException($"damaged: the PNG holds more than the {expected} bytes its size asks for");
    }
}
