using System.Globalization;

namespace RandWire.Training.Data.Readers;

/// <summary>What kind of values a table's column holds: whether it can be a label, a mark for one class, or only a number.</summary>
internal sealed class ColumnFacts
{
    private readonly HashSet<string> _distinct = new(StringComparer.Ordinal);

    /// <summary>Looks at all values of a column.</summary>
    public ColumnFacts(IEnumerable<string> values)
    {
        foreach (string value in values)
        {
            Count++;
            if (value.Length == 0)
            {
                Empty++;
                continue;
            }
            if (!_distinct.Add(value)) continue;
            IsFlag &= TableSplit.Flag(value) != null;
            if (double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number))
            {
                HasFraction |= number != Math.Floor(number);
                IsShare &= number is >= 0 and <= 1;
            }
            else
                IsNumeric = IsShare = false;
        }
    }

    public int Count { get; }

    public int Empty { get; }

    public int Distinct => _distinct.Count;

    /// <summary>Whether every value is a yes or a no: 1 and 0, 1.0 and 0.0, true and false.</summary>
    public bool IsFlag { get; private set; } = true;

    public bool IsNumeric { get; private set; } = true;

    /// <summary>Whether every value is a number in [0, 1].</summary>
    public bool IsShare { get; private set; } = true;

    public bool HasFraction { get; private set; }

    /// <summary>Numbers that measure something: no names of classes.</summary>
    public bool IsMeasure => IsNumeric && HasFraction && Distinct > 10;

    /// <summary>Whether each row has its own value, as ids and free text have.</summary>
    public bool IsUnique => Distinct == Count - Empty && Count >= 10;

    /// <summary>Whether a class could be named by each value.</summary>
    public bool CanLabel => Distinct > 1 && !IsMeasure && !IsUnique && 2 * Empty < Count;

    /// <summary>Whether the values are words of at least two splits and nothing else.</summary>
    public bool AreSplits => Distinct > 1 && _distinct.All(value => Word(value) != null) && _distinct.Select(Word).Distinct().Count() > 1;

    /// <summary>A separator by which values are several labels at once, each of which other rows have alone; null when there is none.</summary>
    public char? LabelSeparator()
    {
        foreach (char separator in (char[])['|', ';', ',', ' '])
        {
            string[] joined = [.. _distinct.Where(value => value.Contains(separator, StringComparison.Ordinal))];
            if (joined.Length < 2) continue;
            int known = joined.Count(value => value.Split(separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is { Length: > 1 } parts && parts.All(_distinct.Contains));
            if (known >= 2 && 2 * known > joined.Length) return separator;
        }
        return null;
    }

    /// <summary>A few values, quoted, for messages.</summary>
    public string Examples => string.Join(", ", _distinct.Order(StringComparer.Ordinal).Take(3).Select(value => $"'{(value.Length > 40 ? value[..40] + "..." : value)}'"));

    // PublicTest and PrivateTest as FER2013 has them, beside the plain words.
    private static SplitKind? Word(string value) =>
        SplitNames.TryParse(value, out _) || value.ToUpperInvariant() is "PUBLICTEST" or "PRIVATETEST" ? TableSplit.Words.Of(value) : null;
}
