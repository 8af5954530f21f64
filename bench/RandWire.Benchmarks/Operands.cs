using RandWire.Engine.Kernels;

namespace RandWire.Benchmarks;

/// <summary>Native memory for a kernel's operands, side by side as in the arena, filled with a fixed pattern of both signs.</summary>
internal sealed class Operands : IDisposable
{
    // More than any case takes: what is not used is never touched, and a product may read a few rows past its operand.
    private const int Capacity = 4 << 20;

    private readonly NativeFloats _memory = new(Capacity);
    private int _used;

    /// <summary>The next so many floats.</summary>
    public Floats Take(int floats)
    {
        Span<float> taken = _memory.Span(_used, floats);
        for (int i = 0; i < taken.Length; i++) taken[i] = (i % 255 - 127) / 128f;
        Floats start = _memory.Start.Plus(_used);
        _used += (floats + 15) / 16 * 16;
        return start;
    }

    public void Dispose() => _memory.Dispose();
}
