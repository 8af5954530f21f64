using RandWire.Networks;

namespace RandWire.Reports.Sketches;

/// <summary>Hands out the parts that a block brought, in the order of the walk.</summary>
/// <param name="parts">The parts.</param>
/// <param name="at">How many were handed out already.</param>
internal sealed class PartCursor(IReadOnlyList<Part> parts, int at = 0)
{
    public int At { get; private set; } = at;

    /// <summary>Whether so many are left.</summary>
    public bool Has(int count) => At + count <= parts.Count;

    public Part Next() => parts[At++];

    public void Skip(int count) => At += count;

    /// <summary>Another that begins at a place where this one was.</summary>
    public PartCursor From(int at) => new(parts, at);
}
