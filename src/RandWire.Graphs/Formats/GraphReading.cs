using System.Collections.Immutable;

namespace RandWire.Graphs.Formats;

/// <summary>A graph that was read from a text, with what the text held and a wiring does not.</summary>
/// <param name="Graph">The graph.</param>
/// <param name="Notes">Whole sentences for a person: directions that are dropped, loops and parallel edges left out, names that were guessed at. Empty
/// when nothing was lost or decided.</param>
public sealed record GraphReading(Graph Graph, ImmutableArray<string> Notes)
{
    /// <summary>What the text calls the nodes, by index; empty where it has no names for them, as in an edge list that begins with the numbers of nodes
    /// and edges.</summary>
    public ImmutableArray<string> Names { get; init; } = [];
}
