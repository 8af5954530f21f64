using System.Globalization;
using RandWire.Graphs.Generators;

namespace RandWire.Graphs.Formats;

/// <summary>Collects the nodes and edges of a file, whatever their names, and makes a simple undirected graph of them.</summary>
/// <remarks>When the names are the numbers 0 .. N-1, a node's index is its number; otherwise it is the order in which the nodes stand in the file.
/// Directions are dropped, parallel edges are merged, and edges that join a node to itself are left out, since a wiring knows none of them.</remarks>
internal sealed class GraphAssembler(string source)
{
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);
    // By slot: the line of the first mention, and the place in the order of declaration or -1.
    private readonly List<int> _firstLines = [];
    private readonly List<int> _places = [];
    private readonly List<string> _names = [];
    private readonly List<Edge> _edges = [];
    private int _declared;

    /// <summary>Declares a node.</summary>
    /// <exception cref="InvalidDataException">It is declared already.</exception>
    public void Declare(string name, int line)
    {
        int slot = Mention(name, line);
        if (_places[slot] >= 0) throw Bad(line, $"node '{TextScanner.Shortened(name)}' is declared twice.");
        _places[slot] = _declared++;
    }

    /// <summary>Declares a node unless it is declared already. Returns what <see cref="Join(int, int, int)"/> takes.</summary>
    public int Ensure(string name, int line)
    {
        int slot = Mention(name, line);
        if (_places[slot] < 0) _places[slot] = _declared++;
        return slot;
    }

    /// <summary>An edge between two nodes that are declared before or after.</summary>
    public void Join(string a, string b, int line) => Join(Mention(a, line), Mention(b, line), line);

    public void Join(int a, int b, int line)
    {
        if (_edges.Count == Graph.MaxEdges) throw Bad(line, $"more than {Graph.MaxEdges} edges.");
        _edges.Add(new Edge(a, b));
    }

    /// <exception cref="InvalidDataException">There is no node, or an edge names a node that is nowhere declared.</exception>
    public Graph Build()
    {
        if (_declared == 0) throw new InvalidDataException($"{source}: the graph has no nodes.");
        int missing = _places.IndexOf(-1);
        if (missing >= 0) throw Bad(_firstLines[missing], $"an edge names node '{TextScanner.Shortened(_names[missing])}', which is declared nowhere.");

        int[] indices = NumbersOf(_names) ?? [.. _places];
        List<Edge> simple = [];
        foreach ((int from, int to) in _edges)
        {
            int a = indices[from], b = indices[to];
            if (a != b) simple.Add(a < b ? new Edge(a, b) : new Edge(b, a));
        }
        return new Graph(_declared, EdgeOrder.SortedDistinct(_declared, [.. simple]));
    }

    private int Mention(string name, int line)
    {
        if (_slots.TryGetValue(name, out int slot)) return slot;
        slot = _names.Count;
        if (slot == Graph.MaxNodes) throw Bad(line, $"more than {Graph.MaxNodes} nodes.");
        _slots.Add(name, slot);
        _names.Add(name);
        _firstLines.Add(line);
        _places.Add(-1);
        return slot;
    }

    // The names as numbers when they are exactly 0 .. N-1 in some order; names are distinct already.
    private static int[]? NumbersOf(List<string> names)
    {
        int[] numbers = new int[names.Count];
        for (int i = 0; i < numbers.Length; i++)
        {
            string name = names[i];
            if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i])) return null;
            if (numbers[i] >= numbers.Length || (name.Length > 1 && name[0] == '0')) return null;
        }
        return numbers;
    }

    private InvalidDataException Bad(int line, string message) => new($"{source} line {line}: {message}");
}
