using RandWire.Engine;
using RandWire.Engine.Functions;
using RandWire.Graphs;

namespace RandWire.Networks.Blocks;

/// <summary>All words for layers. A new one is an entry here, and a function of the engine.</summary>
public static class LayerWords
{
    private static readonly string[] Windowed = ["dilation", "pad"];

    private static readonly Dictionary<string, LayerDefinition> Words = Table().ToDictionary(static word => word.Name, StringComparer.Ordinal);

    /// <summary>The words as a person would list them; those with a window with a usual one.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Words.Values.Select(static word => word.HasWindow ? word.Name + "3x3" : word.Name)];

    internal static LayerDefinition? Find(string name) => Words.GetValueOrDefault(name);

    private static IEnumerable<LayerDefinition> Table() =>
    [
        Elementwise("relu", new Relu()),
        Elementwise("relu6", new Relu6()),
        Elementwise("swish", new Swish()),
        Elementwise("hardswish", new HardSwish()),
        Elementwise("hardsigmoid", new HardSigmoid()),
        Elementwise("gelu", new Gelu()),
        Elementwise("sigmoid", new Sigmoid()),
        Elementwise("tanh", new RandWire.Engine.Functions.Tanh()),
        new("sepconv", Separable) { HasWindow = true, CarriesStride = true, ChangesChannels = true, Argument = LayerArgument.Channels, Options = ["dilation"] },
        new("conv", Dense) { HasWindow = true, CarriesStride = true, ChangesChannels = true, Argument = LayerArgument.Channels, Options = [.. Windowed, "groups", "bias", "stride"] },
        new("dwconv", Depthwise) { HasWindow = true, CarriesStride = true, Options = [.. Windowed, "bias"] },
        new("maxpool", static site => Pool(site, PoolingKind.Maximum)) { HasWindow = true, CarriesStride = true, Options = ["pad"] },
        new("avgpool", static site => Pool(site, PoolingKind.Average)) { HasWindow = true, CarriesStride = true, Options = ["pad"] },
        new("norm", static site => site.Add("norm", new Norm(site.Layer.Options.IsAffine, (float)site.Layer.Options.Epsilon), site.Input)) { Options = ["affine", "eps"] },
        new("mean", static site => site.Add("pool", new GlobalAverage(), site.Input)),
        new("fc", Classifier) { ChangesChannels = true, Argument = LayerArgument.Channels },
        new("dropout", static site => site.Add("dropout", new Dropout((float)site.Layer.Options.Rate), site.Input)) { Argument = LayerArgument.Rate },
        new("droppath", static site => site.Add("droppath", new DropPath(site.Assembler.DropShare()), site.Input)),
        new("subsample", Subsample) { CarriesStride = true },
        new("padchannels", PadChannels) { ChangesChannels = true, Argument = LayerArgument.Number },
        new("half", Half) { ChangesChannels = true, Argument = LayerArgument.Number },
        new("shuffle", static site => site.Add("shuffle", new ChannelShuffle(site.Number(1, NetworkSpec.MaximumChannels, "groups")), site.Input)) { Argument = LayerArgument.Number },
        new("shift", static site => site.Add("shift", new PixelShift(), site.Input)),
        new("skip", Skip) { CarriesStride = true },
        new("none", Nothing) { CarriesStride = true },
    ];

    private static LayerDefinition Elementwise(string word, Function function) => new(word, site => site.Add(word, function, site.Input));

    private static ValueId Dense(LayerSite site) =>
        site.Add("conv", new Convolution(site.Channels, site.Window, site.Groups, site.Layer.Options.HasBias, site.Layer.Options.Padding), site.Input);

    private static ValueId Depthwise(LayerSite site) =>
        site.Add("depthwise", new Depthwise(site.Window, site.Layer.Options.HasBias, site.Layer.Options.Padding), site.Input);

    private static ValueId Separable(LayerSite site)
    {
        ValueId rows = site.Add("depthwise", new Depthwise(site.Window), site.Input);
        return site.Add("pointwise", new Convolution(site.Channels, new Window(1, 1)), rows);
    }

    private static ValueId Pool(LayerSite site, PoolingKind kind) => site.Add("pool", new Pooling(kind, site.Window, site.Layer.Options.Padding), site.Input);

    private static ValueId Classifier(LayerSite site)
    {
        if (site.Shape.Pixels != 1) throw new SpecException($"{site.Layer.Text} reads one pixel, not {site.Shape}. Write mean+{site.Layer.Text}.");
        ValueId input = site.Input;
        bool isLast = site.Layer.Channels is null;
        double dropout = isLast ? site.Assembler.TakeHeadDropout() : 0;
        if (dropout > 0) input = site.Add("dropout", new Dropout((float)dropout), input);
        return site.Add("fc", new Linear(isLast ? site.Assembler.Classes : site.Channels), input);
    }

    private static ValueId Subsample(LayerSite site) => site.Stride == 1 ? site.Input : site.Add("subsample", new Subsample(site.Stride), site.Input);

    private static ValueId PadChannels(LayerSite site)
    {
        int channels = site.Number(1, NetworkSpec.MaximumChannels, "channels"), more = channels - site.Shape.Channels;
        if (more < 0) throw new SpecException($"{site.Layer.Text}: {channels} channels are fewer than the {site.Shape.Channels} of {site.Shape}. Channels are only added.");
        return more == 0 ? site.Input : site.Add("padchannels", new ChannelPadding(0, more), site.Input);
    }

    private static ValueId Half(LayerSite site)
    {
        int channels = site.Shape.Channels, first = channels / 2;
        if (channels < 2) throw new SpecException($"{site.Layer.Text}: {site.Shape} has no two halves.");
        return site.Number(0, 1, "the half") == 0
            ? site.Add("half", new Slice(0, first), site.Input)
            : site.Add("half", new Slice(first, channels - first), site.Input);
    }

    // The identity; where it has to take a stride, a factorized reduction (Liu, Simonyan and Yang, ICLR 2019).
    private static ValueId Skip(LayerSite site) =>
        site.Stride == 1 ? site.Input : site.Assembler.FactorizedReduction(site.Scope, site.Input, site.Stride, site.Place.Channels ?? site.Shape.Channels);

    private static ValueId Nothing(LayerSite site) => site.Add("none", new Sum(0), Subsample(site));
}
