using System.Text;
using System.Text.Json;

namespace RandWire.Graphs.Formats;

/// <summary>JSON in the node-link form of NetworkX and D3: <c>{"nodes":[{"id":0}],"links":[{"source":0,"target":1}]}</c>.</summary>
public static class JsonGraphFormat
{
    /// <summary>Longest text read: 2^28 characters.</summary>
    public const int LongestText = 1 << 28;

    /// <summary>Writes <paramref name="graph"/> on one line that ends in a line feed; <c>networkx.node_link_graph</c> reads it.</summary>
    /// <remarks>The edges stand there twice, as <c>links</c> and as <c>edges</c>: NetworkX looks for the first up to version 3.3 and for the second
    /// since, and both pass over what they do not look for.</remarks>
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
        WriteEdges(graph, writer);
        writer.Write("],\"edges\":[");
        WriteEdges(graph, writer);
        writer.Write("]}\n");
    }

    /// <summary>Reads a graph: <c>nodes</c> is their number or an array of ids or of objects with an id; <c>links</c> or <c>edges</c> is an array of
    /// pairs or of objects with source and target. Also read: ids under <c>key</c> (graphology, sigma), links by position (D3 up to version 3,
    /// NetworkX 1), <c>from</c> and <c>to</c> (vis.js), <c>elements</c> (Cytoscape), <c>adjacency</c> (NetworkX) and a graph under <c>graph</c>
    /// (JSON Graph Format). Directions, parallel edges and loops are dropped and told; other members are passed over.</summary>
    /// <param name="reader">The text, at most <see cref="LongestText"/> characters.</param>
    /// <param name="sourceName">What messages call the text, such as its file name.</param>
    /// <remarks>Nodes are indexed by id when the ids are 0 .. N-1, else in the order of the file.</remarks>
    /// <exception cref="InvalidDataException">The text is not such JSON; the message names source and line.</exception>
    public static GraphReading Read(TextReader reader, string sourceName)
    {
        ArgumentNullException.ThrowIfNull(reader);
        using MemoryStream bytes = ReadText(reader, sourceName);
        Span<byte> text = bytes.GetBuffer().AsSpan(0, (int)bytes.Length);
        BlankNonFiniteNumbers(text);
        JsonGraphParser parser = new(text, sourceName);
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

    private static void WriteEdges(Graph graph, TextWriter writer)
    {
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
    }

    // Python writes weights that are not finite as NaN and Infinity, which is no JSON. An empty object in their place is passed over as a weight and
    // refused as an id.
    private static void BlankNonFiniteNumbers(Span<byte> text)
    {
        bool quoted = false;
        for (int at = text.IndexOfAny("\"NI"u8); at < text.Length;)
        {
            if (at < 0) return;
            ReadOnlySpan<byte> rest = text[at..];
            if (rest[0] == '"')
                quoted = !quoted;
            else if (quoted && rest[0] == '\\')
                at++;
            else if (!quoted && (rest.StartsWith("NaN"u8) || rest.StartsWith("Infinity"u8)))
            {
                int length = rest[0] == 'N' ? 3 : 8, start = rest[0] == 'I' && at > 0 && text[at - 1] == '-' ? at - 1 : at;
                text[start..(at + length)].Fill((byte)' ');
                text[start] = (byte)'{';
                text[start + 1] = (byte)'}';
            }
            if (++at >= text.Length) return;
            int step = quoted ? text[at..].IndexOfAny("\"\\"u8) : text[at..].IndexOfAny("\"NI"u8);
            if (step < 0) return;
            at += step;
        }
    }

    private static MemoryStream ReadText(TextReader reader, string sourceName)
    {
        MemoryStream text = new();
        try
        {
            using StreamWriter writer = new(text, new UTF8Encoding(false, throwOnInvalidBytes: true), leaveOpen: true);
            char[] chunk = new char[1 << 14];
            long length = 0;
            for (int count = reader.Read(chunk); count > 0; count = reader.Read(chunk))
            {
                if ((length += count) > LongestText) throw new InvalidDataException($"{sourceName}: longer than {LongestText} characters.");
                writer.Write(chunk, 0, count);
                // Here, not when the writer is closed, so that half a surrogate pair throws once.
                writer.Flush();
            }
        }
        catch (EncoderFallbackException error)
        {
            throw new InvalidDataException($"{sourceName}: half a surrogate pair, which is no text.", error);
        }
        return text;
    }
}
