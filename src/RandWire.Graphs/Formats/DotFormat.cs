using System.Globalization;

namespace RandWire.Graphs.Formats;

/// <summary>DOT, the language of Graphviz.</summary>
public static class DotFormat
{
    /// <summary>Writes <paramref name="graph"/> as an undirected graph; node names are the indices; lines end in a line feed.</summary>
    public static void Write(Graph graph, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write("graph {\n");
        for (int node = 0; node < graph.NodeCount; node++) writer.Write(string.Create(CultureInfo.InvariantCulture, $"  {node};\n"));
        foreach ((int from, int to) in graph.Edges) writer.Write(string.Create(CultureInfo.InvariantCulture, $"  {from} -- {to};\n"));
        writer.Write("}\n");
    }

    /// <summary>Reads a graph: the whole language, with chains, subgraphs, ports and attributes. Directions, parallel edges, loops and attributes
    /// are dropped.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="sourceName">What messages call the text, such as its file name.</param>
    /// <remarks>Nodes are indexed by name when the names are 0 .. N-1, else in the order of their first mention.</remarks>
    /// <exception cref="InvalidDataException">The text is not DOT or holds more than one graph; the message names source and line.</exception>
    public static Graph Read(TextReader reader, string sourceName) => new DotParser(new DotTokens(reader, sourceName), sourceName).Parse();
}
