using System.Runtime.InteropServices;

namespace RandWire.Engine.Kernels;

/// <summary>A block of zeroed floats outside the garbage collector's heap, aligned to 64 bytes (a cache line and a 512-bit vector).</summary>
internal sealed unsafe class NativeFloats : IDisposable
{
    private const int Alignment = 64;
    private void* _allocated;
    private float* _memory;

    public NativeFloats(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        nuint bytes = checked((nuint)Math.Max(length, 16) * sizeof(float));
        // Zeroed by the system page by page on first use, which costs nothing for what is never used.
        _allocated = NativeMemory.AllocZeroed(checked(bytes + Alignment));
        _memory = (float*)(((nuint)_allocated + Alignment - 1) / Alignment * Alignment);
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

    public void CopyTo(NativeFloats destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, Length);
        NativeMemory.Copy(_memory, destination._memory, (nuint)Length * sizeof(float));
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (_memory is null) return;
        NativeMemory.Free(_allocated);
        GC.RemoveMemoryPressure((long)Math.Max(Length, 16) * sizeof(float));
        _memory = null;
    }
}
