namespace RandWire.Networks.Blocks;

/// <summary>Blocks one after the other: <c>a+b+c</c>; empty, it is the identity.</summary>
/// <param name="Parts">The blocks, in order.</param>
public sealed record Chain(Sequence<Block> Parts) : Block;
