using System.Collections.Immutable;

namespace RandWire.Networks;

/// <summary>One float32 tensor of a safetensors file.</summary>
/// <param name="Name">Its key in the header.</param>
/// <param name="Shape">Logical shape, outermost first.</param>
/// <param name="Begin">First byte, counted from the start of the data section.</param>
/// <param name="End">Byte after the last.</param>
internal sealed record TensorEntry(string Name, ImmutableArray<int> Shape, long Begin, long End)
{
    internal int Length => (int)((End - Begin) / sizeof(float));
}
