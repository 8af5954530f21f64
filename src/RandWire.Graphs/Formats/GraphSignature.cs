namespace RandWire.Graphs.Formats;

/// <summary>What a file is by its first characters, where these leave no doubt, whatever its extension says.</summary>
internal static class GraphSignature
{
    /// <summary>The name of a format that has this extension and is not read; null for others.</summary>
    public static string? NameOf(string extension) => extension switch
    {
        ".net" or ".paj" => "Pajek",
        ".gexf" => "GEXF",
        ".g6" or ".graph6" => "graph6",
        ".s6" or ".sparse6" => "sparse6",
        ".mtx" => "Matrix Market",
        ".gdf" => "GDF (GUESS)",
        ".tlp" => "Tulip",
        ".vna" => "NetDraw VNA",
        ".lgl" => "LGL",
        ".ncol" => "NCOL",
        ".dl" => "UCINET DL",
        ".tgf" => "TGF",
        ".lgr" or ".leda" => "LEDA",
        ".graphmlz" or ".gz" or ".zip" or ".bz2" => "a compressed file",
        _ => null,
    };

    /// <summary>Says that the file is of another kind than <paramref name="kind"/>; null when it may be of that kind.</summary>
    /// <param name="head">The first characters, without a byte order mark.</param>
    /// <param name="kind">The kind that its extension says.</param>
    public static string? Contradiction(ReadOnlySpan<char> head, GraphKind kind)
    {
        ReadOnlySpan<char> start = head.TrimStart();
        foreach ((string beginning, string name) in (ReadOnlySpan<(string, string)>)
        [
            ("*vertices", "Pajek"), ("*network", "Pajek"), ("dl n", "UCINET DL"), (">>graph6<<", "graph6"), (">>sparse6<<", "sparse6"), ("LEDA.GRAPH", "LEDA"),
            ("%%MatrixMarket", "Matrix Market"), ("nodedef>", "GDF (GUESS)"), ("(tlp ", "Tulip"), ("\u001F\u008B", "a file compressed by gzip"), ("PK\u0003\u0004", "a ZIP archive"),
        ])
        {
            if (start.StartsWith(beginning, StringComparison.OrdinalIgnoreCase)) return $"this is {name}, which is not read. Convert it to one of the formats that are.";
        }
        if (start.StartsWith("version https://git-lfs", StringComparison.Ordinal)) return "this is a Git LFS pointer, not the file itself. Run 'git lfs pull'.";
        if (start.StartsWith('<') && start.Contains("<gexf", StringComparison.OrdinalIgnoreCase)) return "this is GEXF, which is not read. Export GraphML instead.";
        if (start.StartsWith("<!DOCTYPE html", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<html", StringComparison.OrdinalIgnoreCase))
            return "this is a web page, not a graph. Download the file itself.";
        return Guess(start) is (GraphKind found, string advice) && found != kind ? $"this looks like {advice}" : null;
    }

    private static (GraphKind Kind, string Advice)? Guess(ReadOnlySpan<char> start)
    {
        if (start.StartsWith('<') && start.Contains("<graphml", StringComparison.Ordinal)) return (GraphKind.GraphML, "GraphML. Name it .graphml.");
        if (start.StartsWith('{') && (start.Contains("\"nodes\"", StringComparison.Ordinal) || start.Contains("\"elements\"", StringComparison.Ordinal)))
            return (GraphKind.Json, "JSON. Name it .json.");
        if (Word(ref start, "Creator ") || Word(ref start, "graph"))
            return start.TrimStart() is ['[', ..] ? (GraphKind.Gml, "GML. Name it .gml.") : start.TrimStart() is ['{', ..] ? (GraphKind.Dot, "DOT. Name it .dot.") : null;
        Word(ref start, "strict ");
        int brace = start.IndexOf('{');
        return brace > 0 && Word(ref start, "digraph") && start[..(brace - "digraph".Length)].IndexOf('\n') < 0 ? (GraphKind.Dot, "DOT. Name it .dot.") : null;
    }

    private static bool Word(ref ReadOnlySpan<char> text, string word)
    {
        if (!text.StartsWith(word, StringComparison.OrdinalIgnoreCase)) return false;
        text = text[word.Length..];
        return true;
    }
}
