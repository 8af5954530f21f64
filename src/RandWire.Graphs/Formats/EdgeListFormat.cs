using System.Globalization;

namespace RandWire.Graphs.Formats;

/// <summary>Edge list: the first line holds the number of nodes, the second the number of edges, then one edge a line as <c>u v</c>, sorted.</summary>
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

    /// <summary>Reads a graph. Edges may come in any order and direction; blank lines and lines that start with # are passed over.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="sourceName">What messages call the text, such as its file name.</param>
    /// <exception cref="InvalidDataException">The text is not an edge list, a number is out of range, an edge is a loop or given twice, or the
    /// number of edges is not the one announced; the message names source and line.</exception>
    public static Graph Read(TextReader reader, string sourceName)
    {
        TextScanner scanner = new(reader, sourceName);
        int nodes = Single(scanner, "the number of nodes", 1, Graph.MaxNodes);
        int announced = Single(scanner, "the number of edges", 0, (int)Math.Min(Graph.MaxEdges, (long)nodes * (nodes - 1) / 2));
        List<Edge> edges = [];
        HashSet<Edge> known = [];
        while (NextFields(scanner) is string[] fields)
        {
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

    private static int Single(TextScanner scanner, string what, int least, int most)
    {
        string[] fields = NextFields(scanner) ?? throw scanner.Bad($"the text ends; expected {what}.");
        if (fields.Length != 1) throw scanner.Bad($"{fields.Length} fields; expected {what} alone.");
        return Number(scanner, fields[0], what, least, most);
    }

    private static int Number(TextScanner scanner, string field, string what, int least, int most) =>
        int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most
            ? number
            : throw scanner.Bad($"'{TextScanner.Shortened(field)}' is not {what} in [{least}, {most}].");

    private static string[]? NextFields(TextScanner scanner)
    {
        while (scanner.ReadLine() is string line)
        {
            string trimmed = line.Trim();
            if (trimmed.Length > 0 && trimmed[0] != '#') return trimmed.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
        }
        return null;
    }
}
