using System.Text;

namespace RandWire.Training.Data.Readers;

/// <summary>Rows of delimited text (RFC 4180): fields in quotes may hold the delimiter, doubled quotes and line ends. Lines end in LF, CR or both.</summary>
internal static class DelimitedText
{
    /// <summary>More rows are refused: each costs memory many times its length.</summary>
    public const int MaxRows = 1_400_000;

    /// <summary>Most characters of a field: no path, label or row of pixels parted by blanks is as long.</summary>
    public const int MaxField = 1 << 18;

    private const int MaxFields = 20_000;

    /// <summary>A row with the number of the line it begins on, from 1. Fields without quotes are trimmed.</summary>
    internal readonly record struct Row(int Line, string[] Fields);

    /// <summary>All rows that are not empty.</summary>
    /// <exception cref="InvalidDataException">A quote is never closed, a row has too many fields, or there are too many rows; the message names the line.</exception>
    public static IEnumerable<Row> Read(string text, char delimiter, string sourceName)
    {
        List<string> fields = [];
        int line = 1, at = 0, rows = 0;
        while (at < text.Length)
        {
            int rowLine = line;
            fields.Clear();
            while (true)
            {
                fields.Add(Field(text, ref at, delimiter, ref line, sourceName));
                if (fields.Count > MaxFields) throw new InvalidDataException($"{sourceName} line {rowLine}: more than {MaxFields:N0} fields; a list has a path and a label in a row.");
                if (at >= text.Length || text[at] != delimiter) break;
                at++;
            }
            if (at < text.Length)
            {
                if (text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n') at++;
                at++;
                line++;
            }
            if (fields.Count == 1 && fields[0].Length == 0) continue;
            if (++rows > MaxRows) throw new InvalidDataException($"{sourceName} line {rowLine}: more than {MaxRows:N0} rows. Split the table.");
            yield return new Row(rowLine, [.. fields]);
        }
    }

    // Leaves the position at the delimiter, at a line's end, or at the end.
    private static string Field(string text, ref int at, char delimiter, ref int line, string sourceName)
    {
        int start = at;
        while (at < text.Length && text[at] != delimiter && text[at] is not ('\n' or '\r') && char.IsWhiteSpace(text[at])) at++;
        if (at < text.Length && text[at] == '"')
        {
            StringBuilder quoted = new();
            int opened = line;
            at++;
            if (!Quoted(text, ref at, quoted, ref line, sourceName)) throw new InvalidDataException($"{sourceName} line {opened}: a quote is opened and never closed.");
            // What stands between the closing quote and the delimiter belongs to the field, blanks aside.
            for (; at < text.Length && text[at] != delimiter && text[at] is not ('\n' or '\r'); at++) if (!char.IsWhiteSpace(text[at])) quoted.Append(text[at]);
            return quoted.ToString();
        }
        int length = text.AsSpan(at).IndexOfAny(delimiter, '\n', '\r');
        at = length < 0 ? text.Length : at + length;
        ReadOnlySpan<char> field = text.AsSpan(start, at - start).Trim();
        return field.Length <= MaxField ? field.ToString() : throw TooLong(sourceName, line);
    }

    private static InvalidDataException TooLong(string sourceName, int line) =>
        new($"{sourceName} line {line}: a field of more than {MaxField:N0} characters; a list has a path and a label in a row.");

    private static bool Quoted(string text, ref int at, StringBuilder field, ref int line, string sourceName)
    {
        while (true)
        {
            int length = text.AsSpan(at).IndexOf('"');
            if (length < 0) return false;
            if (field.Length + length > MaxField) throw TooLong(sourceName, line);
            ReadOnlySpan<char> part = text.AsSpan(at, length);
            field.Append(part);
            line += part.Contains('\n') ? part.Count('\n') : part.Count('\r');
            at += length + 1;
            if (at >= text.Length || text[at] != '"') return true;
            field.Append('"');
            at++;
        }
    }
}
