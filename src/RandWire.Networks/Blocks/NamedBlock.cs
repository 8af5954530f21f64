namespace RandWire.Networks.Blocks;

/// <summary>An entry of a network's <c>let(...)</c>.</summary>
/// <param name="Name">Letters, digits and underscores, a letter first; no word of the language.</param>
/// <param name="Block">What it stands for.</param>
public sealed record NamedBlock(string Name, Block Block);
