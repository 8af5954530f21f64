using Microsoft.Win32.SafeHandles;

namespace RandWire.Training.Data.Readers;

/// <summary>Pixels of many images: in memory as far as they fit, after that in a file that nobody else sees.</summary>
/// <remarks>The file is gone when the cache is disposed of, and on Unix as soon as it is open, so that a kill leaves nothing behind. Where it cannot be written,
/// what does not fit is not kept. Each image is kept by one thread at a time; reading is safe from many.</remarks>
internal sealed class PixelCache : IDisposable
{
    private readonly record struct Spilled(int Height, int Width, int Channels, long Offset);

    // Caches of one process must not meet in one file.
    private static int _made;

    private readonly DecodedImage[] _memory;
    private readonly Spilled[] _spilled;
    private readonly Lock _gate = new();
    private readonly long _memoryBytes;
    private readonly string? _folder;
    private SafeFileHandle? _file;
    private long _reserved, _end;
    private bool _full;
    private int _held;

    /// <param name="images">How many images there are.</param>
    /// <param name="memoryBytes">Memory for pixels.</param>
    /// <param name="folder">Folder of the file; null for none.</param>
    public PixelCache(int images, long memoryBytes, string? folder)
    {
        _memory = new DecodedImage[images];
        _spilled = new Spilled[images];
        _memoryBytes = memoryBytes;
        _folder = folder;
    }

    /// <summary>Images that are held.</summary>
    public int Held => _held;

    /// <summary>Keeps an image, or the same image read otherwise in its place.</summary>
    public void Keep(int image, DecodedImage pixels)
    {
        int length = pixels.Pixels.Length;
        if (Replaces(image, pixels)) return;
        if (Interlocked.Add(ref _reserved, length) <= _memoryBytes)
        {
            _memory[image] = pixels;
            Interlocked.Increment(ref _held);
            return;
        }
        Interlocked.Add(ref _reserved, -length);
        if (Spill(pixels.Pixels.Span) is not long offset) return;
        _spilled[image] = new Spilled(pixels.Height, pixels.Width, pixels.Channels, offset);
        Interlocked.Increment(ref _held);
    }

    /// <summary>The image, when it is held and its file can be read.</summary>
    public bool TryRead(int image, out DecodedImage pixels)
    {
        pixels = _memory[image];
        if (!pixels.Pixels.IsEmpty) return true;
        Spilled spilled = _spilled[image];
        if (spilled.Height == 0 || _file is not { } file) return false;
        byte[] buffer = new byte[spilled.Height * spilled.Width * spilled.Channels];
        try
        {
            for (int read = 0; read < buffer.Length;)
            {
                int got = RandomAccess.Read(file, buffer.AsSpan(read), spilled.Offset + read);
                if (got == 0) return false;
                read += got;
            }
        }
        catch (IOException)
        {
            return false;
        }
        pixels = new DecodedImage(spilled.Height, spilled.Width, spilled.Channels, buffer);
        return true;
    }

    public void Dispose()
    {
        _file?.Dispose();
        Array.Clear(_memory);
        Array.Clear(_spilled);
    }

    // An image that is read a second time has the size of the first.
    private bool Replaces(int image, DecodedImage pixels)
    {
        if (!_memory[image].Pixels.IsEmpty)
        {
            _memory[image] = pixels;
            return true;
        }
        if (_spilled[image].Height == 0) return false;
        try
        {
            RandomAccess.Write(_file!, pixels.Pixels.Span, _spilled[image].Offset);
            return true;
        }
        catch (IOException)
        {
            _spilled[image] = default;
            Interlocked.Decrement(ref _held);
            return true;
        }
    }

    private long? Spill(ReadOnlySpan<byte> pixels)
    {
        SafeFileHandle? file;
        long offset;
        lock (_gate)
        {
            file = _full ? null : _file ??= Open();
            if (file is null)
            {
                _full = true;
                return null;
            }
            offset = _end;
            _end += pixels.Length;
        }
        try
        {
            RandomAccess.Write(file, pixels, offset);
            return offset;
        }
        catch (IOException)
        {
            // A full disk: what is in the file stays, the rest is decoded again when it is needed.
            lock (_gate) _full = true;
            return null;
        }
    }

    private SafeFileHandle? Open()
    {
        if (_folder is null) return null;
        try
        {
            Directory.CreateDirectory(_folder);
            string path = Path.Combine(_folder, $"pixels-{Environment.ProcessId}-{Interlocked.Increment(ref _made)}.cache");
            FileOptions gone = OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None;
            SafeFileHandle file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, FileOptions.RandomAccess | gone);
            if (gone == FileOptions.None) File.Delete(path);
            return file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
