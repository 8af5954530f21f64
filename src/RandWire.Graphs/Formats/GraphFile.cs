using System.Text;

namespace RandWire.Graphs.Formats;

/// <summary>Graph files: the format follows from the extension, <c>.edges</c>, <c>.edgelist</c> or <c>.txt</c> (edge list), <c>.dot</c> or
/// <c>.gv</c>, <c>.graphml</c>, <c>.gml</c>, <c>.json</c>, in any case.</summary>
public static class GraphFile
{
    /// <summary>Reads a graph from a file in UTF-8, or in UTF-16 or UTF-32 with a byte order mark.</summary>
    /// <exception cref="InvalidDataException">The file is not such a graph; the message names file and line.</exception>
    /// <exception cref="SpecException">The extension is none of these.</exception>
    public static Graph Load(string path)
    {
        string kind = KindOf(path);
        using StreamReader reader = new(path, Encoding.UTF8);
        return kind switch
        {
            "edges" => EdgeListFormat.Read(reader, path),
            "dot" => DotFormat.Read(reader, path),
            "graphml" => GraphMLFormat.Read(reader, path),
            "gml" => GmlFormat.Read(reader, path),
            _ => JsonGraphFormat.Read(reader, path),
        };
    }

    /// <summary>Writes a graph to a file, in UTF-8: first beside it under a temporary name, then renamed, so that no half file is left.</summary>
    /// <exception cref="SpecException">The extension is none of these.</exception>
    public static void Save(Graph graph, string path)
    {
        string kind = KindOf(path), temporary = path + ".tmp";
        try
        {
            using (FileStream stream = File.Create(temporary))
            {
                using (StreamWriter writer = new(stream, new UTF8Encoding(false), leaveOpen: true)) Write(graph, kind, writer);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static void Write(Graph graph, string kind, StreamWriter writer)
    {
        switch (kind)
        {
            case "edges": EdgeListFormat.Write(graph, writer); break;
            case "dot": DotFormat.Write(graph, writer); break;
            case "graphml": GraphMLFormat.Write(graph, writer); break;
            case "gml": GmlFormat.Write(graph, writer); break;
            default: JsonGraphFormat.Write(graph, writer); break;
        }
    }

    private static string KindOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".edges" or ".edgelist" or ".txt" => "edges",
            ".dot" or ".gv" => "dot",
            ".graphml" => "graphml",
            ".gml" => "gml",
            ".json" => "json",
            string other => throw new SpecException(
                $"{path}: the extension '{other}' is no graph format. Use .edges, .edgelist, .txt, .dot, .gv, .graphml, .gml or .json."),
        };
    }
}
