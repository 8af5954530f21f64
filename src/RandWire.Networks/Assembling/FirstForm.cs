using RandWire.Engine.Functions;
using RandWire.Networks.Blocks;

namespace RandWire.Networks.Assembling;

/// <summary>The networks that the first version of the language could write: random stages of seven layers between a stem and the paper's head. Their trainings end in
/// the bits of that version for good.</summary>
internal static class FirstForm
{
    private static readonly HashSet<string> Words = ["relu", "sepconv3x3", "conv3x3", "conv1x1", "maxpool3x3", "avgpool3x3", "norm"];

    public static bool Is(NetworkSpec spec) => spec.Blocks.Count == 0 && spec.Head.Body is null && spec.Stem.Convolutions.All(static convolution => convolution.Padding == Padding.Same)
        && spec.Stages.All(static stage => stage.Wired is { } wired && IsFirst(wired.Node.Transform));

    private static bool IsFirst(Block block) => block switch
    {
        Layer layer => Words.Contains(layer.Word.Name) && layer.Channels is null && !layer.TakesStride && layer.Options == LayerOptions.None,
        Chain chain => chain.Parts.Items.All(IsFirst),
        _ => false,
    };
}
