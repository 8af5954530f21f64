using System.Globalization;
using RandWire.Networks.Blocks;

namespace RandWire.Networks.Editing;

/// <summary>The blocks that stand directly within a block, by the word that a path calls them by.</summary>
internal static class BlockTree
{
    /// <summary>The block with every inner block replaced by what a function of its word and itself gives.</summary>
    public static Block Map(Block block, Func<string, Block, Block> map)
    {
        switch (block)
        {
            case Chain chain:
                return new Chain([.. chain.Parts.Items.Select((part, index) => map(Number(index), part))]);
            case Repeat repeat:
                return repeat with { First = repeat.First is { } first ? map("first", first) : null, Body = map("body", repeat.Body) };
            case Mixed mixed:
                return mixed with { Choices = [.. mixed.Choices.Items.Select((choice, index) => map("c" + Number(index), choice))] };
            case Wired wired:
                return wired with { Node = wired.Node with { Transform = map("node", wired.Node.Transform) } };
            case Cell cell:
                Node[] nodes = [.. cell.Nodes.Items.Select(node => node with { Wires = Map(node.Name, node.Wires, map), Body = map(node.Name, node.Body) })];
                return new Cell([.. nodes], cell.Output, Map("out", cell.Of, map), map("out", cell.After));
            default:
                return block;
        }
    }

    /// <summary>The inner blocks, in the order of the text, but of a repeat what stands first.</summary>
    public static IReadOnlyList<(string Word, Block Block)> Children(Block block)
    {
        List<(string, Block)> children = [];
        Map(block, (word, child) =>
        {
            children.Add((word, child));
            return child;
        });
        return children;
    }

    /// <summary>The block with another inner block under one of its words.</summary>
    public static Block With(Block block, string word, Block child) => Map(block, (one, old) => one == word ? child : old);

    /// <summary>Every block within, the block itself among them; from the outside in.</summary>
    public static IEnumerable<Block> All(Block block) => Children(block).SelectMany(static child => All(child.Block)).Prepend(block);

    /// <summary>The block with every layer and name within it, and itself, replaced.</summary>
    public static Block MapLeaves(Block block, Func<Block, Block> map) => block is Layer or Named or Match ? map(block) : Map(block, (_, child) => MapLeaves(child, map));

    private static Sequence<Wire> Map(string place, Sequence<Wire> wires, Func<string, Block, Block> map) => [.. wires.Items.Select((wire, index) =>
    {
        string word = $"{place}.w{Number(index)}";
        return wire with { Body = map(word, wire.Body), Fit = wire.Fit.By is { } by ? Fit.Adapt(map(word + "~", by)) : wire.Fit };
    })];

    private static string Number(int index) => (index + 1).ToString(CultureInfo.InvariantCulture);
}
