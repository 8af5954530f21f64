namespace RandWire.Reports.Sketches;

/// <summary>A box of a cell's drawing.</summary>
/// <param name="Name">The node's name; of an operation on a wire where it comes from and where it leads; else <c>in</c>, <c>prev</c> or <c>out</c>.</param>
/// <param name="Kind">What it stands for.</param>
/// <param name="Join">How it joins its wires, where there are several, and the name of what it does, where it has one.</param>
/// <param name="Content">What it does.</param>
/// <param name="Note">All of it as a tooltip.</param>
internal sealed record CellBox(string Name, CellBoxKind Kind, string Join, IReadOnlyList<Sketch> Content, string Note)
{
    public string Form { get; } = $"{Name}:{Join}={string.Join('+', Content.Select(sketch => sketch.Form))}";

    public string Words { get; } = string.Join(" · ", Content.Select(sketch => sketch.Words));
}
