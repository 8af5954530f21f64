using RandWire.Networks;

namespace RandWire.Reports.Sketches;

/// <summary>Boxes and wires of a cell as they are read.</summary>
/// <param name="input">Channels of <c>in</c>.</param>
/// <param name="previous">Channels of <c>prev</c>.</param>
internal sealed class CellPlan(int input, int previous)
{
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _channels = new(StringComparer.Ordinal) { ["in"] = input, ["prev"] = previous };
    private readonly HashSet<(int, string)> _plain = [];

    public List<CellBox> Boxes { get; } = [];

    public List<CellWire> Wires { get; } = [];

    public int Channels(string source) => _channels[source];

    /// <summary>The box of a source; the cell's inputs get theirs when they are first read.</summary>
    public int Place(string source)
    {
        if (_places.TryGetValue(source, out int place)) return place;
        Boxes.Add(new CellBox(source, CellBoxKind.Input, "", [], source == "in" ? "in: what the block reads" : "prev: the value before in"));
        return _places[source] = Boxes.Count - 1;
    }

    /// <summary>The box of what a wire does on its way; the source itself where it does nothing.</summary>
    public int Operation(int from, PartWire wire, string to, IReadOnlyList<Sketch> does)
    {
        // The same value twice needs two lines that can be told apart.
        bool isAgain = does.Count == 0 && !_plain.Add((from, to));
        if (does.Count == 0 && !isAgain) return from;
        Boxes.Add(new CellBox($"{wire.From}>{to}", CellBoxKind.Operation, "",
            isAgain ? [new LineSketch("identity", "identity", false)] : does, $"{wire.From} to {to}: {(isAgain ? "as it is" : wire.Does.Text)}"));
        Wires.Add(new CellWire(from, Boxes.Count - 1, false));
        return Boxes.Count - 1;
    }

    public void Add(CellBox box, IReadOnlyList<CellWire> wires, int channels)
    {
        Boxes.Add(box);
        foreach (CellWire wire in wires) { Wires.Add(wire with { To = Boxes.Count - 1 }); }
        _places[box.Name] = Boxes.Count - 1;
        _channels[box.Name] = channels;
    }
}
