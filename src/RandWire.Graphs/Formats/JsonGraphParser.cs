using System.Globalization;
using System.Text;
using System.Text.Json;

namespace RandWire.Graphs.Formats;

/// <summary>Reads the node-link form in one pass over the text, without building a document.</summary>
internal ref struct JsonGraphParser
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly string _source;
    private readonly GraphAssembler _assembler;
    private Utf8JsonReader _json;
    // Lines up to a byte, counted on from call to call.
    private int _countedTo;
    private int _line = 1;

    public JsonGraphParser(ReadOnlySpan<byte> text, string source)
    {
        _text = text;
        _source = source;
        _assembler = new GraphAssembler(source);
        _json = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = TextScanner.DeepestNesting });
    }

    public Graph Parse()
    {
        Advance();
        if (_json.TokenType != JsonTokenType.StartObject) throw Bad("the text is not a JSON object.");
        bool nodes = false, links = false;
        while (NextMember() is string member)
        {
            switch (member)
            {
                case "nodes" when nodes:
                case "links" or "edges" when links:
                    throw Bad($"'{member}' comes a second time.");
                case "nodes":
                    nodes = true;
                    ReadNodes();
                    break;
                case "links" or "edges":
                    links = true;
                    ReadLinks();
                    break;
                default:
                    _json.Skip();
                    break;
            }
        }
        if (!nodes) throw Bad("the object has no member 'nodes'.");
        if (!links) throw Bad("the object has neither 'links' nor 'edges'.");
        if (_json.Read()) throw Bad("more text after the object.");
        return _assembler.Build();
    }

    /// <summary>An error at the current place of the text.</summary>
    public readonly InvalidDataException Bad(string message)
    {
        int line = 1 + _text[..(int)_json.TokenStartIndex].Count((byte)'\n');
        return new InvalidDataException($"{_source} line {line}: {message}");
    }

    private void ReadNodes()
    {
        if (_json.TokenType == JsonTokenType.Number)
        {
            if (!_json.TryGetInt32(out int count) || count < 1 || count > Graph.MaxNodes) throw Bad($"the number of nodes must lie in [1, {Graph.MaxNodes}].");
            for (int node = 0; node < count; node++) _assembler.Declare(node.ToString(CultureInfo.InvariantCulture), LineNow());
            return;
        }
        if (_json.TokenType != JsonTokenType.StartArray) throw Bad("'nodes' is neither a number nor an array.");
        while (NextElement())
        {
            int line = LineNow();
            string? id = _json.TokenType == JsonTokenType.StartObject ? ReadMembers("id", null).First : Id("a node");
            _assembler.Declare(id ?? throw Bad("the node has no 'id'."), line);
        }
    }

    private void ReadLinks()
    {
        if (_json.TokenType != JsonTokenType.StartArray) throw Bad("the edges are not an array.");
        while (NextElement())
        {
            int line = LineNow();
            (string? source, string? target) = _json.TokenType switch
            {
                JsonTokenType.StartObject => ReadMembers("source", "target"),
                JsonTokenType.StartArray => ReadPair(),
                _ => throw Bad("an edge is neither a pair nor an object."),
            };
            if (source is null || target is null) throw Bad("the edge lacks its source or its target.");
            _assembler.Join(source, target, line);
        }
    }

    private (string? First, string? Second) ReadPair()
    {
        string? source = NextElement() ? Id("a node") : null, target = source is not null && NextElement() ? Id("a node") : null;
        if (target is not null)
            while (NextElement()) _json.Skip();
        return (source, target);
    }

    private (string? First, string? Second) ReadMembers(string first, string? second)
    {
        string? a = null, b = null;
        while (NextMember() is string member)
        {
            if (member == first) a = Id(first);
            else if (member == second) b = Id(second);
            else _json.Skip();
        }
        return (a, b);
    }

    private readonly string Id(string what)
    {
        if (_json.TokenType is not (JsonTokenType.String or JsonTokenType.Number)) throw Bad($"{what} must be a number or a string.");
        if (_json.ValueSpan.Length > TextScanner.LongestToken) throw Bad($"{what} is longer than {TextScanner.LongestToken} characters.");
        return _json.TokenType == JsonTokenType.String ? _json.GetString()! : Encoding.UTF8.GetString(_json.ValueSpan);
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
