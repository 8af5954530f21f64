using System.Text;

namespace RandWire.Graphs.Formats;

/// <summary>Graph files: the format follows from the extension, <c>.edges</c>, <c>.edgelist</c> or <c>.txt</c> (edge list), <c>.adjlist</c> (lists of
/// neighbors, only read), <c>.dot</c> or <c>.gv</c>, <c>.graphml</c>, <c>.gml</c>, <c>.json</c>, in any case.</summary>
public static class GraphFile
{
    private const string Known = ".edges, .edgelist, .txt, .adjlist, .dot, .gv, .graphml, .gml or .json";

    /// <summary>Reads a graph from a file, with what the file held and a wiring does not.</summary>
    /// <remarks>The text is UTF-8, or UTF-16 or UTF-32 with a byte order mark. GraphML may be in the encoding that it declares, DOT in ISO 8859-1 when
    /// its attribute <c>charset</c> says so, as in Graphviz, and GML is ISO 8859-1 when it is not UTF-8, as its definition has it. Bytes that are no
    /// text in their encoding are refused: no name is changed, so that no two nodes become one.</remarks>
    /// <exception cref="InvalidDataException">The file is not such a graph, or holds nothing; the message names file and line.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="SpecException">The extension is none of these.</exception>
    public static GraphReading Read(string path)
    {
        GraphKind kind = KindOf(path);
        NamedFile.RequireContent(path);
        using FileStream stream = File.OpenRead(path);
        GraphEncoding encoding = GraphEncoding.Of(stream, kind, path);
        try
        {
            return Parse(kind, stream, encoding.Text, path).Reading;
        }
        catch (DecoderFallbackException) when (encoding.IsAssumed && kind is GraphKind.Dot or GraphKind.Gml)
        {
            (GraphReading reading, string? charset) = Parse(kind, stream, Encoding.Latin1, path);
            if (kind == GraphKind.Gml || GraphEncoding.IsLatin1(charset)) return reading;
            throw encoding.NotText(stream, path);
        }
        catch (DecoderFallbackException)
        {
            throw encoding.NotText(stream, path);
        }
    }

    /// <summary>The graph that <see cref="Read"/> reads, without its notes.</summary>
    /// <exception cref="InvalidDataException">The file is not such a graph; the message names file and line.</exception>
    /// <exception cref="SpecException">The extension is none of these.</exception>
    public static Graph Load(string path) => Read(path).Graph;

    /// <summary>Writes a graph to a file, in UTF-8, as <see cref="AtomicFile.Write"/> does: whole or not at all.</summary>
    /// <exception cref="IOException">The file could not be written; an older one is as it was.</exception>
    /// <exception cref="SpecException">The extension is none of these, or of a format that is only read.</exception>
    public static void Save(Graph graph, string path)
    {
        GraphKind kind = KindOf(path);
        if (kind == GraphKind.Neighbors) throw new SpecException($"{path}: lists of neighbors are read, not written. Use .edges.");
        AtomicFile.Write(path, stream =>
        {
            using StreamWriter writer = new(stream, new UTF8Encoding(false), leaveOpen: true);
            Write(graph, kind, writer);
        });
    }

    private static (GraphReading Reading, string? Charset) Parse(GraphKind kind, FileStream stream, Encoding encoding, string path)
    {
        stream.Position = 0;
        using StreamReader reader = new(stream, encoding, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        string? charset = null;
        GraphReading reading = kind switch
        {
            GraphKind.EdgeList => EdgeListFormat.Read(reader, path),
            GraphKind.Neighbors => NeighborListFormat.Read(reader, path),
            GraphKind.Dot => DotFormat.Read(reader, path, out charset),
            GraphKind.GraphML => GraphMLFormat.Read(reader, path),
            GraphKind.Gml => GmlFormat.Read(reader, path),
            _ => JsonGraphFormat.Read(reader, path),
        };
        return (reading, charset);
    }

    private static void Write(Graph graph, GraphKind kind, StreamWriter writer)
    {
        switch (kind)
        {
            case GraphKind.EdgeList: EdgeListFormat.Write(graph, writer); break;
            case GraphKind.Dot: DotFormat.Write(graph, writer); break;
            case GraphKind.GraphML: GraphMLFormat.Write(graph, writer); break;
            case GraphKind.Gml: GmlFormat.Write(graph, writer); break;
            default: JsonGraphFormat.Write(graph, writer); break;
        }
    }

    private static GraphKind KindOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string extension = Path.GetExtension(path);
        return extension.ToLowerInvariant() switch
        {
            ".edges" or ".edgelist" or ".txt" => GraphKind.EdgeList,
            ".adjlist" => GraphKind.Neighbors,
            ".dot" or ".gv" => GraphKind.Dot,
            ".graphml" => GraphKind.GraphML,
            ".gml" => GraphKind.Gml,
            ".json" => GraphKind.Json,
            string other when GraphSignature.NameOf(other) is string name => throw new SpecException(
                $"{path}: the extension '{extension}' is that of {name}, which is not read. Convert it, for example with NetworkX, igraph or Gephi; use {Known}."),
            _ => throw new SpecException($"{path}: the extension '{extension}' is no graph format. Use {Known}."),
        };
    }
}
