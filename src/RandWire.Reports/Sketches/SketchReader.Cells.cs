using RandWire.Engine;
using RandWire.Networks;
using RandWire.Networks.Blocks;

namespace RandWire.Reports.Sketches;

internal sealed partial class SketchReader
{
    private int ReadCell(Cell cell, Site site, int input, PartCursor parts, List<Sketch> into)
    {
        CellPlan plan = new(input, site.Previous);
        Site inner = site with { CellInput = input };
        foreach (Node node in cell.Nodes) ReadPlace(plan, node.Name, CellBoxKind.Node, node.Join, node.Wires, node.Body, inner, parts.Next());
        int output = ReadPlace(plan, "out", CellBoxKind.Output, cell.Output, cell.Of, cell.After, inner, parts.Next());
        into.Add(new CellSketch(plan.Boxes, plan.Wires));
        return output;
    }

    private int ReadPlace(CellPlan plan, string name, CellBoxKind kind, Join join, Sequence<Wire> wires, Block body, Site site, Part part)
    {
        PartCursor within = new(part.Parts);
        List<Sketch>[] does = new List<Sketch>[wires.Count];
        int[] gives = new int[wires.Count];
        // As the walk has it: wires that must fit come first.
        foreach (bool mustFit in (ReadOnlySpan<bool>)[true, false])
        {
            for (int i = 0; i < does.Length; i++)
            {
                if (wires[i].Fit.Kind == FitKind.Refuse != mustFit) continue;
                does[i] = [];
                string path = wires.Count == 1 && join != Join.Product ? part.Name : FormattableString.Invariant($"{part.Name}.w{i + 1}");
                gives[i] = Read(part.Wires[i].Does, site with { Laid = Under(path, part.Operations) }, plan.Channels(part.Wires[i].From), within, does[i]);
            }
        }
        int[] laid = [.. Enumerable.Range(0, does.Length).Where(i => !part.Wires[i].IsDropped)];
        int joined = join == Join.Concatenation ? laid.Sum(i => gives[i]) : gives[laid.FirstOrDefault(i => wires[i].Fit.Kind == FitKind.Refuse, laid[0])];
        List<Sketch> after = [];
        Read(body, site, joined, within, after);

        // One wire into a place is no join: what it does stands in the place's own box.
        bool isPlain = laid.Length == 1 && join != Join.Product;
        List<CellWire> into = [];
        for (int i = 0; i < does.Length; i++)
        {
            PartWire wire = part.Wires[i];
            int from = plan.Place(wire.From);
            if (!isPlain && !wire.IsDropped) from = plan.Operation(from, wire, name, does[i]);
            into.Add(new CellWire(from, 0, wire.IsDropped));
        }
        List<Sketch> content = isPlain ? [.. does[laid[0]], .. after] : after;
        string?[] called = [isPlain ? null : Words(join), isPlain ? Called(part.Wires[laid[0]].Does) : null, Called(body)];
        plan.Add(new CellBox(name, kind, string.Join(", ", called.Where(word => word is not null)), content, Note(part, laid, isPlain, join)), into, part.Output.Channels);
        return part.Output.Channels;
    }

    // The name of a block of the network's own, which is drawn as what it stands for.
    private string? Called(Block block) => block is Named named && _names.ContainsKey(named.Name) ? named.Name : null;

    private Operation[] Under(string path, Range range)
    {
        (int from, int count) = range.GetOffsetAndLength(_operations.Count);
        return [.. Enumerable.Range(from, count).Select(i => _operations[i]).Where(operation => operation.Name.StartsWith(path + ".", StringComparison.Ordinal))];
    }

    private static string Words(Join join) => join switch
    {
        Join.Concatenation => "concatenation",
        Join.WeightedSum => "weighted sum",
        Join.Mean => "mean",
        Join.Product => "product",
        _ => "sum",
    };

    private static string Note(Part part, int[] laid, bool isPlain, Join join)
    {
        string reads = string.Join(", ", laid.Select(i => part.Wires[i].From + (part.Wires[i].Does.IsIdentity ? "" : " > " + part.Wires[i].Does.Text)));
        return $"{part.Name}: {(isPlain ? reads : $"{Words(join)} of {reads}")}{(part.Block.IsIdentity ? "" : ", then " + part.Block.Text)}; gives {part.Output}";
    }
}
