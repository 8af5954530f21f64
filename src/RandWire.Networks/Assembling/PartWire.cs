using RandWire.Networks.Blocks;

namespace RandWire.Networks;

/// <summary>A wire as it was laid.</summary>
/// <param name="From">The cell's input (<c>in</c>), the value before (<c>prev</c>), or the name of a node beside it.</param>
/// <param name="Does">What it does on its way, the block that adapted it included; the identity where nothing.</param>
/// <param name="IsDropped">Whether it was left out, because its shape did not fit.</param>
public sealed record PartWire(string From, Block Does, bool IsDropped);
