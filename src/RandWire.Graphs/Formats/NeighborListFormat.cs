namespace RandWire.Graphs.Formats;

/// <summary>Lists of neighbors as <c>networkx.write_adjlist</c> writes them: a node and its neighbors on each line, parted by blanks.</summary>
internal static class NeighborListFormat
{
    public static GraphReading Read(TextReader reader, string sourceName)
    {
        TextScanner scanner = new(reader, sourceName);
        GraphAssembler assembler = new(sourceName);
        while (EdgeListFormat.NextLine(scanner) is string line)
        {
            string[] names = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (Array.Exists(names, name => name.StartsWith('{')))
                throw scanner.Bad("data in braces: a multi-line list of neighbors (write_multiline_adjlist) is not read. Write it with write_adjlist, or as GraphML, GML or an edge list.");
            int node = assembler.Ensure(names[0], scanner.TokenLine);
            foreach (string neighbor in names.AsSpan(1)) assembler.Join(node, assembler.Ensure(neighbor, scanner.TokenLine), scanner.TokenLine, directed: false);
        }
        assembler.OrderByNumber();
        return assembler.Build();
    }
}
