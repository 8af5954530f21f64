namespace RandWire.Graphs.Formats;

/// <summary>GML.</summary>
public static class GmlFormat
{
    /// <summary>Writes <paramref name="graph"/>.</summary>
    public static void Write(Graph graph, TextWriter writer) => throw new NotSupportedException();

    /// <summary>Reads a graph.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="sourceName">What error messages call the text, such as its file name.</param>
    /// <exception cref="InvalidDataException">The text is not such a graph; the message names source and line.</exception>
    public static Graph Read(TextReader reader, string sourceName) => throw new NotSupportedException();
}
