using System.Globalization;
using System.Text;
using System.Text.Json;

namespace RandWire.Graphs.Formats;

/// <summary>Reads JSON graphs in one pass over the text, without building a document.</summary>
internal ref struct JsonGraphParser
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly string _source;
    private readonly JsonGraphParts _parts;
    private Utf8JsonReader _json;
    // At the value of 'graph', which holds attributes, or the graph itself.
    private Utf8JsonReader _inner;
    private bool _hasInner;
    // Lines up to a byte, counted on from call to call.
    private int _countedTo;
    private int _line = 1;

    public JsonGraphParser(ReadOnlySpan<byte> text, string source)
    {
        _text = text;
        _source = source;
        _parts = new JsonGraphParts(source);
        _json = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = TextScanner.DeepestNesting });
    }

    public GraphReading Parse()
    {
        Advance();
        if (_json.TokenType != JsonTokenType.StartObject) throw Bad("the text is not a JSON object.");
        ReadGraph();
        if (_json.Read()) throw Bad("more text after the object.");
        if (_hasInner && _parts is { HasNodes: false, HasEdges: false })
        {
            _json = _inner;
            (_countedTo, _line) = (0, 1);
            ReadGraph();
        }
        if (!_parts.HasNodes) throw Bad("the object has no member 'nodes'.");
        if (!_parts.HasEdges) throw Bad("the object has neither 'links' nor 'edges'.");
        return _parts.Build();
    }

    /// <summary>An error at the current place of the text.</summary>
    public readonly InvalidDataException Bad(string message)
    {
        int line = 1 + _text[..(int)_json.TokenStartIndex].Count((byte)'\n');
        return new InvalidDataException($"{_source} line {line}: {message}");
    }

    // The members of the open object.
    private void ReadGraph()
    {
        while (NextMember() is string member)
        {
            switch (member)
            {
                case "nodes" when _parts.HasNodes:
                case "links" when _parts.Links is not null:
                case "edges" when _parts.Edges is not null:
                    throw Bad($"'{member}' comes a second time.");
                case "nodes":
                    ReadNodes();
                    break;
                case "links":
                    ReadEdges(_parts.Links = []);
                    break;
                case "edges":
                    ReadEdges(_parts.Edges = []);
                    break;
                case "adjacency":
                    ReadAdjacency();
                    break;
                case "elements":
                    ReadElements();
                    break;
                case "directed":
                    _parts.Directed |= _json.TokenType == JsonTokenType.True;
                    SkipValue();
                    break;
                case "options" when _json.TokenType == JsonTokenType.StartObject:
                    while (NextMember() is string option)
                    {
                        if (option == "type" && _json.TokenType == JsonTokenType.String) _parts.Directed |= _json.GetString() is "directed" or "mixed";
                        SkipValue();
                    }
                    break;
                case "graphs":
                    throw Bad("'graphs' holds several graphs; a file may hold one.");
                case "graph" when _json.TokenType == JsonTokenType.StartObject:
                    _inner = _json;
                    _hasInner = true;
                    SkipValue();
                    break;
                default:
                    SkipValue();
                    break;
            }
        }
    }

    private void ReadNodes()
    {
        _parts.HasNodes = true;
        switch (_json.TokenType)
        {
            case JsonTokenType.Number:
                if (!_json.TryGetInt32(out int count) || count < 1 || count > Graph.MaxNodes) throw Bad($"the number of nodes must lie in [1, {Graph.MaxNodes}].");
                for (int node = 0; node < count; node++) _parts.AddNode(JsonNodeName.Position(node), null, LineNow());
                break;
            case JsonTokenType.StartObject:
                while (NextMember() is string id)
                {
                    _parts.AddNode(JsonNodeName.Text(id), null, LineNow());
                    SkipValue();
                }
                break;
            case JsonTokenType.StartArray:
                while (NextElement()) ReadNode();
                break;
            default:
                throw Bad("'nodes' is neither a number nor an array.");
        }
    }

    private void ReadNode()
    {
        int line = LineNow();
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            _parts.AddNode(Name("a node"), null, line);
            return;
        }
        JsonGraphItem item = ReadItem();
        _parts.AddNode(item.Id ?? item.Key, item.Name, line);
    }

    private void ReadEdges(List<(Edge Ends, bool? Directed)> edges)
    {
        if (_json.TokenType != JsonTokenType.StartArray) throw Bad("the edges are not an array.");
        while (NextElement())
        {
            int line = LineNow();
            JsonGraphItem item = _json.TokenType switch
            {
                JsonTokenType.StartObject => ReadItem(),
                JsonTokenType.StartArray => ReadPair(),
                _ => throw Bad("an edge is neither a pair nor an object."),
            };
            AddEdge(edges, item, line);
        }
    }

    private void AddEdge(List<(Edge Ends, bool? Directed)> edges, JsonGraphItem item, int line)
    {
        if (item.Source is not string source || item.Target is not string target) throw Bad("the edge lacks its source or its target.");
        if (edges.Count == Graph.MaxEdges) throw Bad($"more than {Graph.MaxEdges} edges.");
        edges.Add((new Edge(_parts.End(source, line), _parts.End(target, line)), item.Directed));
    }

    private JsonGraphItem ReadPair()
    {
        JsonGraphItem item = default;
        if (NextElement())
        {
            item.Source = Name("a node");
            if (NextElement())
            {
                item.Target = Name("a node");
                while (NextElement()) SkipValue();
            }
        }
        return item;
    }

    // One list for every node, in the order of the nodes. Without directions an edge stands in the lists of both its nodes, and counts once.
    private void ReadAdjacency()
    {
        if (!_parts.HasNodes) throw Bad("'adjacency' must come after 'nodes'.");
        if (_parts.Edges is not null) throw Bad("'adjacency' beside 'edges'.");
        if (_json.TokenType != JsonTokenType.StartArray) throw Bad("'adjacency' is not an array.");
        List<(Edge Ends, bool? Directed)> edges = _parts.Edges = [];
        HashSet<Edge> known = [];
        for (int row = 0; NextElement(); row++)
        {
            if (_json.TokenType != JsonTokenType.StartArray) throw Bad("'adjacency' is not an array of arrays.");
            int from = _parts.End(_parts.NodeName(row) ?? throw Bad("'adjacency' has more lists than there are nodes."), LineNow());
            while (NextElement())
            {
                int line = LineNow();
                string name = (_json.TokenType == JsonTokenType.StartObject ? ReadItem().Id : Name("a node")) ?? throw Bad("the edge lacks its target.");
                int to = _parts.End(name, line);
                if (!_parts.Directed && !known.Add(from < to ? new Edge(from, to) : new Edge(to, from))) continue;
                if (edges.Count == Graph.MaxEdges) throw Bad($"more than {Graph.MaxEdges} edges.");
                edges.Add((new Edge(from, to), null));
            }
        }
    }

    // Cytoscape: nodes and edges, in two lists or in one.
    private void ReadElements()
    {
        if (_parts.HasNodes || _parts.HasEdges) throw Bad("'elements' beside other nodes or edges.");
        if (_json.TokenType == JsonTokenType.StartObject)
        {
            ReadGraph();
            return;
        }
        if (_json.TokenType != JsonTokenType.StartArray) throw Bad("'elements' is neither an object nor an array.");
        _parts.HasNodes = true;
        List<(Edge Ends, bool? Directed)> edges = _parts.Edges = [];
        while (NextElement())
        {
            int line = LineNow();
            if (_json.TokenType != JsonTokenType.StartObject) throw Bad("an element is not an object.");
            JsonGraphItem item = ReadItem();
            if (item.Source is null && item.Target is null) _parts.AddNode(item.Id ?? item.Key, item.Name, line);
            else AddEdge(edges, item, line);
        }
    }

    // What the open object says of a node or an edge; what it does not say itself its member 'data' may.
    private JsonGraphItem ReadItem(bool inner = false)
    {
        JsonGraphItem item = default, data = default;
        while (NextMember() is string member)
        {
            bool scalar = _json.TokenType is JsonTokenType.String or JsonTokenType.Number;
            switch (member)
            {
                case "id": item.Id = Name("a node"); break;
                case "source": item.Source = End(); break;
                case "target": item.Target = End(); break;
                case "from" when scalar: item.From = Name("a node"); break;
                case "to" when scalar: item.To = Name("a node"); break;
                case "key" when scalar: item.Key = Name("a node"); break;
                case "name" when scalar: item.Name = Name("a node"); break;
                case "directed" or "undirected" when _json.TokenType is JsonTokenType.True or JsonTokenType.False:
                    item.Directed = (_json.TokenType == JsonTokenType.True) == (member == "directed");
                    break;
                case "data" when _json.TokenType == JsonTokenType.StartObject && !inner: data = ReadItem(inner: true); break;
                default: SkipValue(); break;
            }
        }
        return item.Completed(data);
    }

    // An end of an edge: a name, or the node itself, as D3 leaves it.
    private string? End() => _json.TokenType != JsonTokenType.StartObject ? Name("a node") : ReadItem(inner: true) is var item ? item.Id ?? item.Key : null;

    private string Name(string what)
    {
        if (_json.ValueSpan.Length > TextScanner.LongestToken) throw Bad($"{what} is longer than {TextScanner.LongestToken} characters.");
        switch (_json.TokenType)
        {
            case JsonTokenType.String: return JsonNodeName.Text(_json.GetString()!);
            case JsonTokenType.Number:
                string digits = Encoding.UTF8.GetString(_json.ValueSpan);
                return JsonNodeName.Number(NumberName.TryOf(digits) ?? throw Bad($"{what} is a number out of range."));
            case JsonTokenType.StartArray:
                // What Python makes of a tuple, such as the nodes of a grid.
                StringBuilder parts = new();
                while (NextElement())
                {
                    string part = Name(what), bare = JsonNodeName.Bare(part);
                    parts.Append(parts.Length == 0 ? "" : ",").Append(JsonNodeName.IsText(part) ? $"\"{bare}\"" : bare);
                    if (parts.Length > TextScanner.LongestToken) throw Bad($"{what} is longer than {TextScanner.LongestToken} characters.");
                }
                return JsonNodeName.Tuple(parts.ToString());
            default: throw Bad($"{what} must be a number or a string.");
        }
    }

    // The name of the next member of the open object, with the reader on its value; null where the object ends.
    private string? NextMember()
    {
        Advance();
        if (_json.TokenType == JsonTokenType.EndObject) return null;
        if (_json.ValueSpan.Length > TextScanner.LongestToken) throw Bad($"a member name longer than {TextScanner.LongestToken} characters.");
        string name = _json.GetString()!;
        Advance();
        return name;
    }

    private bool NextElement()
    {
        Advance();
        return _json.TokenType != JsonTokenType.EndArray;
    }

    private void SkipValue() => _json.Skip();

    private void Advance()
    {
        if (!_json.Read()) throw Bad("the text ends early.");
    }

    private int LineNow()
    {
        int start = (int)_json.TokenStartIndex;
        _line += _text[_countedTo..start].Count((byte)'\n');
        _countedTo = start;
        return _line;
    }
}
