using System.Globalization;

namespace RandWire.Networks.Families;

/// <summary>Reads what follows the word of a <c>member</c> or <c>undefined</c> line: the network, then pairs <c>key=value</c> in any order, values without blanks or in double
/// quotes.</summary>
internal sealed class FamilyMemberReader
{
    private static readonly string[] Keys =
        ["size", "classes", "source", "parameters", "multiplyadds", "published-parameters", "published-multiplyadds", "top1", "top5", "search", "note"];

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly string _line;

    private FamilyMemberReader(string line) => _line = line;

    /// <exception cref="InvalidOperationException">The line, which is part of this program, cannot be read.</exception>
    public static FamilyMember Read(string line, bool isDefined)
    {
        FamilyMemberReader reader = new(line);
        try
        {
            return reader.Read(isDefined);
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            throw reader.Broken(error.Message);
        }
    }

    private FamilyMember Read(bool isDefined)
    {
        int end = EndOfTerm();
        ReadPairs(end);
        FamilyMember member = new(_line[..end], Integer("size"), Integer("classes"), Text("source"))
        {
            IsDefined = isDefined,
            Parameters = isDefined ? long.Parse(Text("parameters"), NumberStyles.None, CultureInfo.InvariantCulture) : null,
            MultiplyAdds = Count("multiplyadds"),
            PublishedParameters = Count("published-parameters"),
            PublishedMultiplyAdds = Count("published-multiplyadds"),
            Top1 = Percent("top1"),
            Top5 = Percent("top5"),
            Search = _values.GetValueOrDefault("search"),
            Note = _values.GetValueOrDefault("note"),
        };
        return isDefined || (member.MultiplyAdds is null && !_values.ContainsKey("parameters")) ? member : throw Broken("what has no definition has no counts of its own");
    }

    // The first blank outside of parentheses.
    private int EndOfTerm()
    {
        int depth = 0;
        for (int i = 0; i < _line.Length; i++)
        {
            if (_line[i] == '(') depth++;
            else if (_line[i] == ')') depth--;
            else if (_line[i] == ' ' && depth == 0) return i;
        }
        return _line.Length;
    }

    private void ReadPairs(int at)
    {
        while (at < _line.Length)
        {
            if (_line[at] == ' ')
            {
                at++;
                continue;
            }
            int equals = _line.IndexOf('=', at);
            string key = equals < 0 ? _line[at..] : _line[at..equals];
            if (equals < 0 || !Keys.Contains(key)) throw Broken($"'{key}' is none of {string.Join(", ", Keys)}");
            bool isQuoted = equals + 1 < _line.Length && _line[equals + 1] == '"';
            int start = equals + (isQuoted ? 2 : 1), end = _line.IndexOf(isQuoted ? '"' : ' ', start);
            if (end < 0) end = isQuoted ? throw Broken($"the quotes of '{key}' are not closed") : _line.Length;
            if (end == start || !_values.TryAdd(key, _line[start..end])) throw Broken($"'{key}' is empty, or given twice");
            at = end + (isQuoted ? 1 : 0);
        }
    }

    private string Text(string key) => _values.TryGetValue(key, out string? value) ? value : throw Broken($"'{key}' is missing");

    private int Integer(string key) => int.Parse(Text(key), NumberStyles.None, CultureInfo.InvariantCulture);

    private PublishedCount? Count(string key) => _values.TryGetValue(key, out string? value) ? PublishedCount.Parse(value) : null;

    private decimal? Percent(string key)
    {
        if (!_values.TryGetValue(key, out string? value)) return null;
        decimal percent = decimal.Parse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        return percent is >= 0 and <= 100 ? percent : throw Broken($"'{key}' is no percentage");
    }

    private InvalidOperationException Broken(string why) => new($"The line 'member {_line}' cannot be read: {why}.");
}
