using System.Globalization;
using System.Xml;

namespace RandWire.Graphs.Formats;

/// <summary>GraphML (Brandes et al. 2002).</summary>
public static class GraphMLFormat
{
    /// <summary>Writes <paramref name="graph"/>; node ids are the indices; lines end in a line feed.</summary>
    public static void Write(Graph graph, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n");
        writer.Write("  <graph edgedefault=\"undirected\">\n");
        for (int node = 0; node < graph.NodeCount; node++) writer.Write(string.Create(CultureInfo.InvariantCulture, $"    <node id=\"{node}\"/>\n"));
        foreach ((int from, int to) in graph.Edges)
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"    <edge source=\"{from}\" target=\"{to}\"/>\n"));
        writer.Write("  </graph>\n</graphml>\n");
    }

    /// <summary>Reads a graph. Directions, parallel edges and loops are dropped and told, graphs inside nodes are taken as part of the whole;
    /// data and ports are passed over.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="sourceName">What messages call the text, such as its file name.</param>
    /// <remarks>Nodes are indexed by id when the ids are 0 .. N-1, else in the order of the file; nodes that only edges name come last and are told.
    /// A document type is passed over: nothing is fetched, no entity is expanded.</remarks>
    /// <exception cref="InvalidDataException">The text is not GraphML, holds no graph or several, or hyperedges; the message names source and line.</exception>
    public static GraphReading Read(TextReader reader, string sourceName)
    {
        XmlReaderSettings settings = new()
        {
            DtdProcessing = DtdProcessing.Ignore,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreWhitespace = true,
            IgnoreProcessingInstructions = true,
        };
        try
        {
            using XmlReader xml = XmlReader.Create(reader, settings);
            return new GraphMLReader(xml, sourceName).Read();
        }
        catch (XmlException error)
        {
            string advice = error.Message.Contains("entity", StringComparison.OrdinalIgnoreCase)
                ? " Entities of a document type are not expanded: write the characters themselves." : "";
            throw new InvalidDataException($"{sourceName} line {Math.Max(1, error.LineNumber)}: not well-formed GraphML: {error.Message}{advice}", error);
        }
    }
}
