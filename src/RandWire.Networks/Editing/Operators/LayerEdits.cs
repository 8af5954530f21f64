using RandWire.Engine.Functions;
using RandWire.Networks.Blocks;

namespace RandWire.Networks.Editing.Operators;

/// <summary>Edits of layers and chains: other words, and skips around parts.</summary>
internal static class LayerEdits
{
    private static readonly string[][] Plain = [["relu", "relu6", "swish", "hardswish", "gelu", "tanh"], ["sigmoid", "hardsigmoid"]];

    // Odd windows: an even one pads to the same size too, but not about its middle.
    private static readonly string[] Convolutions = ["conv1x1", "conv3x3", "conv5x5", "conv7x7", "sepconv3x3", "sepconv5x5", "sepconv7x7"];
    private static readonly string[] Keeping = ["dwconv3x3", "dwconv5x5", "dwconv7x7", "maxpool3x3", "maxpool5x5", "avgpool3x3", "avgpool5x5"];
    private static readonly string[] Named = ["sep3", "sep5", "sep7", "dil3", "dil5"];

    public static bool CanSwap(Block block) => Words(block).Length > 0;

    /// <summary>Another word in the place of a layer, with what is said of the layer as far as the word takes it.</summary>
    public static IEnumerable<Block> Swap(Block block, Draws draws)
    {
        string word = draws.Of(Words(block));
        if (block is not Layer layer)
        {
            yield return ((Named)block) with { Name = word };
            yield break;
        }
        LayerWord other = LayerWord.Parse(word);
        LayerOptions old = layer.Options;
        LayerOptions options = new()
        {
            Groups = Takes("groups") ? old.Groups : null,
            Dilation = Takes("dilation") ? old.Dilation : 1,
            HasBias = Takes("bias") && old.HasBias,
            Padding = old.Padding,
        };
        yield return new Layer(other, layer.Channels, layer.TakesStride, options);

        bool Takes(string option) => other.Definition.Options.Contains(option);
    }

    /// <summary>A skip around a run of a chain's parts.</summary>
    public static IEnumerable<Block> InsertSkip(Chain chain, Draws draws)
    {
        if (chain.Parts.Count == 0) yield break;
        int from = draws.Below(chain.Parts.Count), count = 1 + draws.Below(chain.Parts.Count - from);
        Block run = count == 1 ? chain.Parts[from] : new Chain([.. chain.Parts.Items.AsSpan(from, count)]);
        Wire through = new(Source.Input, run, Fit.Refuse), around = new(Source.Input, Block.Identity, Fit.Drop);
        Cell cell = new([new Node("x", Join.Sum, [through], Block.Identity)], Join.Sum, [Wire.Of(new Source("x")), around], Block.Identity);
        yield return new Chain([.. chain.Parts.Items.RemoveRange(from, count).Insert(from, cell)]);
    }

    private static string[] Words(Block block)
    {
        if (block is Named named) return Others(Named, named.Name);
        if (block is not Layer layer) return [];
        string name = layer.Word.Name;
        string[] words = Plain.FirstOrDefault(words => words.Contains(name)) is { } plain ? Others(plain, name)
            : layer.Word.Definition.Name is "conv" or "sepconv" ? Others(Convolutions, name)
            : layer.Word.Definition.Name is "dwconv" or "maxpool" or "avgpool" ? Others(Keeping, name)
            : [];
        // A stride along one side is written with a window of that side alone.
        if (layer.Options.StrideAlong != StrideAxes.Both) return [];
        return layer.Options.Padding == Padding.Same ? words : [.. words.Where(other => IsLike(LayerWord.Parse(other), layer.Word))];
    }

    // Without the usual padding the window says the size.
    private static bool IsLike(LayerWord word, LayerWord old) => word.Height == old.Height && word.Width == old.Width && word.Definition.Options.Contains("pad");

    private static string[] Others(string[] words, string name) => words.Contains(name) || char.IsAsciiDigit(name[^1]) && !Named.Contains(words[0]) ? [.. words.Where(word => word != name)] : [];
}
