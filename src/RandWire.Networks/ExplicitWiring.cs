using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using RandWire.Graphs;
using RandWire.Graphs.Formats;
using RandWire.Networks.Forms;

namespace RandWire.Networks;

/// <summary>A wiring given wire by wire, such as one read from a graph file.</summary>
/// <remarks>Equal by value.</remarks>
/// <param name="Nodes">Number of nodes, at least 1.</param>
/// <param name="Wires">Wires from lower to higher index, sorted, without duplicates; <see cref="Of(Graph)"/> brings any graph into this form.
/// </param>
public sealed record ExplicitWiring(int Nodes, ImmutableArray<Edge> Wires) : WiringSpec
{
    /// <summary>What the file that this wiring was read from held and a wiring does not, as sentences for a person; empty for others.</summary>
    /// <remarks>No part of the wiring: neither its text nor its equality knows of it.</remarks>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <inheritdoc/>
    public override string Text
    {
        get
        {
            StringBuilder text = new(string.Create(CultureInfo.InvariantCulture, $"dag(n={Nodes},e="));
            for (int i = 0; i < Wires.Length; i++)
                text.Append(CultureInfo.InvariantCulture, $"{(i > 0 ? "." : "")}{Wires[i].From}-{Wires[i].To}");
            return text.Append(')').ToString();
        }
    }

    /// <summary>The wiring of an undirected graph, oriented from lower to higher index.</summary>
    public static ExplicitWiring Of(Graph graph) => new(graph.NodeCount, [.. graph.Edges]);

    /// <summary>The wiring of a graph that was read, with the notes on it.</summary>
    public static ExplicitWiring Of(GraphReading reading) => Of(reading.Graph) with { Notes = reading.Notes };

    /// <inheritdoc/>
    public override Dag ToDag() => Dag.FromArcs(Nodes, Wires);

    /// <inheritdoc/>
    public override WiringSpec Checked()
    {
        if (Nodes is < 1 or > MaximumNodes)
            throw new SpecException($"dag: n = {Nodes} must lie in [1, {MaximumNodes}]. Give a graph of that size.");
        Edge previous = new(-1, -1);
        foreach (Edge wire in Wires)
        {
            if (wire.From < 0 || wire.From >= wire.To || wire.To >= Nodes)
                throw new SpecException($"dag: wire {wire} must go from a lower to a higher node within [0, {Nodes - 1}]. Renumber the nodes.");
            if (wire <= previous)
                throw new SpecException($"dag: wire {wire} is out of order or given twice. Sort the wires and keep each once.");
            previous = wire;
        }
        return this;
    }

    /// <inheritdoc/>
    public bool Equals(ExplicitWiring? other) =>
        other is not null && Nodes == other.Nodes && Wires.AsSpan().SequenceEqual(other.Wires.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(Nodes);
        foreach (Edge wire in Wires) hash.Add(wire);
        return hash.ToHashCode();
    }

    internal static ExplicitWiring Parse(string text)
    {
        TextTerm term = TextTerm.Parse(text);
        int nodes = term.Integer("n");
        string list = term.Text("e", "");
        term.RefuseOthers();
        ImmutableArray<Edge>.Builder wires = ImmutableArray.CreateBuilder<Edge>();
        foreach (string item in list.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] ends = item.Split('-');
            if (ends.Length != 2 || !TextTerm.TryInteger(ends[0], out int from) || !TextTerm.TryInteger(ends[1], out int to))
                throw new SpecException($"dag: '{item}' is no wire. Write wires as from-to, joined by dots: e=0-1.0-2.1-3.");
            wires.Add(new Edge(from, to));
        }
        return new ExplicitWiring(nodes, wires.ToImmutable());
    }
}
