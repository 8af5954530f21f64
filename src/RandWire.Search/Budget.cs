using System.Globalization;
using RandWire.Graphs;

namespace RandWire.Search;

/// <summary>What a study may spend: wall time or training multiply-adds, exactly one of them. Text: <c>10m</c>, <c>90s</c>, <c>2h</c>,
/// <c>5TMAC</c>,
/// <c>800GMAC</c>.</summary>
public sealed record Budget
{
    private static readonly (string Unit, double Seconds)[] TimeUnits = [("s", 1), ("m", 60), ("min", 60), ("h", 3600), ("d", 86400)];
    private static readonly (string Unit, double MultiplyAdds)[] WorkUnits = [("MMAC", 1e6), ("GMAC", 1e9), ("TMAC", 1e12), ("PMAC", 1e15)];

    /// <summary>The longest time that a budget may be, in seconds: a year.</summary>
    public const double MostSeconds = 365 * 86400.0;

    /// <summary>The most multiply-adds that a budget may be: 100,000 PMAC, three years of a machine that does a TMAC a second.</summary>
    public const double MostMultiplyAdds = 1e20;

    private Budget(double? seconds, double? multiplyAdds) => (Seconds, MultiplyAdds) = (seconds, multiplyAdds);

    /// <summary>Seven minutes, the default: with the build of a fresh clone a study ends within ten.</summary>
    public static Budget Default { get; } = OfTime(420);

    /// <summary>Wall seconds, above 0; null when the budget is work.</summary>
    public double? Seconds { get; }

    /// <summary>Multiply-adds, above 0; null when the budget is time.</summary>
    public double? MultiplyAdds { get; }

    /// <summary>A budget of wall time.</summary>
    /// <param name="seconds">Above 0, at most <see cref="MostSeconds"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static Budget OfTime(double seconds) => new(Within(seconds, MostSeconds), null);

    /// <summary>A budget of training multiply-adds: three forward passes per training image, one per evaluated image.</summary>
    /// <param name="multiplyAdds">Above 0, at most <see cref="MostMultiplyAdds"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static Budget OfWork(double multiplyAdds) => new(null, Within(multiplyAdds, MostMultiplyAdds));

    /// <summary>Canonical text, which <see cref="Parse"/> reads back.</summary>
    public string Text => Seconds is double seconds
        ? seconds % 60 == 0 ? Number(seconds / 60, "m") : Number(seconds, "s")
        : Number(MultiplyAdds!.Value / 1e9, "GMAC");

    /// <summary>Reads a budget. Units of work are MMAC, GMAC, TMAC and PMAC, upper or lower case.</summary>
    /// <exception cref="SpecException">No number, no known unit, not above zero, or more than <see cref="MostSeconds"/> or <see cref="MostMultiplyAdds"/>.</exception>
    public static Budget Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string trimmed = text.Trim();
        int digits = trimmed.TakeWhile(c => char.IsAsciiDigit(c) || c == '.').Count();
        string unit = trimmed[digits..].Trim();
        if (double.TryParse(trimmed[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) && number > 0)
        {
            foreach ((string name, double seconds) in TimeUnits)
                if (unit.Equals(name, StringComparison.OrdinalIgnoreCase) && number * seconds <= MostSeconds) return OfTime(number * seconds);
            foreach ((string name, double work) in WorkUnits)
                if (unit.Equals(name, StringComparison.OrdinalIgnoreCase) && number * work <= MostMultiplyAdds) return OfWork(number * work);
        }
        throw new SpecException($"Budget '{text}': give a time such as 90s, 10m or 2h (a year at most), " +
            "or training multiply-adds such as 800GMAC or 5TMAC (100000PMAC at most).");
    }

    /// <summary>Reads a time such as <c>90s</c>, <c>10m</c> or <c>2h</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="what">What it is for, for the refusal.</param>
    /// <returns>Seconds.</returns>
    /// <exception cref="SpecException">It is none.</exception>
    public static double ParseTime(string text, string what)
    {
        string refusal = $"{what} '{text}': give a time such as 90s, 10m or 2h (a year at most).";
        try
        {
            return Parse(text).Seconds ?? throw new SpecException(refusal);
        }
        catch (SpecException)
        {
            throw new SpecException(refusal);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static string Number(double value, string unit) => value.ToString(CultureInfo.InvariantCulture) + unit;

    private static double Within(double value, double most) => value > 0 && value <= most
        ? value : throw new ArgumentOutOfRangeException(nameof(value), value, string.Create(CultureInfo.InvariantCulture, $"A budget is above zero and at most {most}."));
}
