using RandWire.Engine;
using RandWire.Networks.Blocks;

namespace RandWire.Reports.Sketches;

/// <summary>What a block's surroundings mean for its words.</summary>
/// <param name="Channels">C, or null where the stage leaves channels out.</param>
/// <param name="Stride">What a marked layer takes.</param>
/// <param name="CellInput">Channels of the innermost cell's input.</param>
/// <param name="Previous">Channels of the value before.</param>
/// <param name="Classes">Outputs of a bare <c>fc</c>.</param>
/// <param name="IsSymbolic">Whether expressions are written as they stand, because their values differ from one repetition to the next.</param>
internal sealed record Site(int? Channels, int Stride, int CellInput, int Previous, int Classes, bool IsSymbolic)
{
    /// <summary>The operations that the program has for a wire; what a match became is read from them.</summary>
    public IReadOnlyList<Operation> Laid { get; init; } = [];

    public int Value(Width width, int input) => width.Value(Channels, input, CellInput);

    public string Text(Width width, int input) => IsSymbolic ? width.Text : FormattableString.Invariant($"{Value(width, input)}");
}
