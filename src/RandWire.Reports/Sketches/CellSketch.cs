namespace RandWire.Reports.Sketches;

/// <summary>A cell: boxes and the wires between them, every box after those that it reads.</summary>
internal sealed record CellSketch(IReadOnlyList<CellBox> Boxes, IReadOnlyList<CellWire> Wires)
    : Sketch($"cell({string.Join(',', Boxes.Select(box => box.Form))};{string.Join(',', Wires)})", string.Join("; ", Boxes.Select(box => box.Words)))
{
    /// <summary>Whether a wire was left out.</summary>
    public bool LeavesOut => Wires.Any(wire => wire.IsDropped);

    /// <summary>The boxes of <paramref name="other"/> that do something else, where its graph is the same; null where it is another.</summary>
    public List<CellBox>? Differences(CellSketch other)
    {
        if (Boxes.Count != other.Boxes.Count || !Wires.SequenceEqual(other.Wires)) return null;
        List<CellBox> differences = [];
        for (int i = 0; i < Boxes.Count; i++)
        {
            (CellBox mine, CellBox theirs) = (Boxes[i], other.Boxes[i]);
            if (mine.Name != theirs.Name || mine.Kind != theirs.Kind || mine.Join != theirs.Join) return null;
            if (mine.Form != theirs.Form) differences.Add(theirs);
        }
        return differences;
    }
}
