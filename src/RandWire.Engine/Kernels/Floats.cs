namespace RandWire.Engine.Kernels;

/// <summary>Address of floats in native memory. Lets plans hold places in the arena without pointers; only kernels turn it into one.</summary>
internal readonly record struct Floats(nint Address)
{
    public Floats Plus(long floats) => new(checked((nint)(Address + floats * sizeof(float))));

    public unsafe Span<float> Span(int length) => new((float*)Address, length);
}
