namespace RandWire.Search;

/// <summary>A point of a space: for every axis the number of the value chosen. Never changes; equal points are equal.</summary>
public sealed class Point : IEquatable<Point>
{
    private readonly int[] _choices;
    private readonly int _hash;

    /// <summary>A point.</summary>
    /// <param name="choices">One number for every axis, each at least 0.</param>
    public Point(ReadOnlySpan<int> choices)
    {
        _choices = choices.ToArray();
        HashCode hash = default;
        foreach (int choice in _choices) hash.Add(choice);
        _hash = hash.ToHashCode();
    }

    /// <summary>Axes that it has a choice for.</summary>
    public int Count => _choices.Length;

    /// <summary>The choice of an axis.</summary>
    public int this[int axis] => _choices[axis];

    /// <summary>The same point with one choice another.</summary>
    public Point With(int axis, int choice)
    {
        int[] choices = [.. _choices];
        choices[axis] = choice;
        return new Point(choices);
    }

    /// <summary>Axes on which two points of one space differ (Hamming).</summary>
    public int Distance(Point other)
    {
        ArgumentNullException.ThrowIfNull(other);
        int distance = 0;
        for (int i = 0; i < _choices.Length; i++)
            if (_choices[i] != other._choices[i]) distance++;
        return distance;
    }

    /// <inheritdoc/>
    public bool Equals(Point? other) => other is not null && _hash == other._hash && _choices.AsSpan().SequenceEqual(other._choices);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Point);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <inheritdoc/>
    public override string ToString() => string.Join(',', _choices);
}
