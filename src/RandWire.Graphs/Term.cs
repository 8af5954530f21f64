namespace RandWire.Graphs;

/// <summary>The one form of all texts here: <c>name(key=value,...)</c>. Values may hold parentheses of their own; blanks around names, keys and values do not count.</summary>
/// <param name="Name">What stands before the parentheses, as written.</param>
/// <param name="Items">What stands between them, in order, none where that is nothing but blanks.</param>
/// <param name="HasParentheses">False where the text is a name alone.</param>
public sealed record Term(string Name, IReadOnlyList<TermItem> Items, bool HasParentheses)
{
    private const int LongestShown = 60;

    /// <summary>The term that a text writes; null where it is a name followed by something else than one pair of parentheses, or has no name.</summary>
    /// <exception cref="SpecException">Parentheses within do not match.</exception>
    public static Term? Read(string text)
    {
        string trimmed = text.Trim();
        int open = trimmed.IndexOf('(', StringComparison.Ordinal);
        if (open < 0) return trimmed.Length == 0 ? null : new Term(trimmed, [], false);
        if (open == 0 || trimmed[^1] != ')') return null;
        string inside = trimmed[(open + 1)..^1];
        return new Term(trimmed[..open].TrimEnd(), string.IsNullOrWhiteSpace(inside) ? [] : [.. Split(inside, ',').Select(static item => new TermItem(item))], true);
    }

    /// <summary>The pieces between separators that stand outside parentheses, as written.</summary>
    /// <exception cref="SpecException">Parentheses do not match.</exception>
    public static List<string> Split(string text, char separator)
    {
        List<string> parts = [];
        int depth = 0, start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '(') depth++;
            else if (text[i] == ')') depth--;
            else if (text[i] == separator && depth == 0)
            {
                parts.Add(text[start..i]);
                start = i + 1;
            }
            if (depth < 0) break;
        }
        if (depth != 0) throw new SpecException($"'{(text.Length <= LongestShown ? text : text[..(LongestShown - 3)] + "...")}': parentheses do not match.");
        parts.Add(text[start..]);
        return parts;
    }
}
