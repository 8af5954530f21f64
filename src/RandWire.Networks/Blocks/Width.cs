using RandWire.Graphs;
using RandWire.Networks.Forms;

namespace RandWire.Networks.Blocks;

/// <summary>A number of channels as an expression: of C (the stage's channels), <c>in</c> (the layer's input), <c>cell.in</c> (the cell's input) and whole numbers,
/// with + - * / and parentheses. The value is exact until the end and then rounded down; <c>round8(..)</c> rounds to a multiple of 8 as MobileNet does.</summary>
/// <remarks>Equal by form: <c>C/4</c> and <c>C*1/4</c> differ. Rounding to 8: to the nearest multiple of 8, at least 8, and up by 8 more if that lost over a tenth
/// (Sandler et al. 2018, the reference implementation).</remarks>
public sealed record Width
{
    private const int MostLength = 80;

    private readonly WidthTerm _term;

    private Width(WidthTerm term) => _term = term;

    /// <summary>The stage's channels: <c>C</c>.</summary>
    public static Width Stage { get; } = new(new WidthTerm.Symbol(WidthSymbol.Stage));

    /// <summary>The layer's own input channels: <c>in</c>.</summary>
    public static Width Input { get; } = new(new WidthTerm.Symbol(WidthSymbol.Input));

    /// <summary>Canonical text without spaces, such as <c>round8(C*3/4)</c>.</summary>
    public string Text => _term.Text(0);

    /// <summary>Whether the expression asks for C.</summary>
    public bool UsesStage => _term.Uses(WidthSymbol.Stage);

    /// <summary>The value where the expression asks for nothing: a number of channels; null where it depends on its place, or is no number of channels.</summary>
    internal int? Constant
    {
        get
        {
            if (_term.Uses(WidthSymbol.Stage) || _term.Uses(WidthSymbol.Input) || _term.Uses(WidthSymbol.CellInput)) return null;
            try
            {
                int value = Value(null, 0, 0);
                return value > 0 ? value : null;
            }
            catch (SpecException)
            {
                return null;
            }
        }
    }

    /// <summary>A plain number.</summary>
    /// <param name="channels">At least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public static Width Of(int channels)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(channels);
        return new Width(new WidthTerm.Number(channels));
    }

    /// <summary>Reads <see cref="Text"/>.</summary>
    /// <exception cref="SpecException">It is no expression; the message says what is allowed.</exception>
    public static Width Parse(string text)
    {
        if (text.Length > MostLength) throw new SpecException($"'{TextTerm.Short(text)}' is too long for a width: at most {MostLength} characters.");
        return new Width(new WidthReader(text).Read());
    }

    /// <summary>The value, rounded down.</summary>
    /// <param name="stage">C, or null where the stage leaves it out.</param>
    /// <param name="input">The layer's input channels.</param>
    /// <param name="cellInput">The cell's input channels.</param>
    /// <exception cref="SpecException">C is asked for and not given, something is divided by zero, or the value is below 0 or above 2^31 - 1.</exception>
    public int Value(int? stage, int input, int cellInput)
    {
        Fraction value = _term.Value(symbol => symbol switch
        {
            WidthSymbol.Stage => stage ?? throw new SpecException($"'{Text}' asks for C, but this stage leaves channels out. Write channels=.. in the stage, or a number."),
            WidthSymbol.Input => input,
            _ => cellInput,
        });
        System.Numerics.BigInteger floor = value.Floor();
        if (floor < 0 || floor > int.MaxValue)
            throw new SpecException(FormattableString.Invariant($"'{Text}' is {floor} for C = {stage}, in = {input}, cell.in = {cellInput}, but must lie in [0, 2147483647]."));
        return (int)floor;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
