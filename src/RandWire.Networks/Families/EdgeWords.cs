using RandWire.Graphs;
using RandWire.Networks.Forms;

namespace RandWire.Networks.Families;

/// <summary>A word for every edge of a small complete graph, in one value. Edges are in the order 1&lt;-0, 2&lt;-0, 2&lt;-1, 3&lt;-0, ...: those into node 1, then those into node 2.</summary>
/// <remarks>Two spellings: short words with points between, <c>c3.none.skip</c>, and the one of NAS-Bench-201, <c>|nor_conv_3x3~0|+|none~0|skip_connect~1|</c>, which names
/// each edge's source. In a family's file: <c>edges6/none|skip=skip_connect</c>, the number of edges, and short words with their long ones.</remarks>
internal sealed class EdgeWords
{
    private const string Kind = "edges";

    private readonly int _edges;
    private readonly string[] _words;
    private readonly Dictionary<string, string> _short = new(StringComparer.Ordinal);

    private EdgeWords(string allowed)
    {
        int slash = allowed.IndexOf('/', StringComparison.Ordinal);
        _edges = int.Parse(allowed.AsSpan(Kind.Length, slash - Kind.Length), System.Globalization.CultureInfo.InvariantCulture);
        string[][] pairs = [.. allowed[(slash + 1)..].Split('|').Select(static word => word.Split('='))];
        _words = [.. pairs.Select(static pair => pair[0])];
        foreach (string[] pair in pairs) foreach (string spelling in pair) _short[spelling] = pair[0];
    }

    /// <summary>Edges.</summary>
    public int Edges => _edges;

    /// <summary>The edges by name, <c>2&lt;-1</c>, in their order.</summary>
    public IReadOnlyList<string> Names => [.. Enumerable.Range(1, _edges).SelectMany(static to => Enumerable.Range(0, to).Select(from => FormattableString.Invariant($"{to}<-{from}"))).Take(_edges)];

    /// <summary>The short words.</summary>
    public IReadOnlyList<string> Words => _words;

    /// <summary>The words that a parameter allows, or null where it is of another kind.</summary>
    public static EdgeWords? Of(string allowed) => allowed.StartsWith(Kind, StringComparison.Ordinal) ? new EdgeWords(allowed) : null;

    /// <summary>The short word of every edge.</summary>
    /// <param name="about">Family and parameter, for refusals.</param>
    /// <param name="text">The value.</param>
    /// <exception cref="SpecException">A word is not known, or their number or a source is not that of the graph.</exception>
    public string[] Read(string about, string text)
    {
        string[] words = text.Contains('|', StringComparison.Ordinal) ? Long(about, text) : text.Split('.');
        if (words.Length != _edges) throw Wrong(about, text, FormattableString.Invariant($"it has {words.Length} operations, not {_edges}"));
        return [.. words.Select(word => _short.GetValueOrDefault(word.Trim()) ?? throw Wrong(about, text, $"'{TextTerm.Short(word)}' is no operation"))];
    }

    // Nodes are separated by +, the edges into one by |, and an edge is its operation, ~ and its source.
    private string[] Long(string about, string text)
    {
        List<string> words = [];
        string[] nodes = text.Split('+');
        for (int node = 0; node < nodes.Length; node++)
        {
            string inner = nodes[node].Trim();
            if (inner.Length < 2 || inner[0] != '|' || inner[^1] != '|') throw Wrong(about, text, $"'{TextTerm.Short(inner)}' does not stand between two |");
            string[] edges = inner[1..^1].Split('|');
            if (edges.Length != node + 1) throw Wrong(about, text, FormattableString.Invariant($"node {node + 1} has {edges.Length} edges, not {node + 1}"));
            for (int source = 0; source < edges.Length; source++)
            {
                string[] pair = edges[source].Split('~');
                if (pair.Length != 2 || pair[1].Trim() != FormattableString.Invariant($"{source}"))
                    throw Wrong(about, text, FormattableString.Invariant($"edge {source + 1} of node {node + 1} must end in ~{source}"));
                words.Add(pair[0]);
            }
        }
        return [.. words];
    }

    private SpecException Wrong(string about, string text, string what)
    {
        string example = string.Join('.', Enumerable.Range(0, _edges).Select(edge => _words[edge % _words.Length]));
        return new SpecException($"{about} = '{TextTerm.Short(text)}': {what}. Write {_edges} of {string.Join(", ", _words)}, with points between, such as {example}; or the benchmark's own text: |{_short.Keys.Last()}~0|+|..~0|..~1|+..");
    }
}
