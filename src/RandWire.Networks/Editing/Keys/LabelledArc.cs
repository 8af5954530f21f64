namespace RandWire.Networks.Editing.Keys;

/// <summary>One end of an arc, and its number.</summary>
/// <param name="Vertex">The vertex at the other end.</param>
/// <param name="Number">Tells arcs apart: the place of an input where the order of inputs matters, else 0.</param>
internal readonly record struct LabelledArc(int Vertex, int Number) : IComparable<LabelledArc>
{
    public int CompareTo(LabelledArc other) => Vertex != other.Vertex ? Vertex.CompareTo(other.Vertex) : Number.CompareTo(other.Number);
}
