using System.Globalization;

namespace RandWire.Graphs.Formats;

/// <summary>DOT, the language of Graphviz.</summary>
public static class DotFormat
{
    /// <summary>Writes <paramref name="graph"/> as an undirected graph; node names are the indices; lines end in a line feed.</summary>
    /// <remarks>Without semicolons: pydot up to 1.4 makes a node of the line end after the last one.</remarks>
    public static void Write(Graph graph, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write("graph {\n");
        for (int node = 0; node < graph.NodeCount; node++) writer.Write(string.Create(CultureInfo.InvariantCulture, $"  {node}\n"));
        foreach ((int from, int to) in graph.Edges) writer.Write(string.Create(CultureInfo.InvariantCulture, $"  {from} -- {to}\n"));
        writer.Write("}\n");
    }

    /// <summary>Reads a graph: the whole language as Graphviz has it, with chains, lists, subgraphs, ports and attributes. Directions, parallel edges
    /// and loops are dropped and told; attributes are passed over.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="sourceName">What messages call the text, such as its file name.</param>
    /// <remarks>Nodes are indexed by name when the names are 0 .. N-1, else in the order of their first mention.</remarks>
    /// <exception cref="InvalidDataException">The text is not DOT or holds more than one graph; the message names source and line.</exception>
    public static GraphReading Read(TextReader reader, string sourceName) => Read(reader, sourceName, out _);

    internal static GraphReading Read(TextReader reader, string sourceName, out string? charset)
    {
        ArgumentNullException.ThrowIfNull(reader);
        DotParser parser = new(new DotTokens(reader, sourceName), sourceName);
        GraphReading reading = parser.Parse();
        charset = parser.Charset;
        return reading;
    }
}
