using RandWire.Graphs.Generators;

namespace RandWire.Graphs.Formats;

/// <summary>Nodes and edges of a JSON graph as they were found, and what the ends of the edges mean: ids, names or positions.</summary>
internal sealed class JsonGraphParts(string source)
{
    private readonly List<(string? Id, string? Name, int Line)> _nodes = [];
    private readonly Dictionary<string, int> _endSlots = new(StringComparer.Ordinal);
    private readonly List<(string Name, int Line)> _ends = [];
    private readonly GraphAssembler _assembler = new(source);

    public bool HasNodes { get; set; }

    public bool HasEdges => Links is not null || Edges is not null;

    public bool Directed { get; set; }

    /// <summary>The edges under <c>links</c>; their ends are what <see cref="End"/> gave.</summary>
    public List<(Edge Ends, bool? Directed)>? Links { get; set; }

    /// <summary>The edges under <c>edges</c> or elsewhere.</summary>
    public List<(Edge Ends, bool? Directed)>? Edges { get; set; }

    public void AddNode(string? id, string? name, int line)
    {
        if (_nodes.Count == Graph.MaxNodes) throw Bad(line, $"more than {Graph.MaxNodes} nodes.");
        _nodes.Add((id, name, line));
    }

    /// <summary>The number of a name that an edge gives as its end.</summary>
    public int End(string name, int line)
    {
        if (_endSlots.TryGetValue(name, out int slot)) return slot;
        slot = _ends.Count;
        if (slot == Graph.MaxNodes) throw Bad(line, $"the edges name more than {Graph.MaxNodes} nodes.");
        _endSlots.Add(name, slot);
        _ends.Add((name, line));
        return slot;
    }

    /// <summary>The name of the node at a position; its position, as a name, when it has no id; null beyond the last.</summary>
    public string? NodeName(int position) => position < _nodes.Count ? _nodes[position].Id ?? JsonNodeName.Position(position) : null;

    public GraphReading Build()
    {
        if (_nodes.Count == 0) throw new InvalidDataException($"{source}: the graph has no nodes.");
        string[] names = NodeNames();
        Dictionary<string, int> known = new(StringComparer.Ordinal);
        for (int node = 0; node < names.Length; node++) known.TryAdd(names[node], node);
        int[] meant = Meaning(names, known);

        int[] slots = new int[names.Length];
        for (int node = 0; node < names.Length; node++)
        {
            string? other = JsonNodeName.IsText(names[node]) ? JsonNodeName.OfOtherKind(names[node]) : null;
            string bare = JsonNodeName.Bare(names[node]), name = other is not null && known.ContainsKey(other) ? $"\"{bare}\"" : bare;
            _assembler.DeclareOrRepeat(name, _nodes[node].Line);
            slots[node] = _assembler.Ensure(name, _nodes[node].Line);
        }
        if (Links is not null && Edges is not null && !SameEdges(Links, Edges, meant))
        {
            throw new InvalidDataException(
                $"{source}: 'links' and 'edges' are different lists of edges. Which is meant? Remove the other one.");
        }
        foreach (((int from, int to), bool? directed) in Edges ?? Links!)
            _assembler.Join(slots[meant[from]], slots[meant[to]], _ends[from].Line, directed ?? Directed);
        return _assembler.Build();
    }

    // Without an id a node is called by its position, as NetworkX does; by its name where no node has an id and edges give text.
    private string[] NodeNames()
    {
        bool byName = _ends.Count > 0;
        foreach ((string? id, string? name, _) in _nodes) byName &= id is null && name is not null;
        foreach ((string name, _) in _ends) byName &= JsonNodeName.IsText(name);
        string[] names = new string[_nodes.Count];
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (int node = 0; node < names.Length; node++)
        {
            (string? id, string? name, int line) = _nodes[node];
            names[node] = id ?? (byName ? name! : JsonNodeName.Position(node));
            if (byName && !seen.Add(names[node])) throw Bad(line, $"the nodes have no ids, and two have the name '{GraphAssembler.Shown(JsonNodeName.Bare(names[node]))}'.");
        }
        if (byName) _assembler.Note("The nodes have no ids; edges call them by their names.");
        return names;
    }

    // For every end the node that it means.
    private int[] Meaning(string[] names, Dictionary<string, int> known)
    {
        int[] meant = new int[_ends.Count], positions = new int[_ends.Count];
        int found = 0, missing = -1;
        bool textIds = true, asPositions = true, differ = false;
        foreach (string name in names) textIds &= JsonNodeName.IsText(name);
        for (int end = 0; end < meant.Length; end++)
        {
            string name = _ends[end].Name;
            positions[end] = JsonNodeName.PositionOf(name, names.Length);
            asPositions &= positions[end] >= 0;
            if (known.TryGetValue(name, out int node) || (JsonNodeName.OfOtherKind(name) is string other && known.TryGetValue(other, out node)))
            {
                found++;
                meant[end] = node;
                differ |= node != positions[end];
            }
            else if (missing < 0)
                missing = end;
        }
        if (missing < 0)
        {
            if (textIds && asPositions && differ)
            {
                throw new InvalidDataException(
                    $"{source}: the ids are texts such as \"{GraphAssembler.Shown(JsonNodeName.Bare(names[0]))}\", and the edges give numbers. Do these mean ids or positions? Write them as the ids are written.");
            }
            return meant;
        }
        if (asPositions && (textIds || found == 0))
        {
            _assembler.Note("The edges give the positions of nodes, from 0, and not their ids.");
            return positions;
        }
        (string lost, int line) = _ends[missing];
        throw Bad(line, $"an edge names node '{GraphAssembler.Shown(JsonNodeName.Bare(lost))}', which is declared nowhere.");
    }

    private static bool SameEdges(List<(Edge Ends, bool? Directed)> left, List<(Edge Ends, bool? Directed)> right, int[] meant)
    {
        return Undirected(left).AsSpan().SequenceEqual(Undirected(right));

        Edge[] Undirected(List<(Edge Ends, bool? Directed)> edges)
        {
            Edge[] plain = new Edge[edges.Count];
            int most = 0;
            for (int i = 0; i < plain.Length; i++)
            {
                int a = meant[edges[i].Ends.From], b = meant[edges[i].Ends.To];
                plain[i] = a < b ? new Edge(a, b) : new Edge(b, a);
                most = Math.Max(most, plain[i].To);
            }
            return EdgeOrder.SortedDistinct(most + 1, plain);
        }
    }

    private InvalidDataException Bad(int line, string message) => new($"{source} line {line}: {message}");
}
