namespace RandWire.Graphs.Formats;

/// <summary>Recursive descent over the grammar of DOT (graphviz.org/doc/info/lang.html).</summary>
internal sealed class DotParser(DotTokens tokens, string source)
{
    private readonly GraphAssembler _assembler = new(source);
    private int _depth;

    public Graph Parse()
    {
        if (tokens.IsWord("strict")) tokens.Advance();
        if (!tokens.IsWord("graph") && !tokens.IsWord("digraph")) throw tokens.Unexpected("'graph' or 'digraph'");
        tokens.Advance();
        if (tokens.IsName) tokens.Advance();
        Statements();
        if (!tokens.IsEnd) throw tokens.Unexpected("the end of the text");
        return _assembler.Build();
    }

    // { statement; statement; ... }; the nodes named inside, each once.
    private List<int> Statements()
    {
        if (++_depth > TextScanner.DeepestNesting) throw tokens.Bad($"nested deeper than {TextScanner.DeepestNesting} levels.");
        tokens.Expect("{");
        HashSet<int> nodes = [];
        while (!tokens.Is("}"))
        {
            if (tokens.Is(";")) tokens.Advance();
            else Statement(nodes);
        }
        tokens.Advance();
        _depth--;
        return [.. nodes];
    }

    private void Statement(HashSet<int> nodes)
    {
        if (tokens.IsWord("graph") || tokens.IsWord("node") || tokens.IsWord("edge"))
        {
            tokens.Advance();
            Attributes();
            return;
        }
        if (tokens.Is("{") || tokens.IsWord("subgraph"))
        {
            Chain(Subgraph(), nodes);
            return;
        }
        int line = tokens.Line;
        string name = Name();
        if (tokens.Is("="))
        {
            tokens.Advance();
            Name();
            return;
        }
        Chain([Node(name, line)], nodes);
    }

    // operand -- operand -- ... [attributes]: every node of an operand is joined to every node of the next.
    private void Chain(List<int> first, HashSet<int> nodes)
    {
        nodes.UnionWith(first);
        while (tokens.Is("--"))
        {
            int line = tokens.Line;
            tokens.Advance();
            List<int> second = tokens.Is("{") || tokens.IsWord("subgraph") ? Subgraph() : [Node(Name(), line)];
            foreach (int a in first)
                foreach (int b in second) _assembler.Join(a, b, line);
            nodes.UnionWith(second);
            first = second;
        }
        Attributes();
    }

    private List<int> Subgraph()
    {
        if (tokens.IsWord("subgraph"))
        {
            tokens.Advance();
            if (tokens.IsName) tokens.Advance();
        }
        return Statements();
    }

    // The rest of a node: a port and a compass point after colons belong to the drawing.
    private int Node(string name, int line)
    {
        while (tokens.Is(":"))
        {
            tokens.Advance();
            tokens.TakeName();
        }
        return _assembler.Ensure(name, line);
    }

    // A name; quoted parts may be joined by +.
    private string Name()
    {
        string name = tokens.TakeName();
        while (tokens.Is("+"))
        {
            tokens.Advance();
            name += tokens.TakeName();
            if (name.Length > TextScanner.LongestToken) throw tokens.Bad($"a name longer than {TextScanner.LongestToken} characters.");
        }
        return name;
    }

    private void Attributes()
    {
        while (tokens.Is("["))
        {
            tokens.Advance();
            while (!tokens.Is("]"))
            {
                if (tokens.Is(";") || tokens.Is(","))
                {
                    tokens.Advance();
                    continue;
                }
                Name();
                if (!tokens.Is("=")) continue;
                tokens.Advance();
                Name();
            }
            tokens.Advance();
        }
    }
}
