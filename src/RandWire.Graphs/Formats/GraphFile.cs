namespace RandWire.Graphs.Formats;

/// <summary>Graph files: the format follows from the extension.</summary>
public static class GraphFile
{
    /// <summary>Reads a graph from a file: .edges, .edgelist or .txt (edge list), .dot or .gv, .graphml, .gml, .json.</summary>
    /// <exception cref="InvalidDataException">The file is not such a graph; the message names file and line.</exception>
    /// <exception cref="SpecException">The extension is none of these.</exception>
    public static Graph Load(string path) => throw new NotSupportedException();

    /// <summary>Writes a graph to a file in the format of its extension.</summary>
    /// <exception cref="SpecException">The extension is not one of <see cref="Load"/>'s.</exception>
    public static void Save(Graph graph, string path) => throw new NotSupportedException();
}
