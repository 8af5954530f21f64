namespace RandWire.Networks.Editing.Keys;

/// <summary>A directed acyclic graph with a label on every vertex and a number on every arc; several arcs between two vertices are allowed.</summary>
/// <remarks>Vertices stand in an order in which arcs run forward. The arcs into a vertex have no order: where it matters, their numbers say it.</remarks>
internal sealed class LabelledDag
{
    private readonly List<string> _labels = [];
    private readonly List<LabelledArc[]> _inputs = [];
    private LabelledArc[][]? _readers;

    public int Count => _labels.Count;

    public int Arcs { get; private set; }

    public IReadOnlyList<string> Labels => _labels;

    /// <summary>Adds a vertex that reads vertices added before.</summary>
    public int Add(string label, params ReadOnlySpan<LabelledArc> inputs)
    {
        LabelledArc[] sorted = [.. inputs];
        Array.Sort(sorted);
        _labels.Add(label);
        _inputs.Add(sorted);
        Arcs += sorted.Length;
        _readers = null;
        return _labels.Count - 1;
    }

    /// <summary>The arcs into a vertex, with where they come from; sorted.</summary>
    public ReadOnlySpan<LabelledArc> Inputs(int vertex) => _inputs[vertex];

    /// <summary>The arcs from a vertex, with where they go; sorted.</summary>
    public ReadOnlySpan<LabelledArc> Readers(int vertex) => (_readers ??= Reversed())[vertex];

    private LabelledArc[][] Reversed()
    {
        int[] counts = new int[Count];
        foreach (LabelledArc[] inputs in _inputs) foreach (LabelledArc arc in inputs) counts[arc.Vertex]++;
        LabelledArc[][] readers = new LabelledArc[Count][];
        for (int i = 0; i < readers.Length; i++) readers[i] = new LabelledArc[counts[i]];
        Array.Clear(counts);
        // Vertices in order, and the arcs of each by number within its source: so the lists come out sorted.
        for (int to = 0; to < Count; to++) foreach (LabelledArc arc in _inputs[to]) readers[arc.Vertex][counts[arc.Vertex]++] = new LabelledArc(to, arc.Number);
        return readers;
    }
}
