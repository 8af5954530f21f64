using System.Text;

namespace RandWire.Graphs.Formats;

/// <summary>Recursive descent over the grammar of DOT as Graphviz has it (lib/cgraph/grammar.y).</summary>
internal sealed class DotParser(DotTokens tokens, string source)
{
    // Edges between whole subgraphs multiply: a limit of their own keeps a short text from growing into gigabytes.
    private const int MostMultiplied = 1 << 22;
    private const int MostMemberships = 1 << 23;

    private readonly GraphAssembler _assembler = new(source);
    private bool _directed;
    private int _depth;
    private int _memberships;
    private long _multiplied;

    /// <summary>The value of the graph's attribute <c>charset</c>, or null.</summary>
    public string? Charset { get; private set; }

    public GraphReading Parse()
    {
        if (tokens.IsWord("strict")) tokens.Advance();
        if (!tokens.IsWord("graph") && !tokens.IsWord("digraph")) throw tokens.Unexpected("'graph' or 'digraph'");
        _directed = tokens.IsWord("digraph");
        tokens.Advance();
        if (tokens.IsName) Name();
        Statements(new DotScope(null));
        if (tokens.IsWord("graph") || tokens.IsWord("digraph") || tokens.IsWord("strict")) throw tokens.Bad("a second graph; a file may hold one. Split the file.");
        if (!tokens.IsEnd) throw tokens.Unexpected("the end of the text");
        if (tokens.SplitNames is string note) _assembler.Note(note);
        return _assembler.Build();
    }

    // { statement; statement; ... }
    private void Statements(DotScope scope)
    {
        if (++_depth > TextScanner.DeepestNesting) throw tokens.Bad($"nested deeper than {TextScanner.DeepestNesting} levels.");
        tokens.Expect("{");
        while (!tokens.Is("}"))
        {
            if (tokens.Is(";")) tokens.Advance();
            else Statement(scope);
        }
        tokens.Advance();
        _depth--;
    }

    private void Statement(DotScope scope)
    {
        if (tokens.IsWord("graph") || tokens.IsWord("node") || tokens.IsWord("edge"))
        {
            bool graph = tokens.IsWord("graph") && scope.IsRoot;
            tokens.Advance();
            if (tokens.IsName)
            {
                Name();
                tokens.Expect("=");
            }
            if (!tokens.Is("[")) throw tokens.Unexpected("'['");
            Attributes(graph);
            return;
        }
        if (tokens.Is("{") || tokens.IsWord("subgraph"))
        {
            Chain(scope, Subgraph(scope));
            return;
        }
        int line = tokens.Line;
        string name = Name();
        if (tokens.Is("="))
        {
            tokens.Advance();
            string value = Name();
            if (scope.IsRoot) KeepCharset(name, value);
            return;
        }
        Chain(scope, NodeList(scope, name, line));
    }

    // operand -- operand -- ... [attributes]: every node of an operand is joined to every node of the next. The nodes of a subgraph are those that
    // it has when the statement ends, as in Graphviz.
    private void Chain(DotScope scope, IReadOnlyCollection<int> first)
    {
        List<(IReadOnlyCollection<int> Nodes, int Line)> operands = [(first, tokens.Line)];
        while (tokens.Is("--") || tokens.Is("->"))
        {
            if (tokens.Is("->") != _directed)
                throw tokens.Bad(_directed ? "'--' in a digraph, whose edges are written '->'." : "'->' in a graph, whose edges are written '--'. Is it a digraph?");
            int line = tokens.Line;
            tokens.Advance();
            operands.Add((tokens.Is("{") || tokens.IsWord("subgraph") ? Subgraph(scope) : NodeList(scope, Name(), line), line));
        }
        Attributes(ofGraph: false);
        for (int i = 1; i < operands.Count; i++) Join(operands[i - 1].Nodes, operands[i].Nodes, operands[i].Line);
    }

    private void Join(IReadOnlyCollection<int> first, IReadOnlyCollection<int> second, int line)
    {
        long product = (long)first.Count * second.Count;
        if (product > 1 && (_multiplied += product) > MostMultiplied)
            throw tokens.Bad($"{first.Count} nodes joined to {second.Count}: more than {MostMultiplied} edges. Write such a graph edge by edge.");
        foreach (int a in first)
            foreach (int b in second) _assembler.Join(a, b, line, _directed);
    }

    private IReadOnlyCollection<int> Subgraph(DotScope scope)
    {
        string? name = null;
        if (tokens.IsWord("subgraph"))
        {
            tokens.Advance();
            if (tokens.IsName) name = Name();
        }
        DotScope inner = scope.Inner(name);
        Statements(inner);
        return inner.Nodes;
    }

    // node, node, ...; a port and a compass point after colons belong to the drawing.
    private List<int> NodeList(DotScope scope, string name, int line)
    {
        List<int> nodes = [];
        while (true)
        {
            for (int ports = 0; tokens.Is(":"); ports++)
            {
                if (ports == 2) throw tokens.Unexpected("no third part of a port");
                tokens.Advance();
                Name();
            }
            int node = _assembler.Ensure(name, line);
            nodes.Add(node);
            if ((_memberships += scope.Add(node)) > MostMemberships) throw tokens.Bad($"more than {MostMemberships} nodes in subgraphs.");
            if (!tokens.Is(",")) return nodes;
            tokens.Advance();
            line = tokens.Line;
            name = Name();
        }
    }

    // A name; quoted parts may be joined by +.
    private string Name()
    {
        bool quoted = tokens.IsQuoted;
        string name = tokens.TakeName();
        if (!quoted || !tokens.Is("+")) return name;
        StringBuilder whole = new(name);
        while (tokens.Is("+"))
        {
            tokens.Advance();
            if (!tokens.IsQuoted) throw tokens.Unexpected("a quoted name");
            whole.Append(tokens.TakeName());
            if (whole.Length > TextScanner.LongestToken) throw tokens.Bad($"a name longer than {TextScanner.LongestToken} characters.");
        }
        return whole.ToString();
    }

    private void Attributes(bool ofGraph)
    {
        while (tokens.Is("["))
        {
            tokens.Advance();
            while (!tokens.Is("]"))
            {
                if (tokens.Is(";") || tokens.Is(",") || tokens.Is("@"))
                {
                    tokens.Advance();
                    continue;
                }
                string key = Name();
                if (!tokens.Is("=")) continue;
                tokens.Advance();
                string value = Name();
                if (ofGraph) KeepCharset(key, value);
            }
            tokens.Advance();
        }
    }

    private void KeepCharset(string key, string value)
    {
        if (key == "charset") Charset = value;
    }
}
