using System.Globalization;

namespace RandWire.Graphs.Formats;

/// <summary>Edge lists. The one that is written: the first line holds the number of nodes, the second the number of edges, then one edge a line as
/// <c>u v</c>, sorted. Lists without the two numbers, as NetworkX and others write them, are read, too.</summary>
public static class EdgeListFormat
{
    private static readonly char[] Blanks = [' ', '\t', ','];

    /// <summary>Writes <paramref name="graph"/>; lines end in a line feed.</summary>
    public static void Write(Graph graph, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(string.Create(CultureInfo.InvariantCulture, $"{graph.NodeCount}\n{graph.Edges.Length}\n"));
        foreach ((int from, int to) in graph.Edges) writer.Write(string.Create(CultureInfo.InvariantCulture, $"{from} {to}\n"));
    }

    /// <summary>Reads a graph. Edges may come in any order and direction; blank lines and what follows a # are passed over.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="sourceName">What messages call the text, such as its file name.</param>
    /// <remarks>When the first line that is not passed over is one number, the list is the one that is written. Otherwise every line is an edge:
    /// two names parted by blanks, a tab or a comma, then a weight or data in braces, which are passed over. The nodes are those that edges name, by
    /// number when the names are whole numbers, else in the order of the file; loops and parallel edges are left out and told.</remarks>
    /// <exception cref="InvalidDataException">The text is not an edge list; after the two numbers also: a number is out of range, an edge is a loop or
    /// given twice, or the number of edges is not the one announced. The message names source and line.</exception>
    public static GraphReading Read(TextReader reader, string sourceName)
    {
        ArgumentNullException.ThrowIfNull(reader);
        TextScanner scanner = new(reader, sourceName);
        string first = NextLine(scanner) ?? throw scanner.Bad("the text ends; expected the number of nodes.");
        return first.AsSpan().IndexOfAny(Blanks) >= 0 ? new NamedEdges(scanner, sourceName).Read(first) : new GraphReading(ReadCounted(scanner, first), []);
    }

    /// <summary>The next line that is not empty, without comment and outer blanks; null at the end.</summary>
    internal static string? NextLine(TextScanner scanner)
    {
        while (scanner.ReadLine() is string line)
        {
            int comment = line.IndexOf('#', StringComparison.Ordinal);
            if (comment > 0 && !char.IsWhiteSpace(line[comment - 1]))
                throw scanner.Bad("'#' inside a name. It starts a comment: put a blank before it, or take it out of the name.");
            string text = (comment < 0 ? line : line[..comment]).Trim();
            if (text.Length > 0) return text;
        }
        return null;
    }

    private static Graph ReadCounted(TextScanner scanner, string first)
    {
        int nodes = Number(scanner, first, "the number of nodes", 1, Graph.MaxNodes);
        int announced = Announced(scanner, (int)Math.Min(Graph.MaxEdges, (long)nodes * (nodes - 1) / 2));
        List<Edge> edges = [];
        HashSet<Edge> known = [];
        while (NextLine(scanner) is string line)
        {
            string[] fields = line.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
            if (edges.Count == announced) throw scanner.Bad($"another edge, though the second line announces {announced}.");
            if (fields.Length != 2) throw scanner.Bad($"{fields.Length} fields; an edge is two node numbers.");
            int a = Number(scanner, fields[0], "a node", 0, nodes - 1), b = Number(scanner, fields[1], "a node", 0, nodes - 1);
            if (a == b) throw scanner.Bad($"the edge joins node {a} to itself.");
            Edge edge = a < b ? new Edge(a, b) : new Edge(b, a);
            if (!known.Add(edge)) throw scanner.Bad($"edge {edge} is given twice.");
            edges.Add(edge);
        }
        if (edges.Count < announced) throw scanner.Bad($"the text ends after {edges.Count} edges; the second line announces {announced}.");
        return new Graph(nodes, edges);
    }

    private static int Announced(TextScanner scanner, int most)
    {
        const string What = "the number of edges";
        string line = NextLine(scanner) ?? throw scanner.Bad($"the text ends; expected {What}.");
        int fields = line.Split(Blanks, StringSplitOptions.RemoveEmptyEntries).Length;
        if (fields > 1)
        {
            throw scanner.Bad($"{fields} fields; expected {What} alone, since the first line is one number. "
                + "Add it, or remove the first line if every line is an edge.");
        }
        return Number(scanner, line, What, 0, most);
    }

    private static int Number(TextScanner scanner, string field, string what, int least, int most) =>
        int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most
            ? number
            : throw scanner.Bad($"'{TextScanner.Shortened(field)}' is not {what} in [{least}, {most}].");
}
