using RandWire.Networks.Blocks;

namespace RandWire.Networks.Editing.Operators;

/// <summary>Edits of a cell's graph.</summary>
internal static class CellEdits
{
    private static readonly Block Adapter = Block.Parse("conv1x1(stride)+norm");

    // What a new node may do: each keeps its input's shape.
    private static readonly Block[] Operations =
    [
        .. ((string[])["conv3x3(in)+norm+relu", "relu+conv3x3(in)+norm", "relu+sepconv3x3(in)+norm", "relu+sepconv5x5(in)+norm", "relu+conv1x1(in)+norm", "dwconv3x3+norm", "maxpool3x3", "avgpool3x3"])
            .Select(Block.Parse),
    ];

    public static IEnumerable<Block> AddWire(Cell cell, Draws draws) => Joined(cell, draws, Fit.Refuse, Fit.Adapt(Adapter));

    public static IEnumerable<Block> InsertSkip(Cell cell, Draws draws) => draws.Coin() ? Joined(cell, draws, Fit.Drop) : Joined(cell, draws, Fit.Adapt(Adapter));

    public static IEnumerable<Block> RemoveWire(Cell cell, Draws draws)
    {
        CellDraft draft = new(cell);
        List<(PlaceDraft Place, int Wire)> wires = [.. Wires(draft).Where(static one => one.Place.TakesMore && one.Place.Wires.Count > 1)];
        if (wires.Count == 0) yield break;
        (PlaceDraft place, int wire) = draws.Of(wires);
        place.Wires.RemoveAt(wire);
        draft.Prune();
        yield return draft.ToCell();
    }

    public static IEnumerable<Block> MoveWire(Cell cell, Draws draws)
    {
        CellDraft draft = new(cell);
        (PlaceDraft place, int index) = draws.Of([.. Wires(draft)]);
        Wire wire = place.Wires[index];
        if (draws.Coin())
        {
            List<PlaceDraft> ends = [.. draft.Places.Where(one => one != place && one.TakesMore && draft.SourcesOf(one).Contains(wire.From))];
            if (ends.Count == 0 || place.Wires.Count == 1 || !place.TakesMore) yield break;
            place.Wires.RemoveAt(index);
            draws.Of(ends).Wires.Add(wire);
        }
        else
        {
            List<Source> sources = draft.SourcesOf(place);
            sources.Remove(wire.From);
            if (sources.Count == 0) yield break;
            place.Wires[index] = wire with { From = draws.Of(sources) };
        }
        draft.Prune();
        yield return draft.ToCell();
    }

    public static IEnumerable<Block> AddNode(Cell cell, Draws draws)
    {
        CellDraft draft = new(cell);
        (PlaceDraft place, int index) = draws.Of([.. Wires(draft)]);
        bool splits = draws.Coin();
        Block operation = draws.Of(Operations);
        if (!splits && !place.TakesMore) yield break;
        Wire wire = place.Wires[index];
        PlaceDraft node = draft.Insert(place, wire with { Fit = Fit.Refuse }, operation);
        Source source = new(node.Name);
        if (splits) place.Wires[index] = new Wire(source, Block.Identity, wire.Fit);
        else place.Wires.Add(new Wire(source, Block.Identity, wire.Fit));
        yield return draft.ToCell();
    }

    public static IEnumerable<Block> RemoveNode(Cell cell, Draws draws)
    {
        if (cell.Nodes.Count == 0) yield break;
        int gone = draws.Below(cell.Nodes.Count);
        foreach (bool keepsOperations in (bool[])[false, true])
        {
            CellDraft draft = new(cell);
            draft.Bypass(draft.Places[gone], keepsOperations);
            draft.Prune();
            yield return draft.ToCell();
        }
    }

    private static IEnumerable<Block> Joined(Cell cell, Draws draws, params Fit[] fits)
    {
        CellDraft draft = new(cell);
        List<PlaceDraft> places = [.. draft.Places.Where(static place => place.TakesMore)];
        if (places.Count == 0) yield break;
        PlaceDraft place = draws.Of(places);
        Source source = draws.Of(draft.SourcesOf(place));
        foreach (Fit fit in fits)
        {
            place.Wires.Add(new Wire(source, Block.Identity, fit));
            yield return draft.ToCell();
            place.Wires.RemoveAt(place.Wires.Count - 1);
        }
    }

    private static IEnumerable<(PlaceDraft Place, int Wire)> Wires(CellDraft draft) =>
        draft.Places.SelectMany(static place => Enumerable.Range(0, place.Wires.Count).Select(wire => (place, wire)));
}
