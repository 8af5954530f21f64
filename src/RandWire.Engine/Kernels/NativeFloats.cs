using System.Runtime.InteropServices;

namespace RandWire.Engine.Kernels;

/// <summary>A block of zeroed floats outside the garbage collector's heap, aligned to 64 bytes (a cache line and a 512-bit vector).</summary>
/// <remarks>Large blocks ask Linux for pages of 2 MiB: a pass over a node touches a megabyte in a dozen places, more small pages than a processor keeps
/// translations of. The request may be ignored, and is on other systems.</remarks>
internal sealed unsafe partial class NativeFloats : IDisposable
{
    private const nuint CacheLine = 64;
    private const nuint HugePage = 2 << 20;
    private const int MadviseHugePage = 14;
    private void* _allocated;
    private float* _memory;

    public NativeFloats(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        nuint bytes = checked((nuint)Math.Max(length, 16) * sizeof(float));
        // Zeroed by the system page by page on first use, which costs nothing for what is never used.
        nuint alignment = OperatingSystem.IsLinux() && bytes >= 2 * HugePage ? HugePage : CacheLine;
        _allocated = NativeMemory.AllocZeroed(checked(bytes + alignment));
        _memory = (float*)(((nuint)_allocated + alignment - 1) / alignment * alignment);
        if (alignment == HugePage) _ = Madvise(_memory, bytes / HugePage * HugePage, MadviseHugePage);
        GC.AddMemoryPressure((long)bytes);
    }

    ~NativeFloats() => Free();

    public long Length { get; }

    public Floats Start => new((nint)_memory);

    public Span<float> Span(long offset, int length)
    {
        ObjectDisposedException.ThrowIf(_memory is null, this);
        if (offset < 0 || length < 0 || offset + length > Length) throw new ArgumentOutOfRangeException(nameof(offset));
        return new Span<float>(_memory + offset, length);
    }

    public void Clear()
    {
        ObjectDisposedException.ThrowIf(_memory is null, this);
        NativeMemory.Clear(_memory, (nuint)Length * sizeof(float));
    }

    public void CopyTo(NativeFloats destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, Length);
        NativeMemory.Copy(_memory, destination._memory, (nuint)Length * sizeof(float));
        GC.KeepAlive(this);
        GC.KeepAlive(destination);
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Madvise(void* address, nuint length, int advice);

    private void Free()
    {
        if (_memory is null) return;
        NativeMemory.Free(_allocated);
        GC.RemoveMemoryPressure((long)Math.Max(Length, 16) * sizeof(float));
        _memory = null;
    }
}
