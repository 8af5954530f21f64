using System.Globalization;
using System.Runtime.InteropServices;
using RandWire.Graphs.Generators;

namespace RandWire.Graphs.Formats;

/// <summary>Collects the nodes and edges of a file, whatever their names, and makes a simple undirected graph of them.</summary>
/// <remarks>When the names are the numbers 0 .. N-1, a node's index is its number; otherwise it is the order in which the nodes stand in the file.
/// Directions are dropped, parallel edges are merged, and edges that join a node to itself are left out, since a wiring knows none of them;
/// a note tells of each.</remarks>
internal sealed class GraphAssembler(string source)
{
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);
    // By slot: the line of the first mention, and the place in the order of declaration or -1.
    private readonly List<int> _firstLines = [];
    private readonly List<int> _places = [];
    private readonly List<string> _names = [];
    private readonly List<Edge> _lines = [];
    private readonly List<Edge> _arcs = [];
    private readonly List<string> _notes = [];
    private int _declared;
    private int _again;
    private string? _firstAgain;

    /// <summary>Declares a node.</summary>
    /// <exception cref="InvalidDataException">It is declared already.</exception>
    public void Declare(string name, int line)
    {
        int slot = Mention(name, line);
        if (_places[slot] >= 0) throw Bad(line, $"node '{Shown(name)}' is declared twice.");
        _places[slot] = _declared++;
    }

    /// <summary>Declares a node; a second declaration of it counts as the first and is told.</summary>
    public void DeclareOrRepeat(string name, int line)
    {
        int slot = Mention(name, line);
        if (_places[slot] < 0)
        {
            _places[slot] = _declared++;
            return;
        }
        _again++;
        _firstAgain ??= name;
    }

    /// <summary>Declares a node unless it is declared already. Returns what <see cref="Join(int, int, int, bool)"/> takes.</summary>
    public int Ensure(string name, int line)
    {
        int slot = Mention(name, line);
        if (_places[slot] < 0) _places[slot] = _declared++;
        return slot;
    }

    /// <summary>An edge between two nodes that are declared before or after.</summary>
    public void Join(string from, string to, int line, bool directed) => Join(Mention(from, line), Mention(to, line), line, directed);

    public void Join(int from, int to, int line, bool directed)
    {
        if (EdgeCount == Graph.MaxEdges) throw Bad(line, $"more than {Graph.MaxEdges} edges.");
        (directed ? _arcs : _lines).Add(new Edge(from, to));
    }

    /// <summary>Makes arcs of all edges so far.</summary>
    public void Direct()
    {
        _arcs.AddRange(_lines);
        _lines.Clear();
    }

    /// <summary>A sentence about what is read otherwise than a reader of the file might think.</summary>
    public void Note(string sentence) => _notes.Add(sentence);

    /// <summary>Declares the nodes that only edges name, as NetworkX and igraph do, and tells of it.</summary>
    public void DeclareMentioned()
    {
        int count = 0;
        string first = "";
        for (int slot = 0; slot < _places.Count; slot++)
        {
            if (_places[slot] >= 0) continue;
            if (count++ == 0) first = Shown(_names[slot]);
            _places[slot] = _declared++;
        }
        if (count > 0) Note(Said(count, "node is", "nodes are", $"named by edges only and added (first: '{first}')."));
    }

    /// <summary>Numbers the nodes by their names, ascending, when all of these are whole numbers below 10^18.</summary>
    public void OrderByNumber()
    {
        long[] numbers = new long[_names.Count];
        int[] slots = new int[numbers.Length];
        for (int slot = 0; slot < numbers.Length; slot++)
        {
            slots[slot] = slot;
            if (_names[slot].Length > 18 || !long.TryParse(_names[slot], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out numbers[slot])) return;
        }
        Array.Sort(numbers, slots);
        for (int place = 0; place < slots.Length; place++) _places[slots[place]] = place;
        if (numbers.Length > 0 && (numbers[0] != 0 || numbers[^1] != numbers.Length - 1))
            Note($"The nodes are the {numbers.Length} numbers that edges name, from {numbers[0]} to {numbers[^1]}; their indices follow the order of these numbers.");
    }

    /// <exception cref="InvalidDataException">There is no node, or an edge names a node that is nowhere declared.</exception>
    public GraphReading Build()
    {
        if (_declared == 0) throw new InvalidDataException($"{source}: the graph has no nodes.");
        int missing = _places.IndexOf(-1);
        if (missing >= 0) throw Bad(_firstLines[missing], $"an edge names node '{Shown(_names[missing])}', which is declared nowhere.");
        if (_again > 0) Note(Said(_again, "declaration repeats", "declarations repeat", $"a node that is declared before (first: '{Shown(_firstAgain!)}')."));

        int[] indices = NumbersOf(_names) ?? [.. _places];
        Edge[] simple = WithoutLoops(indices);
        Edge[] distinct = EdgeOrder.SortedDistinct(_declared, simple);
        if (distinct.Length < simple.Length)
        {
            Note(Said(simple.Length - distinct.Length, "parallel or opposite edge is", "parallel or opposite edges are",
                "merged with another between the same two nodes."));
        }
        NoteDirections(indices);
        string[] names = new string[_declared];
        for (int slot = 0; slot < names.Length; slot++) names[indices[slot]] = Whole(_names[slot]);
        return new GraphReading(Graph.OfSorted(_declared, distinct), [.. _notes]) { Names = ImmutableCollectionsMarshal.AsImmutableArray(names) };
    }

    /// <summary>A name as messages show it: not too long, and without the mark that tells markup of DOT from text.</summary>
    public static string Shown(string name) => TextScanner.Shortened(Whole(name));

    private static string Whole(string name) => name.StartsWith(DotTokens.MarkupMark) ? $"<{name[1..]}>" : name;

    private Edge[] WithoutLoops(int[] indices)
    {
        int loops = 0, firstLoop = -1;
        foreach (List<Edge> edges in (List<Edge>[])[_lines, _arcs])
        {
            foreach (Edge edge in edges)
            {
                if (edge.From != edge.To) continue;
                if (loops++ == 0) firstLoop = edge.From;
            }
        }
        if (loops > 0) Note(Said(loops, "edge that joins a node to itself is", "edges that join a node to itself are", $"left out (first: at '{Shown(_names[firstLoop])}')."));
        Edge[] simple = new Edge[EdgeCount - loops];
        int count = 0;
        foreach (List<Edge> edges in (List<Edge>[])[_lines, _arcs])
        {
            foreach ((int from, int to) in edges)
            {
                int a = indices[from], b = indices[to];
                if (a != b) simple[count++] = a < b ? new Edge(a, b) : new Edge(b, a);
            }
        }
        return simple;
    }

    private void NoteDirections(int[] indices)
    {
        int turned = 0, straight = 0;
        Edge first = default;
        foreach (Edge arc in _arcs)
        {
            if (indices[arc.From] < indices[arc.To]) straight++;
            else if (indices[arc.From] > indices[arc.To] && turned++ == 0) first = arc;
        }
        if (turned + straight == 0) return;
        if (turned == 0)
        {
            Note($"The graph is directed, and {(straight == 1 ? "its arc runs" : $"all its {straight} arcs run")} from a lower to a higher index, as wires do.");
            return;
        }
        Note($"Directions are dropped: wires run from the lower to the higher index, which turns {turned} of {turned + straight} arcs "
            + $"(first: '{Shown(_names[first.From])}' -> '{Shown(_names[first.To])}' becomes {indices[first.To]}-{indices[first.From]}). "
            + "Number the nodes of an acyclic graph from 0 in topological order to keep its directions.");
    }

    private int EdgeCount => _lines.Count + _arcs.Count;

    private static string Said(int count, string one, string many, string rest) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)} {rest}");

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
