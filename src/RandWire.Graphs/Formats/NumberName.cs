using System.Globalization;
using System.Numerics;

namespace RandWire.Graphs.Formats;

/// <summary>Names of nodes that are numbers: one name for all ways to write a value, as <c>+0</c>, <c>0.0</c> and <c>0e5</c> for 0.</summary>
internal static class NumberName
{
    // Whole numbers up to 2^53 are exact in a double.
    private const double MostExact = 9007199254740992;
    private const int LongestWhole = 400;

    /// <summary>The name of a number in decimal or scientific form; null when the text is no finite number.</summary>
    public static string? TryOf(string text)
    {
        const NumberStyles Whole = NumberStyles.AllowLeadingSign;
        if (int.TryParse(text, Whole, CultureInfo.InvariantCulture, out int small)) return small.ToString(CultureInfo.InvariantCulture);
        if (text.Length <= LongestWhole && BigInteger.TryParse(text, Whole, CultureInfo.InvariantCulture, out BigInteger large))
            return large.ToString(CultureInfo.InvariantCulture);
        const NumberStyles Real = Whole | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!double.TryParse(text, Real, CultureInfo.InvariantCulture, out double real) || !double.IsFinite(real)) return null;
        if (Math.Abs(real) > MostExact && text.AsSpan().IndexOfAny('.', 'e', 'E') < 0) return null;
        return Math.Floor(real) == real ? new BigInteger(real).ToString(CultureInfo.InvariantCulture) : real.ToString("R", CultureInfo.InvariantCulture);
    }
}
