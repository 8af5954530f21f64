using System.Globalization;

namespace RandWire.Graphs.Formats;

/// <summary>GML, the graph modelling language (Himsolt 1997): <c>graph [ node [ id 0 ] edge [ source 0 target 1 ] ]</c>.</summary>
public static class GmlFormat
{
    /// <summary>Writes <paramref name="graph"/>; every node has its index as id and as label; lines end in a line feed.</summary>
    public static void Write(Graph graph, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write("graph [\n  directed 0\n");
        for (int node = 0; node < graph.NodeCount; node++)
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"  node [\n    id {node}\n    label \"{node}\"\n  ]\n"));
        foreach ((int from, int to) in graph.Edges)
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"  edge [\n    source {from}\n    target {to}\n  ]\n"));
        writer.Write("]\n");
    }

    /// <summary>Reads a graph. Directions, parallel edges and loops are dropped and told; attributes other than id, source and target are passed
    /// over.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="sourceName">What messages call the text, such as its file name.</param>
    /// <remarks>Ids of equal value are one id: <c>+0</c>, <c>00</c> and <c>0</c>. Nodes are indexed by id when the ids are 0 .. N-1, else in the
    /// order of the file.</remarks>
    /// <exception cref="InvalidDataException">The text is not GML or holds no graph or several; the message names source and line.</exception>
    public static GraphReading Read(TextReader reader, string sourceName)
    {
        ArgumentNullException.ThrowIfNull(reader);
        GmlTokens tokens = new(reader, sourceName);
        GraphAssembler assembler = new(sourceName);
        bool found = false;
        while (tokens.NextKey() is string key)
        {
            if (key == "]") throw tokens.Bad("']' without '['.");
            if (!key.Equals("graph", StringComparison.OrdinalIgnoreCase))
            {
                tokens.SkipValue();
                continue;
            }
            if (found) throw tokens.Bad("a second graph; a file may hold one.");
            found = true;
            tokens.Open(key);
            ReadGraph(tokens, assembler);
        }
        return found ? assembler.Build() : throw tokens.Bad("the text ends without 'graph [ ... ]'.");
    }

    // Whether the graph is directed may stand after its edges.
    private static void ReadGraph(GmlTokens tokens, GraphAssembler assembler)
    {
        bool directed = false, nested = false;
        while (tokens.NextInList() is string key)
        {
            int line = tokens.Line;
            switch (key.ToLowerInvariant())
            {
                case "directed":
                    directed = tokens.Flag(key);
                    break;
                case "node":
                    tokens.Open(key);
                    (string? id, _) = ReadPair(tokens, "id", null, ref nested);
                    assembler.Declare(id ?? throw tokens.BadAt(line, "the node has no id."), line);
                    break;
                case "edge":
                    tokens.Open(key);
                    (string? source, string? target) = ReadPair(tokens, "source", "target", ref nested);
                    if (source is null || target is null) throw tokens.BadAt(line, "the edge lacks its source or its target.");
                    assembler.Join(source, target, line, directed: false);
                    break;
                default:
                    tokens.SkipValue();
                    break;
            }
        }
        if (directed) assembler.Direct();
        if (nested) assembler.Note("Graphs inside nodes are passed over.");
    }

    private static (string? First, string? Second) ReadPair(GmlTokens tokens, string first, string? second, ref bool nested)
    {
        string? a = null, b = null;
        while (tokens.NextInList() is string key)
        {
            if (key.Equals(first, StringComparison.OrdinalIgnoreCase)) a = a is null ? tokens.Scalar(key) : throw Twice(tokens, key);
            else if (key.Equals(second, StringComparison.OrdinalIgnoreCase)) b = b is null ? tokens.Scalar(key) : throw Twice(tokens, key);
            else
            {
                nested |= key.Equals("graph", StringComparison.OrdinalIgnoreCase);
                tokens.SkipValue();
            }
        }
        return (a, b);
    }

    private static InvalidDataException Twice(GmlTokens tokens, string key) => tokens.Bad($"'{key}' is given twice.");
}
