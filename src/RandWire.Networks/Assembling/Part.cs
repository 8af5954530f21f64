using RandWire.Engine;
using RandWire.Networks.Blocks;

namespace RandWire.Networks;

/// <summary>A part of an assembled network: a stage, one of its repetitions, a cell, a node. What drawings and reports read.</summary>
/// <param name="Name">Path, such as <c>stage3.b2.f</c>: the beginning of its operations' names.</param>
/// <param name="Block">The block that it came from.</param>
/// <param name="Operations">Its operations in the program.</param>
/// <param name="Output">Shape of what it gives.</param>
/// <param name="Wires">Where it reads from; empty where it just follows the part before it.</param>
/// <param name="Parts">The parts within.</param>
public sealed record Part(string Name, Block Block, Range Operations, TensorShape Output, IReadOnlyList<PartWire> Wires, IReadOnlyList<Part> Parts);
