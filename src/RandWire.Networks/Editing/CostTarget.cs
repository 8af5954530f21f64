using System.Globalization;
using RandWire.Graphs;
using RandWire.Networks.Forms;

namespace RandWire.Networks.Editing;

/// <summary>What a network is to cost: <c>multiplyadds=70M</c>, <c>parameters=0.67M</c>.</summary>
/// <param name="Kind">What is counted.</param>
/// <param name="Amount">How much of it, at least 1.</param>
public readonly record struct CostTarget(CostKind Kind, long Amount)
{
    private static readonly (char Unit, decimal Factor)[] Units = [('k', 1e3m), ('M', 1e6m), ('G', 1e9m)];

    /// <summary>The target in full, such as <c>multiplyadds=70000000</c>; <see cref="Parse"/> reads it back.</summary>
    public string Text => FormattableString.Invariant($"{Word(Kind)}={Amount}");

    /// <summary>Reads a target: <c>multiplyadds=</c> or <c>parameters=</c>, and a number, perhaps with a decimal point, an exponent (4e7), and k, M or G behind it.</summary>
    /// <exception cref="SpecException">It is none; the message says what is allowed.</exception>
    public static CostTarget Parse(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        string word = equals < 0 ? "" : text[..equals].Trim();
        foreach (CostKind kind in Enum.GetValues<CostKind>())
            if (word.Equals(Word(kind), StringComparison.OrdinalIgnoreCase) && TryAmount(text[(equals + 1)..].Trim(), out long amount)) return new CostTarget(kind, amount);
        throw new SpecException($"'{TextTerm.Short(text)}' is no count to match. Write multiplyadds= or parameters= and a number from 1 to 10^15, plain or with k, M or G: multiplyadds=70M, parameters=0.67M.");
    }

    /// <summary>The count of a network.</summary>
    public long Of(NetworkCost cost) => Kind == CostKind.MultiplyAdds ? cost.MultiplyAddsConvFc : cost.Parameters;

    /// <summary>How far a count is from the target, as a share of the target: 0.02 is 2 % above.</summary>
    public double Deviation(long count) => ((double)count - Amount) / Amount;

    private static bool TryAmount(string text, out long amount)
    {
        amount = 0;
        if (text.Length == 0) return false;
        int unit = Array.FindIndex(Units, one => char.ToUpperInvariant(one.Unit) == char.ToUpperInvariant(text[^1]));
        if (!decimal.TryParse(unit < 0 ? text : text[..^1], NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out decimal number) || number > 1e15m) return false;
        number = decimal.Round(number * (unit < 0 ? 1 : Units[unit].Factor));
        if (number is < 1 or > 1e15m) return false;
        amount = (long)number;
        return true;
    }

    private static string Word(CostKind kind) => kind == CostKind.MultiplyAdds ? "multiplyadds" : "parameters";
}
