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

    /// <summary>Reads a graph. Directions, parallel edges and loops are dropped; data and ports are passed over.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="sourceName">What messages call the text, such as its file name.</param>
    /// <remarks>Nodes are indexed by id when the ids are 0 .. N-1, else in the order of the file. Document types and entities are refused.</remarks>
    /// <exception cref="InvalidDataException">The text is not GraphML, holds no graph or several, nested graphs or hyperedges;
    /// the message names source and line.</exception>
    public static Graph Read(TextReader reader, string sourceName)
    {
        XmlReaderSettings settings = new()
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreWhitespace = true,
            IgnoreProcessingInstructions = true,
        };
        try
        {
            using XmlReader xml = XmlReader.Create(reader, settings);
            return Read(xml, sourceName);
        }
        catch (XmlException error)
        {
            throw new InvalidDataException($"{sourceName} line {Math.Max(1, error.LineNumber)}: not well-formed GraphML: {error.Message}", error);
        }
    }

    private static Graph Read(XmlReader xml, string source)
    {
        GraphAssembler assembler = new(source);
        bool root = false, found = false;
        while (xml.Read())
        {
            if (xml.Depth > TextScanner.DeepestNesting) throw Bad(xml, source, $"nested deeper than {TextScanner.DeepestNesting} levels.");
            if (xml.NodeType != XmlNodeType.Element) continue;
            if (!root && xml.LocalName != "graphml") throw Bad(xml, source, $"the root element is '{TextScanner.Shortened(xml.LocalName)}', not 'graphml'.");
            root = true;
            switch (xml.LocalName)
            {
                case "graph" when found:
                    throw Bad(xml, source, "a second or nested graph; a file may hold one.");
                case "graph":
                    found = true;
                    break;
                case "hyperedge":
                    throw Bad(xml, source, "hyperedges are not supported; a wire joins two nodes.");
                case "node":
                    assembler.Declare(Attribute(xml, source, "id"), LineOf(xml));
                    break;
                case "edge":
                    assembler.Join(Attribute(xml, source, "source"), Attribute(xml, source, "target"), LineOf(xml));
                    break;
            }
        }
        return found ? assembler.Build() : throw Bad(xml, source, "the text ends without a 'graph' element.");
    }

    private static string Attribute(XmlReader xml, string source, string name) =>
        xml.GetAttribute(name) ?? throw Bad(xml, source, $"the {xml.LocalName} has no attribute '{name}'.");

    private static int LineOf(XmlReader xml) => xml is IXmlLineInfo info ? Math.Max(1, info.LineNumber) : 1;

    private static InvalidDataException Bad(XmlReader xml, string source, string message) => new($"{source} line {LineOf(xml)}: {message}");
}
