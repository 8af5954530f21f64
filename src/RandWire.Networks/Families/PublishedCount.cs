using System.Globalization;

namespace RandWire.Networks.Families;

/// <summary>A count as it was printed: a whole number, or thousands, millions or billions with the digits that were given, such as <c>25557032</c>, <c>4089.18M</c>,
/// <c>4.1G</c>.</summary>
public sealed record PublishedCount
{
    private PublishedCount(string text, decimal value, decimal unit) => (Text, Value, Unit) = (text, value, unit);

    /// <summary>The count as it was printed.</summary>
    public string Text { get; }

    /// <summary>The count that the text says.</summary>
    public decimal Value { get; }

    /// <summary>What one in the last digit counts: 1 of <c>25557032</c>, 100,000,000 of <c>4.1G</c>.</summary>
    public decimal Unit { get; }

    /// <summary>Reads <see cref="Text"/>.</summary>
    /// <exception cref="FormatException">It is no count.</exception>
    public static PublishedCount Parse(string text)
    {
        decimal scale = text.Length == 0 ? 1 : text[^1] switch { 'k' => 1e3m, 'M' => 1e6m, 'G' => 1e9m, _ => 1 };
        string digits = scale == 1 ? text : text[..^1];
        if (!decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value))
            throw new FormatException($"'{text}' is no count. Write 25557032, 4089.18M or 4.1G.");
        int point = digits.IndexOf('.', StringComparison.Ordinal);
        decimal unit = scale;
        for (int i = point < 0 ? digits.Length : point + 1; i < digits.Length; i++) unit /= 10;
        return unit >= 1 ? new PublishedCount(text, value * scale, unit) : throw new FormatException($"'{text}' has digits below one.");
    }

    /// <summary>Whether a count, rounded to the digits that were printed, is this one; a half may have been rounded either way.</summary>
    public bool Agrees(long count) => Math.Abs(count - Value) * 2 <= Unit && (Unit > 1 || count == Value);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
