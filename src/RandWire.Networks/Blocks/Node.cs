namespace RandWire.Networks.Blocks;

/// <summary>A node of a cell: joins wires, then does something to the result. Text: <c>name=sum(a>sep3,b)+relu</c>, or <c>name=(a>sep3)</c> for a sum of one
/// wire.</summary>
/// <param name="Name">Letters, digits and underscores, a letter first.</param>
/// <param name="Join">How the wires are joined.</param>
/// <param name="Wires">At least one.</param>
/// <param name="Body">What is done to the joined value.</param>
public sealed record Node(string Name, Join Join, Sequence<Wire> Wires, Block Body);
