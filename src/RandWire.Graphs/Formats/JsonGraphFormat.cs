using System.Text;
using System.Text.Json;

namespace RandWire.Graphs.Formats;

/// <summary>JSON in the node-link form of NetworkX and D3: <c>{"nodes":[{"id":0}],"links":[{"source":0,"target":1}]}</c>.</summary>
public static class JsonGraphFormat
{
    /// <summary>Longest text read: 2^27 characters.</summary>
    public const int LongestText = 1 << 27;

    /// <summary>Writes <paramref name="graph"/> on one line that ends in a line feed; <c>networkx.node_link_graph</c> reads it.</summary>
    public static void Write(Graph graph, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write("{\"directed\":false,\"multigraph\":false,\"graph\":{},\"nodes\":[");
        for (int node = 0; node < graph.NodeCount; node++)
        {
            writer.Write(node == 0 ? "{\"id\":" : ",{\"id\":");
            writer.Write(node);
            writer.Write('}');
        }
        writer.Write("],\"links\":[");
        string before = "{\"source\":";
        foreach ((int from, int to) in graph.Edges)
        {
            writer.Write(before);
            writer.Write(from);
            writer.Write(",\"target\":");
            writer.Write(to);
            writer.Write('}');
            before = ",{\"source\":";
        }
        writer.Write("]}\n");
    }

    /// <summary>Reads a graph: <c>nodes</c> is their number or an array of ids or of objects with an id; <c>links</c> or <c>edges</c> is an array of
    /// pairs or of objects with source and target. Ids are numbers or strings. Directions, parallel edges, loops and other members are dropped.</summary>
    /// <param name="reader">The text, at most <see cref="LongestText"/> characters.</param>
    /// <param name="sourceName">What messages call the text, such as its file name.</param>
    /// <remarks>Nodes are indexed by id when the ids are 0 .. N-1, else in the order of the file.</remarks>
    /// <exception cref="InvalidDataException">The text is not such JSON; the message names source and line.</exception>
    public static Graph Read(TextReader reader, string sourceName)
    {
        ArgumentNullException.ThrowIfNull(reader);
        JsonGraphParser parser = new(ReadText(reader, sourceName), sourceName);
        try
        {
            return parser.Parse();
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{sourceName} line {(error.LineNumber ?? 0) + 1}: not well-formed JSON: {error.Message}", error);
        }
        catch (InvalidOperationException error)
        {
            // What Utf8JsonReader throws for a string with half a surrogate pair or broken UTF-8.
            throw parser.Bad($"a string that is not text: {error.Message}");
        }
    }

    private static byte[] ReadText(TextReader reader, string sourceName)
    {
        using MemoryStream text = new();
        using (StreamWriter writer = new(text, new UTF8Encoding(false), leaveOpen: true))
        {
            char[] chunk = new char[1 << 14];
            long length = 0;
            for (int count = reader.Read(chunk); count > 0; count = reader.Read(chunk))
            {
                if ((length += count) > LongestText) throw new InvalidDataException($"{sourceName}: longer than {LongestText} characters.");
                writer.Write(chunk, 0, count);
            }
        }
        return text.ToArray();
    }
}
