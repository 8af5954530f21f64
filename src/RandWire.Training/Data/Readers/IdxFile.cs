using System.Buffers.Binary;
using System.IO.Compression;

namespace RandWire.Training.Data.Readers;

/// <summary>Reads one IDX file (LeCun, Cortes, Burges: the MNIST page) of unsigned bytes, plain or gzip, found by content.</summary>
internal static class IdxFile
{
    private const int ImagesMagic = 0x803, LabelsMagic = 0x801, ImagesHeader = 16, LabelsHeader = 8;

    /// <summary>Deflate cannot shrink data by more than this.</summary>
    private const long MaxDeflateRatio = 1032;

    /// <summary>Images: [count, H, W], in memory, or left on disk when plain and longer than <paramref name="cacheBytes"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cacheBytes">Memory for pixels.</param>
    /// <param name="transposed">Whether pictures lie column by column in the file, as those of EMNIST do; they are turned.</param>
    /// <exception cref="InvalidDataException">Wrong magic, short, or longer than its header says; the message names file and
    /// byte.</exception>
    /// <exception cref="DataException">More pixels than the cache holds, where they cannot stay in the file.</exception>
    public static PackedFile Images(string path, long cacheBytes, bool transposed = false)
    {
        string name = Path.GetFileName(path);
        using Stream stream = Open(path, out bool packed);
        byte[] header = Header(stream, name, ImagesMagic, ImagesHeader);
        long count = Field(header, 4), height = Field(header, 8), width = Field(header, 12);
        if (height is 0 or > 8192 || width is 0 or > 8192)
            throw new InvalidDataException($"{name} byte 8: images of {width} x {height}; sides of 1 to 8192 are read.");
        long bytes = count * height * width;
        CheckLength(path, name, packed, ImagesHeader, bytes);
        PackedFormat format = new((int)height, (int)width, 1, ImagesHeader, (int)(height * width), 0, Planar: false);
        if (bytes <= cacheBytes)
        {
            byte[] pixels = Body(stream, name, ImagesHeader, bytes);
            return transposed
                ? PackedFile.Of(name, (int)count, format with { Height = format.Width, Width = format.Height }, Transposed(pixels, format))
                : PackedFile.Of(name, (int)count, format, pixels);
        }
        if (transposed) throw new DataException($"{path}: {bytes:N0} bytes of pictures to turn, the cache has {cacheBytes:N0}. Allow more memory.");
        if (!packed) return PackedFile.On(name, (int)count, format, File.OpenHandle(path, options: FileOptions.RandomAccess));
        throw new DataException($"{path}: {bytes:N0} bytes when unpacked, the cache has {cacheBytes:N0}. Unpack it with gunzip so that "
            + "it can be read in parts, or allow more memory.");
    }

    /// <summary>Labels, one byte each.</summary>
    /// <exception cref="InvalidDataException">Wrong magic, short, or longer than its header says; the message names file and
    /// byte.</exception>
    public static byte[] Labels(string path)
    {
        string name = Path.GetFileName(path);
        using Stream stream = Open(path, out bool packed);
        long count = Field(Header(stream, name, LabelsMagic, LabelsHeader), 4);
        CheckLength(path, name, packed, LabelsHeader, count);
        return Body(stream, name, LabelsHeader, count);
    }

    private static byte[] Transposed(byte[] pixels, PackedFormat stored)
    {
        byte[] turned = new byte[stored.PixelBytes];
        for (int start = 0; start < pixels.Length; start += turned.Length)
        {
            Span<byte> picture = pixels.AsSpan(start, turned.Length);
            for (int y = 0; y < stored.Height; y++) for (int x = 0; x < stored.Width; x++) turned[x * stored.Height + y] = picture[y * stored.Width + x];
            turned.CopyTo(picture);
        }
        return pixels;
    }

    private static Stream Open(string path, out bool packed)
    {
        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        packed = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return packed ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    private static byte[] Header(Stream stream, string name, int magic, int length)
    {
        byte[] header = new byte[length];
        int read = Read(stream, name, header, 0);
        uint found = Field(header, 0);
        if (read >= 4 && found != magic)
        {
            string hint = (found, magic) switch
            {
                (LabelsMagic, ImagesMagic) => "These are labels: are the two files exchanged?",
                (ImagesMagic, LabelsMagic) => "These are images: are the two files exchanged?",
                (0x804, ImagesMagic) => "It has four dimensions, such as pictures in color; three, pictures in grey, are read. Save it as .npz.",
                (0xC02, LabelsMagic) => "These are QMNIST's extended labels; plain ones of unsigned bytes are read.",
                _ => "It is no IDX file of unsigned bytes.",
            };
            throw new InvalidDataException($"{name} byte 0: magic number 0x{found:X8}, expected 0x{magic:X8}. {hint}");
        }
        if (read < length) throw new InvalidDataException($"{name}: ends at byte {read}, within its header of {length} bytes.");
        return header;
    }

    // Before any memory is asked for: a header may promise anything.
    private static void CheckLength(string path, string name, bool packed, int header, long body)
    {
        long length = new FileInfo(path).Length;
        if (!packed && length != header + body)
        {
            throw new InvalidDataException($"{name}: {length} bytes long, but its header asks for {header + body}. Is it cut off? Fetch "
                + "it again.");
        }
        if (packed && (header + body) / MaxDeflateRatio > length)
        {
            throw new InvalidDataException($"{name}: its header asks for {header + body} bytes, more than {length} compressed bytes can "
                + "hold. Fetch it again.");
        }
        if (body > Array.MaxLength) throw new InvalidDataException($"{name}: {body} bytes; at most {Array.MaxLength} are read.");
    }

    private static byte[] Body(Stream stream, string name, int header, long length)
    {
        byte[] body = new byte[length];
        int read = Read(stream, name, body, header);
        if (read < length)
        {
            throw new InvalidDataException($"{name}: ends at byte {header + read} of {header + length} when unpacked. Is it cut off? "
                + "Fetch it again.");
        }
        if (stream.ReadByte() >= 0)
            throw new InvalidDataException($"{name} byte {header + length}: goes on after the last item that its header counts.");
        return body;
    }

    private static int Read(Stream stream, string name, byte[] destination, int offset)
    {
        try
        {
            return stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{name}: the compressed data is damaged after byte {offset}: {e.Message} Fetch it again.", e);
        }
    }

    private static uint Field(byte[] header, int at) => BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(at));
}
