using System.Globalization;

namespace RandWire.Graphs.Formats;

/// <summary>An edge list without the two numbers at its head: two names a line, then a weight or data.</summary>
internal sealed class NamedEdges(TextScanner scanner, string source)
{
    private readonly GraphAssembler _assembler = new(source);
    private int _lines;
    private int _weighted;
    private char _between;
    // The numbers of the first line, which might be those of nodes and of edges; -1 when they are none.
    private int _headNodes = -1;
    private int _headEdges = -1;
    private int _largest = -1;

    /// <summary>Reads the list from its first line on.</summary>
    public GraphReading Read(string first)
    {
        // One mark parts the names in the whole list; names may hold blanks when it is a tab or a comma.
        string plain = WithoutData(first);
        _between = plain.Contains('\t', StringComparison.Ordinal) ? '\t' : plain.Contains(',', StringComparison.Ordinal) ? ',' : ' ';
        for (string? line = first; line is not null; line = EdgeListFormat.NextLine(scanner))
        {
            if (line[0] == '%') continue;
            List<string> fields = Fields(WithoutData(line));
            if (_lines == 0 && IsHeading(fields))
            {
                _assembler.Note($"The first line, '{TextScanner.Shortened(line)}', is taken for a heading and passed over.");
                continue;
            }
            Edge(fields);
        }
        if (_weighted > 0) _assembler.Note($"What follows the two names on {_weighted} lines, such as a weight, is passed over.");
        if (_headEdges == _lines - 1 && _headNodes > _largest - 1 && _headNodes > 0)
        {
            _assembler.Note(string.Create(CultureInfo.InvariantCulture,
                $"The first line is read as the edge {_headNodes}-{_headEdges}, not as numbers of nodes and edges; if it holds these, write each on a line of its own."));
        }
        _assembler.OrderByNumber();
        return _assembler.Build();
    }

    private void Edge(List<string> fields)
    {
        int line = scanner.TokenLine;
        if (fields.Count < 2)
            throw scanner.Bad($"one name, '{TextScanner.Shortened(fields.Count == 0 ? "" : fields[0])}'; an edge is two. A list with isolated nodes starts with the number of nodes and the number of edges.");
        if (fields.Count > 3)
        {
            throw scanner.Bad($"{fields.Count} fields; an edge is two names, then a weight or data in braces. Is it a list of neighbors (.adjlist), or do names hold "
                + "blanks? Part such names by tabs or commas, and put data into braces.");
        }
        if (fields.Count == 3)
        {
            if (!double.TryParse(fields[2], NumberStyles.Float, CultureInfo.InvariantCulture, out _))
                throw scanner.Bad($"'{TextScanner.Shortened(fields[2])}' after two names is no weight. Part names that hold blanks by tabs or commas, and put data into braces.");
            _weighted++;
        }
        if (_lines++ == 0 && fields.Count == 2) (_headNodes, _headEdges) = (Whole(fields[0]), Whole(fields[1]));
        else _largest = Math.Max(_largest, Math.Max(Whole(fields[0]), Whole(fields[1])));
        _assembler.Join(_assembler.Ensure(fields[0], line), _assembler.Ensure(fields[1], line), line, directed: false);
    }

    private List<string> Fields(string line)
    {
        List<string> fields = [];
        if (_between == ' ' && line.Contains(',', StringComparison.Ordinal)) throw scanner.Bad("a comma, though names are parted by blanks on the first line.");
        string[] parts = _between == ' ' ? line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) : line.Split(_between);
        foreach (string part in parts)
        {
            string field = part.Trim();
            if (field is ['"', .., '"'] && _between == ',') field = field[1..^1];
            if (field.StartsWith('"') != field.EndsWith('"')) throw scanner.Bad($"a quotation mark that is not closed within its field: '{TextScanner.Shortened(field)}'.");
            if (field.Length > 0) fields.Add(field);
        }
        return fields;
    }

    // The line up to the braces in which NetworkX writes the data of an edge.
    private static string WithoutData(string line)
    {
        if (line[^1] != '}') return line;
        int data = line.IndexOf('{', StringComparison.Ordinal);
        return data > 0 && (char.IsWhiteSpace(line[data - 1]) || line[data - 1] == ',') ? line[..data].TrimEnd(' ', '\t', ',') : line;
    }

    private static bool IsHeading(List<string> fields) => fields.Count >= 2
        && (fields[0].ToUpperInvariant(), fields[1].ToUpperInvariant()) is ("SOURCE", "TARGET") or ("FROM", "TO") or ("FROMNODEID", "TONODEID");

    private static int Whole(string field) => int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1;
}
