using System.Collections.Immutable;
using RandWire.Engine;
using RandWire.Graphs;
using RandWire.Graphs.Formats;
using RandWire.Networks.Blocks;
using RandWire.Networks.Forms;

namespace RandWire.Networks;

/// <summary>Networks by name.</summary>
/// <remarks>
/// <c>small</c> and <c>regular</c> are the paper's (Xie et al. 2019, table 1): C = 78, and C = 109 or 154. The others keep the resolution of
/// small images. With ws(k=4,p=0.75), seed 1, and 10 classes (1000 in the last two):
/// <list type="table">
/// <listheader><term>preset</term><description>made for; stem; stages (channels at size); parameters; million multiply-adds</description></listheader>
/// <item><term>tiny</term><description>28 to 40 pixels; 16 at 28; 32 at 14, 64 at 7; N = 10; 0.06 M; 4.4 at 28x28x1</description></item>
/// <item><term>fashion</term><description>28 to 40 pixels; 32 at 28; 48 at 14, 96 at 7; N = 10; 0.14 M; 10.0 at 28x28x1</description></item>
/// <item><term>cifar</term><description>32 to 48 pixels; 32 at 32; 32 at 32, 96 at 16, 256 at 8; N = 10; 0.67 M; 70.0 at 32x32x3</description></item>
/// <item><term>medium</term><description>64 to 96 pixels; 32 at 32; 48 at 16, 96 at 8, 192 at 4; N = 10; 0.53 M; 18.6 at 64x64x3</description></item>
/// <item><term>small</term><description>224 pixels; 39 at 112, 78 at 56; 78, 156, 312; N = 32; 5.6 M; 574</description></item>
/// <item><term>regular</term><description>224 pixels; 54 at 112; 109 (N = 16), 218, 436, 872 (N = 32); dropout 0.2; 31.5 M; 3921</description></item>
/// </list>
/// </remarks>
public static partial class Presets
{
    /// <summary>The wiring where none is named, the paper's best.</summary>
    public const string UsualWiring = "ws(k=4,p=0.75)";

    /// <summary>All names, cheapest first.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. PresetPlan.All.Select(static plan => plan.Name)];

    /// <summary>The spec of a preset, checked.</summary>
    /// <param name="preset">One of <see cref="Names"/>, with the paper's C in parentheses where it should not be the usual one: <c>regular(channels=154)</c>.</param>
    /// <param name="options">What the preset leaves open.</param>
    /// <exception cref="SpecException">The name is unknown or an option is out of range; the message advises.</exception>
    /// <exception cref="InvalidDataException">The wiring is a graph file that cannot be read.</exception>
    public static NetworkSpec Create(string preset, PresetOptions options)
    {
        PresetPlan plan = Plan(preset);
        int? given = ChannelsIn(preset);
        if (given is not null && options.Channels is not null && given != options.Channels)
            throw new SpecException($"{preset}: channels = {options.Channels} is asked for beside it. Leave one of the two out.");
        int c = given ?? options.Channels ?? plan.Channels;
        if (c is < 1 or > NetworkSpec.MaximumChannels)
            throw new SpecException($"channels = {c} must lie in [1, {NetworkSpec.MaximumChannels}]. The preset '{plan.Name}' has {plan.Channels}.");
        int height = options.Height == 0 ? plan.Side : options.Height, width = options.Width == 0 ? plan.Side : options.Width;
        Func<int, int, WiringSpec> wiring = WiringFor(options);
        return new NetworkSpec
        {
            Preset = plan.Name,
            Input = new TensorShape(height, width, options.ImageChannels),
            Classes = options.Classes,
            Stem = new StemSpec([.. plan.Stem.Select(part => new StemConvolution(part.Channels(c), part.Stride))]),
            Stages = [.. plan.Stages.Select((part, index) => new StageSpec
            {
                Channels = part.Channels(c),
                Stride = part.Stride,
                Body = new Wired(wiring(plan.Stem.Length + 1 + index, part.Nodes), options.Node),
            })],
            Head = new HeadSpec(plan.HeadChannels, options.Dropout ?? plan.Dropout),
        }.Checked();
    }

    /// <summary>Seed of one stage when every stage has its own: 31 bits derived from the seed and the stage's number in the paper's
    /// counting, so that NetworkX accepts it too.</summary>
    /// <param name="seed">The network's seed.</param>
    /// <param name="stageNumber">The stage's number, such as 3 for <c>stage3</c>.</param>
    public static long StageSeed(long seed, int stageNumber) => (long)(Seed.From(seed).Child("wiring").Child(stageNumber).Key >> 33);

    /// <summary>Size to which images are brought for a preset: their own when the preset is made for it, else the preset's usual one.</summary>
    /// <param name="preset">One of <see cref="Names"/>.</param>
    /// <param name="height">Image height in pixels, at least 1.</param>
    /// <param name="width">Image width in pixels, at least 1.</param>
    /// <returns>The images' own size if both sides lie between the preset's usual and largest size, else the preset's usual square.</returns>
    public static (int Height, int Width) InputSize(string preset, int height, int width)
    {
        PresetPlan plan = Plan(preset);
        bool fits = Math.Min(height, width) >= plan.Side && Math.Max(height, width) <= Math.Min(plan.LargestSide, 256);
        return fits ? (height, width) : (plan.Side, plan.Side);
    }

    /// <summary>The paper's regime that a preset is of; null for those made for small images, and for names of other networks.</summary>
    /// <param name="preset">A name, in any case.</param>
    public static PaperRegime? Regime(string preset) => Known(preset)?.Regime;

    /// <summary>Whether a text names a preset: one of <see cref="Names"/>, perhaps with parentheses behind it.</summary>
    public static bool Knows(string text) => Known(text) is not null;

    private static PresetPlan? Known(string preset)
    {
        string text = preset.Trim();
        int open = text.IndexOf('(', StringComparison.Ordinal);
        if (open >= 0 && text.IndexOf(')', StringComparison.Ordinal) != text.Length - 1) return null;
        string name = open < 0 ? text : text[..open].TrimEnd();
        return PresetPlan.All.FirstOrDefault(plan => plan.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    private static int? ChannelsIn(string preset)
    {
        if (!preset.Contains('(', StringComparison.Ordinal)) return null;
        TextTerm term = TextTerm.Parse(preset);
        int? channels = term.Has("channels") ? term.Integer("channels") : null;
        term.RefuseOthers();
        return channels;
    }

    /// <summary>C of a preset where none is given.</summary>
    internal static int UsualChannels(string preset) => Plan(preset).Channels;

    private static PresetPlan Plan(string preset) => Known(preset)
        ?? throw new SpecException($"preset = '{TextTerm.Short(preset)}' is not known. Choose one of {string.Join(", ", Names)}.");

    // (stage number, the preset's N) to wiring; a graph file is read once.
    internal static Func<int, int, WiringSpec> WiringFor(PresetOptions options)
    {
        string text = (options.Wiring ?? UsualWiring).Trim();
        if (LooksLikeFile(text))
        {
            if (!File.Exists(text))
                throw new SpecException($"wiring = '{text}': there is no such graph file. Give a path to one, or a model such as ws(k=4,p=0.75).");
            ExplicitWiring fromFile = ExplicitWiring.Of(GraphFile.Read(text));
            return (_, _) => fromFile;
        }
        WiringSpec wiring = WiringSpec.Parse(text, options.Seed);
        if (wiring is not GeneratedWiring generated) return (_, _) => wiring;
        return (number, nodes) => new GeneratedWiring(
            generated.Model.Nodes is null ? generated.Model.WithNodes(nodes) : generated.Model,
            options.SeedPerStage ? StageSeed(options.Seed, number) : options.Seed);
    }

    // A model's text ends in a parenthesis and holds no path separator; everything else is taken for a file.
    private static bool LooksLikeFile(string text) =>
        File.Exists(text) || !text.EndsWith(')') || text.Contains('/', StringComparison.Ordinal) || text.Contains('\\', StringComparison.Ordinal);
}
