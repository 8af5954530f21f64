namespace RandWire.Graphs.Formats;

/// <summary>A graph or subgraph of DOT: the nodes mentioned in it or below it, and its named subgraphs.</summary>
/// <remarks>As in Graphviz, a subgraph named again under the same parent is the same one and goes on growing; without a name each is a new one.</remarks>
internal sealed class DotScope(DotScope? parent)
{
    private readonly HashSet<int> _nodes = [];
    private Dictionary<string, DotScope>? _named;

    /// <summary>Its nodes; not kept for the outermost scope, which holds all.</summary>
    public IReadOnlyCollection<int> Nodes => _nodes;

    /// <summary>Whether this is the graph itself.</summary>
    public bool IsRoot => parent is null;

    /// <summary>Adds a node here and above. Returns how many memberships are new.</summary>
    public int Add(int node)
    {
        int added = 0;
        // A scope's nodes are its parent's, too, so that the walk ends where the node is known: every membership is paid for once.
        for (DotScope scope = this; !scope.IsRoot && scope._nodes.Add(node); scope = scope.Outer) added++;
        return added;
    }

    /// <summary>The subgraph of that name, or a new one.</summary>
    public DotScope Inner(string? name)
    {
        if (name is null) return new DotScope(this);
        _named ??= new Dictionary<string, DotScope>(StringComparer.Ordinal);
        if (!_named.TryGetValue(name, out DotScope? scope)) _named.Add(name, scope = new DotScope(this));
        return scope;
    }

    private DotScope Outer => parent!;
}
