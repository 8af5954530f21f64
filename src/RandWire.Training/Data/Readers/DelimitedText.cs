using System.Text;

namespace RandWire.Training.Data.Readers;

/// <summary>Rows of delimited text (RFC 4180): fields in quotes may hold the delimiter, doubled quotes and line ends.</summary>
internal static class DelimitedText
{
    /// <summary>A row with the number of the line it begins on, from 1. Fields without quotes are trimmed.</summary>
    internal readonly record struct Row(int Line, IReadOnlyList<string> Fields);

    /// <exception cref="InvalidDataException">A quote is never closed.</exception>
    public static IEnumerable<Row> Read(string text, char delimiter, string sourceName)
    {
        StringBuilder field = new();
        List<string> fields = [];
        int line = 1, rowLine = 1, at = 0;
        bool quoted = false;
        while (at <= text.Length)
        {
            char c = at < text.Length ? text[at] : '\n';
            if (!quoted && c == '"' && field.ToString().Trim().Length == 0)
            {
                field.Clear();
                int start = line;
                at = Quoted(text, at + 1, field, ref line);
                if (at < 0) throw new InvalidDataException($"{sourceName} line {start}: a quote is opened and never closed.");
                quoted = true;
                continue;
            }
            at++;
            if (c == delimiter || c == '\n')
            {
                fields.Add(quoted ? field.ToString() : field.ToString().Trim());
                field.Clear();
                quoted = false;
                if (c == delimiter) continue;
                if (fields.Count > 1 || fields[0].Length > 0) yield return new Row(rowLine, fields);
                fields = [];
                rowLine = ++line;
            }
            else if (!quoted || !char.IsWhiteSpace(c))
            {
                field.Append(c);
            }
        }
    }

    // Reads to the closing quote; returns the position after it, or -1.
    private static int Quoted(string text, int at, StringBuilder field, ref int line)
    {
        for (; at < text.Length; at++)
        {
            if (text[at] == '"')
            {
                if (at + 1 >= text.Length || text[at + 1] != '"') return at + 1;
                at++;
            }
            if (text[at] == '\n') line++;
            field.Append(text[at]);
        }
        return -1;
    }
}
