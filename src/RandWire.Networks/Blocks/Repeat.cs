namespace RandWire.Networks.Blocks;

/// <summary>A block several times over. Text: <c>repeat(3,block)</c>, <c>repeat(3,block,first=other)</c>; of a stage's whole body <c>repeat=3,body=block</c>.</summary>
/// <param name="Times">How often in all, at least 1.</param>
/// <param name="Body">The block.</param>
/// <param name="First">What takes its place the first time; null for the block itself. The stride goes to the first time alone.</param>
public sealed record Repeat(int Times, Block Body, Block? First = null) : Block;
