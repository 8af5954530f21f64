namespace RandWire.Networks.Blocks;

/// <summary>Makes a <see cref="Sequence{T}"/> from a collection expression.</summary>
public static class SequenceBuilder
{
    /// <summary>A sequence of copies of these elements.</summary>
    public static Sequence<T> Create<T>(ReadOnlySpan<T> items) where T : IEquatable<T> => new([.. items]);
}
