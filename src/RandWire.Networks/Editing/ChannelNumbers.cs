using RandWire.Networks.Blocks;

namespace RandWire.Networks.Editing;

/// <summary>All numbers of channels that a network says outright: of stem, stages, layers, and the paper's head. Not the classes, not what is said in C, <c>in</c> or
/// <c>cell.in</c>, not groups.</summary>
internal static class ChannelNumbers
{
    public static List<ChannelNumber> Of(NetworkSpec spec)
    {
        List<ChannelNumber> numbers = [];
        for (int i = 0; i < spec.Stem.Convolutions.Length; i++)
        {
            int index = i;
            numbers.Add(new(FormattableString.Invariant($"conv{i + 1}"), spec.Stem.Convolutions[i].Channels, (network, value) =>
                network with { Stem = new StemSpec(network.Stem.Convolutions.SetItem(index, network.Stem.Convolutions[index] with { Channels = value })) }));
        }
        for (int i = 0; i < spec.Stages.Length; i++)
        {
            int index = i;
            if (spec.Stages[i].Channels is not { } channels) continue;
            numbers.Add(new(FormattableString.Invariant($"stage{spec.StageNumber(i)}"), channels, (network, value) =>
                network with { Stages = network.Stages.SetItem(index, network.Stages[index] with { Channels = value }) }));
        }
        foreach ((string path, Block block) in spec.Places())
        {
            // The paper's head says its channels itself.
            if (spec.Head.Body is null && path.StartsWith("head", StringComparison.Ordinal)) continue;
            if (Number(block) is not { } value || (value == spec.Classes && GivesClasses(path, block))) continue;
            numbers.Add(new(path, value, (network, wanted) => network.Replaced(path, With(network.At(path), wanted))));
        }
        if (spec.Head.Body is null) numbers.Add(new("head", spec.Head.Channels, static (network, value) => network with { Head = network.Head with { Channels = value } }));
        return numbers;
    }

    // A fully connected layer of as many outputs as classes gives the classes, and so may any layer of the head.
    private static bool GivesClasses(string path, Block block) => path.StartsWith("head", StringComparison.Ordinal) || block is Layer { Word.Name: "fc" };

    private static int? Number(Block block) => block switch
    {
        Layer { Channels.Constant: { } value } layer when layer.Word.Definition.ScalesChannels => value,
        Match { Channels.Constant: { } value } => value,
        _ => null,
    };

    private static Block With(Block block, int value) => block switch
    {
        Layer layer => layer with { Channels = Width.Of(value) },
        Match match => match with { Channels = Width.Of(value) },
        _ => block,
    };
}
