using System.Globalization;
using RandWire.Graphs;

namespace RandWire.Search;

/// <summary>Reads what one parameter may be: <c>4</c>, <c>2|4|8</c>, <c>2..8</c>, <c>0..1:0.25</c>.</summary>
internal static class DomainText
{
    private const int MostValues = 10_000;
    private const decimal Largest = 1_000_000;

    public static SpaceDimension Read(string shown, string key, string text)
    {
        List<SpaceRange> pieces = [];
        foreach (string piece in text.Split('|')) pieces.Add(Piece(shown, key, piece.Trim()));
        if (pieces.Count > 1 && pieces.Any(static piece => piece.IsContinuous))
            throw new SpecException($"{shown}: {key} = {text} mixes a range of all numbers with others. Give that range alone, or steps to it, such as 0..1:0.25.");
        SpaceDimension dimension = new(key, pieces);
        if (!dimension.IsContinuous && dimension.Count > MostValues) throw new SpecException($"{shown}: {key} = {text} has {dimension.Count} values, at most {MostValues} are allowed. Take a wider step.");
        if (!dimension.IsContinuous && dimension.Levels(2).Distinct().Count() < dimension.Count) throw new SpecException($"{shown}: {key} = {text} holds a value twice. Keep each once.");
        return dimension;
    }

    private static SpaceRange Piece(string shown, string key, string text)
    {
        int dots = text.IndexOf("..", StringComparison.Ordinal);
        if (dots < 0)
        {
            decimal value = Number(shown, key, text, text);
            return new SpaceRange(value, value, null);
        }
        int colon = text.IndexOf(':', dots);
        decimal from = Number(shown, key, text, text[..dots]), to = Number(shown, key, text, colon < 0 ? text[(dots + 2)..] : text[(dots + 2)..colon]);
        decimal? step = colon < 0 ? SpaceDimension.UsualStep(key) : Number(shown, key, text, text[(colon + 1)..]);
        if (to < from) throw new SpecException($"{shown}: {key} = {text} goes down. Write it {SpaceRange.Number(to)}..{SpaceRange.Number(from)}.");
        if (step <= 0) throw new SpecException($"{shown}: {key} = {text}: the step must be above 0.");
        if (from == to) return new SpaceRange(from, from, null);
        if (step is not decimal distance) return new SpaceRange(from, to, null);
        // The last value that is reached: with 2..9:2 that is 8.
        decimal last = from + Math.Floor((to - from) / distance) * distance;
        return new SpaceRange(from, last, last == from ? null : distance);
    }

    private static decimal Number(string shown, string key, string text, string number)
    {
        string given = number.Trim();
        // A number that no decimal holds is still one.
        if (!double.TryParse(given, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double rough) || double.IsNaN(rough))
            throw new SpecException($"{shown}: {key} = {text}: '{given}' is no number. Give a number, a list 2|4|8, a range 0..1, or one with steps 2..8:2.");
        if (Math.Abs(rough) > (double)Largest || !decimal.TryParse(given, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value) || Math.Abs(value) > Largest)
            throw new SpecException(string.Create(CultureInfo.InvariantCulture, $"{shown}: {key} = {text}: {given} is out of range. Numbers lie in [-{Largest}, {Largest}]; what {key} may be is narrower."));
        if (Math.Round(value, 10) != value)
            throw new SpecException($"{shown}: {key} = {text}: {given} has more than 10 decimals. Round it.");
        if (SpaceDimension.UsualStep(key) is not null && value != Math.Floor(value))
            throw new SpecException($"{shown}: {key} = {text}: {key} takes whole numbers. Nearest: {SpaceRange.Number(Math.Round(value))}.");
        return value;
    }
}
