using System.Buffers.Binary;
using System.IO.Compression;
using RandWire.Training.Data;
using Xunit;

namespace RandWire.Tests.Data;

/// <summary>A folder that lives as long as a test, with ways to fill it.</summary>
internal sealed class DataFolder : IDisposable
{
    public DataFolder() => Root = Directory.CreateTempSubdirectory("randwire-data-").FullName;

    public string Root { get; }

    /// <summary>The committed picture files.</summary>
    public static string Files
    {
        get
        {
            const string Place = "test/RandWire.Tests/Data/Files";
            DirectoryInfo? folder = new(AppContext.BaseDirectory);
            while (folder != null && !Directory.Exists(Path.Combine(folder.FullName, Place))) folder = folder.Parent;
            return Path.Combine(folder?.FullName ?? throw new DirectoryNotFoundException(Place), Place);
        }
    }

    public string this[string relative] => Path.Combine(Root, relative);

    public DataFolder Write(string relative, ReadOnlySpan<byte> bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[relative])!);
        File.WriteAllBytes(this[relative], bytes);
        return this;
    }

    public DataFolder WriteText(string relative, string text) => Write(relative, System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>A grey 5 x 4 picture whose pixels depend on <paramref name="number"/>: equal numbers, equal pixels.</summary>
    public DataFolder Picture(string relative, int number) => Write(relative, Png(4, 5, 1, Pixels(4 * 5, number)));

    /// <summary>Pictures of one class with consecutive numbers.</summary>
    public DataFolder Class(string name, int first, int count)
    {
        for (int i = 0; i < count; i++) Picture($"{name}/{i:D4}.png", first + i);
        return this;
    }

    public DataFolder Copy(string file, string relative) => Write(relative, File.ReadAllBytes(Path.Combine(Files, file)));

    public DataFolder Gzip(string relative, ReadOnlySpan<byte> bytes)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(bytes);
        return Write(relative, packed.ToArray());
    }

    public Dataset Open(DatasetOptions? options = null) =>
        Dataset.Open(Root, options ?? new DatasetOptions(), TestContext.Current.CancellationToken);

    public void Dispose() => Directory.Delete(Root, recursive: true);

    public static byte[] Pixels(int count, int number)
    {
        byte[] pixels = new byte[count];
        for (int i = 0; i < count; i++) pixels[i] = (byte)((i * 37 + number * 11) ^ (number >> 4) * (i + 1));
        return pixels;
    }

    /// <summary>An 8-bit PNG, grey or color.</summary>
    public static byte[] Png(int height, int width, int channels, ReadOnlySpan<byte> pixels)
    {
        using MemoryStream data = new();
        using (ZLibStream packed = new(data, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (int y = 0; y < height; y++)
            {
                packed.WriteByte(0);
                packed.Write(pixels.Slice(y * width * channels, width * channels));
            }
        }
        return
        [
            0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A,
            .. Chunk("IHDR"u8, Header(height, width, channels)), .. Chunk("IDAT"u8, data.ToArray()), .. Chunk("IEND"u8, []),
        ];
    }

    public static byte[] Header(int height, int width, int channels)
    {
        byte[] header = [0, 0, 0, 0, 0, 0, 0, 0, 8, (byte)(channels == 1 ? 0 : 2), 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        return header;
    }

    public static byte[] Chunk(ReadOnlySpan<byte> kind, ReadOnlySpan<byte> body)
    {
        byte[] chunk = new byte[body.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, body.Length);
        kind.CopyTo(chunk.AsSpan(4));
        body.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(body.Length + 8), Crc(chunk.AsSpan(4, body.Length + 4)));
        return chunk;
    }

    // Bit by bit, as the PNG standard's appendix writes it.
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
        }
        return ~crc;
    }
}
