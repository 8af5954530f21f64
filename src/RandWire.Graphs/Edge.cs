using System.Globalization;

namespace RandWire.Graphs;

/// <summary>An edge between two nodes, or an arc from the first to the second.</summary>
/// <param name="From">The node where the arc starts; the lower index in an undirected graph and in a DAG.</param>
/// <param name="To">The node where the arc ends.</param>
public readonly record struct Edge(int From, int To) : IComparable<Edge>
{
    /// <summary>Lexicographic order: by <see cref="From"/>, then by <see cref="To"/>.</summary>
    public int CompareTo(Edge other) => From != other.From ? From.CompareTo(other.From) : To.CompareTo(other.To);

    /// <summary>Whether <paramref name="left"/> comes before <paramref name="right"/>.</summary>
    public static bool operator <(Edge left, Edge right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> comes after <paramref name="right"/>.</summary>
    public static bool operator >(Edge left, Edge right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> comes before <paramref name="right"/> or equals it.</summary>
    public static bool operator <=(Edge left, Edge right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> comes after <paramref name="right"/> or equals it.</summary>
    public static bool operator >=(Edge left, Edge right) => left.CompareTo(right) >= 0;

    /// <summary>The edge as <c>3-17</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{From}-{To}");
}
