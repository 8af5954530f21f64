namespace RandWire.Networks.Blocks;

/// <summary>A block by its name: an entry of <c>let(...)</c>, or of the library (<see cref="BlockLibrary"/>).</summary>
/// <param name="Name">The name.</param>
/// <param name="TakesStride">Whether marks inside it take the stride: <c>name(stride)</c>. As a stage's whole body a name always does.</param>
public sealed record Named(string Name, bool TakesStride = false) : Block;
