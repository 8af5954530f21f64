namespace RandWire.Networks.Blocks;

/// <summary>Which layer of a node's transform takes the stride: the first that can.</summary>
internal static class StrideMarks
{
    /// <summary>Whether something in a block can take a stride.</summary>
    /// <param name="block">The block.</param>
    /// <param name="named">What a name stands for; null where it stands for nothing.</param>
    public static bool CanTake(Block block, Func<string, Block?> named) => !ReferenceEquals(OnFirst(block, named), block) || IsMarked(block);

    /// <summary>The block with the mark on its first convolution or pooling, or on the name behind which that is; itself where there is none, or where marks are set already.</summary>
    /// <param name="block">The block.</param>
    /// <param name="named">What a name stands for; null where it stands for nothing.</param>
    public static Block OnFirst(Block block, Func<string, Block?> named)
    {
        if (IsMarked(block)) return block;
        switch (block)
        {
            case Layer layer when layer.Word.CarriesStride:
                return layer with { TakesStride = true };
            case Named name:
                return named(name.Name) is { } behind && !CanTake(behind, named) ? block : name with { TakesStride = true };
            case Chain chain:
                for (int i = 0; i < chain.Parts.Count; i++)
                {
                    Block marked = OnFirst(chain.Parts[i], named);
                    if (!ReferenceEquals(marked, chain.Parts[i])) return new Chain(new(chain.Parts.Items.SetItem(i, marked)));
                }
                return block;
            default:
                return block;
        }
    }

    /// <summary>The block without any mark.</summary>
    public static Block Without(Block block) => !IsMarked(block) ? block : block switch
    {
        Layer layer => layer with { TakesStride = false, Options = layer.Options with { StrideAlong = Engine.Functions.StrideAxes.Both } },
        Named named => named with { TakesStride = false },
        Wired wired => wired with { TakesStride = false },
        Chain chain => new Chain([.. chain.Parts.Items.Select(Without)]),
        Repeat repeat => repeat with { Body = Without(repeat.Body), First = repeat.First is { } first ? Without(first) : null },
        Mixed mixed => mixed with { Choices = [.. mixed.Choices.Items.Select(Without)] },
        Cell cell => new Cell(
            [.. cell.Nodes.Items.Select(static node => node with { Wires = [.. node.Wires.Items.Select(Without)], Body = Without(node.Body) })],
            cell.Output, [.. cell.Of.Items.Select(Without)], Without(cell.After)),
        _ => block,
    };

    private static Wire Without(Wire wire) => wire with { Body = Without(wire.Body), Fit = wire.Fit.By is { } by ? Fit.Adapt(Without(by)) : wire.Fit };

    /// <summary>Whether a mark is set outside of names.</summary>
    public static bool IsMarked(Block block) => block switch
    {
        Layer layer => layer.TakesStride,
        Named named => named.TakesStride,
        Wired wired => wired.TakesStride,
        Chain chain => chain.Parts.Items.Any(IsMarked),
        Repeat repeat => IsMarked(repeat.Body) || (repeat.First is { } first && IsMarked(first)),
        Mixed mixed => mixed.Choices.Items.Any(IsMarked),
        Cell cell => cell.Nodes.Items.Any(static node => IsMarked(node.Body) || node.Wires.Items.Any(IsMarked)) || cell.Of.Items.Any(IsMarked) || IsMarked(cell.After),
        _ => false,
    };

    private static bool IsMarked(Wire wire) => IsMarked(wire.Body) || (wire.Fit.By is { } by && IsMarked(by));
}
