using RandWire.Engine;
using RandWire.Graphs;

namespace RandWire.Networks.Assembling;

/// <summary>The places of a stage and the wires between them, as the walk meets them.</summary>
internal sealed class StageGraph
{
    private readonly Dictionary<ValueId, int> _placeOf = [];
    private readonly SortedSet<Edge> _wires = [];
    private int _count;
    private Dag? _given;

    /// <summary>Whether the graph was given as a whole, so that places are not counted.</summary>
    public bool IsGiven => _given is not null;

    /// <summary>Takes a random stage's wiring as it is.</summary>
    public void Take(Dag dag) => _given = dag;

    /// <summary>A place that reads some values and gives one; nothing where it gives what it reads.</summary>
    public void Add(ReadOnlySpan<ValueId> reads, ValueId output)
    {
        if (IsGiven || reads.Contains(output) || _placeOf.ContainsKey(output)) return;
        int place = _count++;
        _placeOf[output] = place;
        foreach (ValueId read in reads)
            if (_placeOf.TryGetValue(read, out int from)) _wires.Add(new Edge(from, place));
    }

    public Dag ToDag() => _given ?? Dag.FromArcs(Math.Max(1, _count), [.. _wires]);
}
