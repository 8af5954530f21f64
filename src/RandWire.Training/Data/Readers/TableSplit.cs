namespace RandWire.Training.Data.Readers;

/// <summary>What the values of a table's column say about splits: words (train, val, test), or yes and no to a question (is_valid).</summary>
/// <param name="Column">The column; -1: none.</param>
/// <param name="Yes">The split that a yes means; null where values are words.</param>
/// <param name="No">The split that a no means.</param>
internal sealed record TableSplit(int Column, SplitKind? Yes, SplitKind No)
{
    /// <summary>No column: everything is to train on.</summary>
    public static TableSplit None { get; } = new(-1, null, SplitKind.Train);

    /// <summary>Words in a first column.</summary>
    public static TableSplit Words { get; } = new(0, null, SplitKind.Train);

    /// <summary>The question that a column's name asks; null when it asks none.</summary>
    public static TableSplit? Question(int column, string key) => key switch
    {
        "ISVALID" or "ISVAL" or "ISVALIDATION" or "VALID" or "VALIDATION" or "ISDEV" => new TableSplit(column, SplitKind.Validation, SplitKind.Train),
        "ISTEST" or "ISTESTING" => new TableSplit(column, SplitKind.Test, SplitKind.Train),
        "ISTRAIN" or "ISTRAINING" or "ISTRAININGIMAGE" => new TableSplit(column, SplitKind.Train, SplitKind.Test),
        _ => null,
    };

    /// <summary>The split of a row; null when its value is none.</summary>
    public SplitKind? Of(string value)
    {
        if (Column < 0) return SplitKind.Train;
        if (Yes is SplitKind yes) return Flag(value) is bool flag ? flag ? yes : No : null;
        if (SplitNames.TryParse(value, out SplitKind split)) return split;
        // Usage of FER2013 on Kaggle: the public test set is what people validate on.
        if (value.Equals("PublicTest", StringComparison.OrdinalIgnoreCase)) return SplitKind.Validation;
        return SplitNames.TryFind(value, out split, out _) ? split : null;
    }

    /// <summary>What values may be, for messages.</summary>
    public string Allowed => Yes == null ? "train, val, test" : "true and false, 1 and 0, yes and no";

    /// <summary>A yes or a no; null for anything else.</summary>
    public static bool? Flag(string value) => value.ToUpperInvariant() switch
    {
        "TRUE" or "T" or "YES" or "Y" or "1" or "1.0" => true,
        "FALSE" or "F" or "NO" or "N" or "0" or "0.0" => false,
        _ => null,
    };
}
