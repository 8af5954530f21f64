using RandWire.Networks.Blocks;

namespace RandWire.Networks.Editing.Operators;

/// <summary>A cell while it is edited: its places, the output last.</summary>
internal sealed class CellDraft
{
    private readonly List<PlaceDraft> _places;

    public CellDraft(Cell cell) => _places =
    [
        .. cell.Nodes.Items.Select(static node => new PlaceDraft(node.Name, node.Join, [.. node.Wires], node.Body)),
        new PlaceDraft("out", cell.Output, [.. cell.Of], cell.After),
    ];

    /// <summary>The nodes in order, then the output.</summary>
    public IReadOnlyList<PlaceDraft> Places => _places;

    /// <summary>What a place can read: the input, <c>prev</c> where the cell reads it already, and the nodes before it.</summary>
    public List<Source> SourcesOf(PlaceDraft place)
    {
        List<Source> sources = [Source.Input];
        if (_places.Any(static one => one.Wires.Any(static wire => wire.From == Source.Previous))) sources.Add(Source.Previous);
        foreach (PlaceDraft before in _places.TakeWhile(one => one != place)) sources.Add(new Source(before.Name));
        return sources;
    }

    /// <summary>A node before a place.</summary>
    public PlaceDraft Insert(PlaceDraft before, Wire reads, Block body)
    {
        PlaceDraft node = new(FreeName(), Join.Sum, [reads], body);
        _places.Insert(_places.IndexOf(before), node);
        return node;
    }

    /// <summary>Takes a node out: what read it reads what it read, with the operations of its wires or without.</summary>
    public void Bypass(PlaceDraft node, bool keepsOperations)
    {
        _places.Remove(node);
        foreach (PlaceDraft place in _places)
        {
            List<Wire> wires = [];
            foreach (Wire wire in place.Wires)
            {
                if (wire.From.Name != node.Name)
                {
                    wires.Add(wire);
                    continue;
                }
                // A product has two wires: one for one.
                foreach (Wire source in place.Join == Join.Product ? node.Wires.Take(1) : node.Wires)
                    wires.Add(keepsOperations ? new Wire(source.From, Both(source.Body, wire.Body), wire.Fit) : wire with { From = source.From });
            }
            place.Wires = wires;
        }
        Rename(node);
    }

    /// <summary>Takes out all nodes that nothing reads.</summary>
    public void Prune()
    {
        while (_places.SkipLast(1).LastOrDefault(node => !_places.Any(place => place.Wires.Any(wire => wire.From.Name == node.Name))) is { } unread)
        {
            _places.Remove(unread);
            Rename(unread);
        }
    }

    public Cell ToCell() => new(
        [.. _places.SkipLast(1).Select(static node => new Node(node.Name, node.Join, [.. node.Wires], node.Body))],
        _places[^1].Join, [.. _places[^1].Wires], _places[^1].Body);

    private static Block Both(Block first, Block second) => first.IsIdentity ? second : second.IsIdentity ? first : new Chain([first, second]);

    // A match that named a node which is gone names what that read first.
    private void Rename(PlaceDraft gone)
    {
        Source source = gone.Wires[0].From;
        foreach (PlaceDraft place in _places)
            place.Wires = [.. place.Wires.Select(wire => wire with { Body = Renamed(wire.Body) })];

        Block Renamed(Block body) => body switch
        {
            Match match when match.Like.Name == gone.Name => match with { Like = source },
            Chain chain => new Chain([.. chain.Parts.Items.Select(part => part is Match ? Renamed(part) : part)]),
            _ => body,
        };
    }

    private string FreeName()
    {
        for (int number = 1; ; number++)
        {
            string name = FormattableString.Invariant($"n{number}");
            if (_places.TrueForAll(place => place.Name != name)) return name;
        }
    }
}
