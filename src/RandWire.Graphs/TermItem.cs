namespace RandWire.Graphs;

/// <summary>One item between the parentheses of a <see cref="Term"/>: <c>key=value</c>, or a value alone.</summary>
public readonly record struct TermItem
{
    /// <param name="text">The item as written.</param>
    public TermItem(string text)
    {
        Text = text.Trim();
        int equals = Text.IndexOf('=', StringComparison.Ordinal);
        Key = equals < 0 ? null : Text[..equals].TrimEnd();
        Value = equals < 0 ? Text : Text[(equals + 1)..].TrimStart();
    }

    /// <summary>The item as written, without blanks around it.</summary>
    public string Text { get; }

    /// <summary>What stands before the first equals sign, as written, which may be nothing; null where there is no such sign.</summary>
    public string? Key { get; }

    /// <summary>What stands behind the first equals sign; where there is none, all of it.</summary>
    public string Value { get; }
}
