using RandWire.Graphs;
using RandWire.Graphs.Formats;

namespace RandWire.Tests.Graphs;

/// <summary>The formats by name, on strings.</summary>
internal static class Format
{
    public static readonly Dictionary<string, (Action<Graph, TextWriter> Write, Func<TextReader, string, GraphReading> Read)> All = new()
    {
        ["edges"] = (EdgeListFormat.Write, EdgeListFormat.Read),
        ["dot"] = (DotFormat.Write, DotFormat.Read),
        ["graphml"] = (GraphMLFormat.Write, GraphMLFormat.Read),
        ["gml"] = (GmlFormat.Write, GmlFormat.Read),
        ["json"] = (JsonGraphFormat.Write, JsonGraphFormat.Read),
    };

    public static string Write(string kind, Graph graph)
    {
        using StringWriter writer = new();
        All[kind].Write(graph, writer);
        return writer.ToString();
    }

    public static Graph Read(string kind, string text) => ReadWithNotes(kind, text).Graph;

    public static GraphReading ReadWithNotes(string kind, string text)
    {
        using StringReader reader = new(text);
        return All[kind].Read(reader, "test." + kind);
    }
}
