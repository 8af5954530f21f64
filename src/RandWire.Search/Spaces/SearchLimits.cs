using System.Globalization;
using RandWire.Graphs;

namespace RandWire.Search;

/// <summary>What candidates may cost, as <c>--limit</c> takes it: <c>parameters=..1M</c>, <c>multiplyadds=5M..10M</c>. A number alone is the most that is allowed.</summary>
/// <param name="Parameters">Trained scalars, least and most, both allowed.</param>
/// <param name="MultiplyAdds">Multiply-adds per image, least and most, both allowed.</param>
public sealed record SearchLimits((double Least, double Most) Parameters, (double Least, double Most) MultiplyAdds)
{
    private static readonly (string Unit, double Factor)[] Units = [("k", 1e3), ("M", 1e6), ("G", 1e9), ("T", 1e12)];

    /// <summary>No limits.</summary>
    public static SearchLimits None { get; } = new((0, double.PositiveInfinity), (0, double.PositiveInfinity));

    /// <summary>Whether there are none.</summary>
    public bool IsNone => this == None;

    /// <summary>Canonical text; empty when there are no limits.</summary>
    public string Text => string.Join(' ', ((string[])[Part("parameters", Parameters), Part("multiplyadds", MultiplyAdds)]).Where(static part => part.Length > 0));

    /// <summary>Reads limits, separated by blanks or commas.</summary>
    /// <exception cref="SpecException">A name is unknown or given twice, or a number cannot be read.</exception>
    public static SearchLimits Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        SearchLimits limits = None;
        foreach (string part in text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            TermItem item = new(part);
            string key = item.Key?.ToLowerInvariant() ?? "";
            if (key is not ("parameters" or "multiplyadds")) throw new SpecException($"Limit '{part}': give parameters=1M, multiplyadds=10M, or a range such as parameters=0.5M..1M.");
            bool isSet = key == "parameters" ? limits.Parameters != None.Parameters : limits.MultiplyAdds != None.MultiplyAdds;
            if (isSet) throw new SpecException($"Limit '{part}': {key} is given twice. Keep one of the two.");
            (double, double) range = Range(part, item.Value);
            limits = key == "parameters" ? limits with { Parameters = range } : limits with { MultiplyAdds = range };
        }
        return limits;
    }

    /// <summary>Why a candidate is outside; null when it is within.</summary>
    public string? Refuse(Candidate candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        return Outside("parameters", candidate.Parameters, Parameters) ?? Outside("multiply-adds", candidate.MultiplyAdds, MultiplyAdds);
    }

    private static string? Outside(string name, long value, (double Least, double Most) range) => value >= range.Least && value <= range.Most ? null
        : string.Create(CultureInfo.InvariantCulture, $"{value:#,0} {name} {(value > range.Most ? $"are more than the {range.Most:#,0}" : $"are fewer than the {range.Least:#,0}")} that the limit allows");

    private static string Part(string name, (double Least, double Most) range) => (range.Least, range.Most) switch
    {
        (0, double.PositiveInfinity) => "",
        (0, double most) => $"{name}={Number(most)}",
        (double least, double.PositiveInfinity) => $"{name}={Number(least)}..",
        (double least, double most) => $"{name}={Number(least)}..{Number(most)}",
    };

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static (double Least, double Most) Range(string part, string text)
    {
        int dots = text.IndexOf("..", StringComparison.Ordinal);
        if (dots < 0) return (0, Value(part, text));
        string low = text[..dots].Trim(), high = text[(dots + 2)..].Trim();
        (double least, double most) = (low.Length == 0 ? 0 : Value(part, low), high.Length == 0 ? double.PositiveInfinity : Value(part, high));
        if (most < least) throw new SpecException($"Limit '{part}': the range goes down. Turn it round.");
        return (least, most);
    }

    private static double Value(string part, string text)
    {
        (string unit, double factor) = Units.FirstOrDefault(unit => text.EndsWith(unit.Unit, StringComparison.OrdinalIgnoreCase));
        string digits = unit is null ? text : text[..^1];
        return double.TryParse(digits, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) && value > 0
            ? value * (unit is null ? 1 : factor)
            : throw new SpecException($"Limit '{part}': '{text}' is no number above 0. Units are k, M, G and T, such as 0.5M.");
    }
}
