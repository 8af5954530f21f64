using RandWire.Graphs;
using RandWire.Networks.Blocks;
using RandWire.Networks.Editing;

namespace RandWire.Networks.Families;

/// <summary>A hand-made network's macro form with random stages in it: so wiring can be told apart from everything else that makes the network.</summary>
public static class MacroForm
{
    // As the presets have them.
    private const int NodesOfSmallImages = 10;
    private const int NodesOfLargeImages = 32;
    private const int LargestSmallSide = 96;

    /// <summary>The network with a random stage in the place of each repeated body, and of a body that stands once where it is one of those (where none is repeated, of each stage that holds a
    /// cell), of the same channels and stride. Where the last stage is replaced, a head that begins with the mean gets a ReLU before it, since a random stage ends in norms.</summary>
    /// <param name="network">A hand-made network.</param>
    /// <param name="options">Wiring, node and seeds; a model without n has 10 nodes up to 96 pixels, else 32.</param>
    /// <exception cref="SpecException">No stage can be replaced, or the wiring is out of range.</exception>
    public static NetworkSpec WithRandomStages(NetworkSpec network, PresetOptions options)
    {
        Assembly assembly = network.Assemble();
        HashSet<Block> repeated = [.. network.Stages.Where(static stage => stage.Repeat > 1).Select(static stage => stage.Body)];
        Func<int, int, WiringSpec> wiring = Presets.WiringFor(options);
        int nodes = Math.Max(network.Input.Height, network.Input.Width) <= LargestSmallSide ? NodesOfSmallImages : NodesOfLargeImages;
        StageSpec[] stages = [.. network.Stages];
        bool any = false, replacesLast = false;
        for (int i = 0; i < stages.Length; i++)
        {
            replacesLast = repeated.Count > 0 ? repeated.Contains(stages[i].Body) : HoldsCell(network, stages[i].Body, 0);
            if (!replacesLast) continue;
            any = true;
            stages[i] = new StageSpec
            {
                Channels = assembly.Stages[i].Part.Output.Channels,
                Stride = stages[i].Stride,
                Body = new Wired(wiring(network.StageNumber(i), nodes), options.Node),
            };
        }
        if (!any) throw new SpecException($"{network.Preset}: no stage repeats a body or holds a cell, so none can be wired at random. Leave --wiring out.");
        HeadSpec head = replacesLast && network.Head is { Body: Chain { Parts: [Layer { Word.Name: "mean" }, ..] } body }
            ? network.Head with { Body = new Chain([Layer.Of("relu"), .. body.Parts]) }
            : network.Head;
        return (network with { Stages = [.. stages], Head = head }).Checked();
    }

    private static bool HoldsCell(NetworkSpec network, Block block, int depth) => BlockTree.All(block).Any(inner => inner is Cell or Wired
        || (inner is Named named && depth < NetworkSpec.MaximumDepth && network.Blocks.Items.FirstOrDefault(entry => entry.Name == named.Name) is { } entry && HoldsCell(network, entry.Block, depth + 1)));
}
