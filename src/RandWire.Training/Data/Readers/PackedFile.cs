using Microsoft.Win32.SafeHandles;

namespace RandWire.Training.Data.Readers;

/// <summary>Equal images one after another in one file, in memory or read when needed.</summary>
internal sealed class PackedFile : IDisposable
{
    private readonly byte[]? _memory;
    private readonly SafeFileHandle? _handle;

    private PackedFile(string name, int count, PackedFormat format, byte[]? memory, SafeFileHandle? handle) =>
        (Name, Count, Format, _memory, _handle) = (name, count, format, memory, handle);

    /// <summary>File name without folder.</summary>
    public string Name { get; }

    public int Count { get; }

    public PackedFormat Format { get; }

    public bool InMemory => _memory != null;

    /// <summary>Images whose pixels lie in memory, [count, H, W, C].</summary>
    public static PackedFile Of(string name, int count, PackedFormat format, byte[] pixels) => new(name, count, format, pixels, null);

    /// <summary>Images that stay on disk.</summary>
    public static PackedFile On(string name, int count, PackedFormat format, SafeFileHandle handle) =>
        new(name, count, format, null, handle);

    public DecodedImage Read(int image)
    {
        (int height, int width, int channels, int length) = (Format.Height, Format.Width, Format.Channels, Format.PixelBytes);
        if (_memory != null) return new DecodedImage(height, width, channels, _memory.AsMemory(image * length, length));

        byte[] record = new byte[length];
        long offset = Format.HeaderBytes + (long)image * Format.RecordBytes + Format.PixelOffset;
        int read = 0;
        while (read < length)
        {
            int got = RandomAccess.Read(_handle!, record.AsSpan(read), offset + read);
            if (got == 0) throw new InvalidDataException($"{Name}: ends at byte {offset + read}; it has shrunk since the data was opened");
            read += got;
        }
        return new DecodedImage(height, width, channels, Format.Planar ? Format.Interleaved(record) : record);
    }

    public void Dispose() => _handle?.Dispose();
}
