using System.CommandLine;
using System.Globalization;
using RandWire.Graphs;
using RandWire.Networks;
using RandWire.Networks.Blocks;
using RandWire.Networks.Editing;

namespace RandWire.Cli;

/// <summary>The options that describe a network, the same for every verb that makes one.</summary>
internal sealed class NetworkFlags
{
    /// <summary>The preset that stands for "choose one for me".</summary>
    public const string Auto = "auto";

    private readonly Option<string> _preset;

    private readonly Option<string?> _wiring = Flags.Text("--wiring", "model",
        "Wiring of every stage: er(p=0.2), ba(m=5), ba-star(m=5), ws(k=4,p=0.75), ws-connected(k=4,p=0.75), chain() or complete(), with n=... or the preset's; or a graph file. [default: ws(k=4,p=0.75)]");

    private readonly Option<string?> _node = Flags.Text("--node", "operation",
        "What every node of a random wiring does: an operation such as conv3x3 or maxpool3x3+conv1x1, which gets a relu before and a norm behind it; with a relu or norm in it, it is taken whole. [default: sepconv3x3]");

    private readonly Option<string?> _network = Flags.Text("--network", "text",
        "A hand-made network such as resnet(depth=20), mobilenetv2 or nasnet-a(cells=2) (see networks), a preset, a spec file or a spec's text. With --wiring, random stages take the place of its repeated blocks.");

    private readonly Option<int?> _channels = Flags.Integer("--channels", "C", "The paper's C, from which all channel counts follow. [default: the preset's]", 1, NetworkSpec.MaximumChannels);

    private readonly Option<string?> _match = Flags.Text("--match", "count",
        "Scales the widths so that the network costs multiplyadds=70M or parameters=0.67M, within 2 %, and tells what it chose. Numbers may have k, M or G.");

    private readonly Option<string?> _size = Flags.Text("--size", "side|HxW", "Size of the network's input, such as 32 or 224x224. [default: fits preset and images]");

    private readonly Option<bool> _seedPerStage = Flags.Switch("--seed-per-stage", "Draws every stage's graph with a seed of its own; the paper uses one seed for all.");

    public NetworkFlags(bool withAuto, string usual)
    {
        string[] names = withAuto ? [Auto, .. Presets.Names] : [.. Presets.Names];
        _preset = Flags.Choice("--preset", "Kind of network", usual, names);
    }

    public void AddTo(Command verb)
    {
        foreach (Option option in (Option[])[_preset, _network, _wiring, _node, _channels, _match, _size, _seedPerStage])
            verb.Options.Add(option);
    }

    public string Preset(Request request) => request.Value(_preset)!;

    /// <summary>Whether --preset stands on the command line.</summary>
    public bool IsPresetGiven(Request request) => request.IsGiven(_preset);

    /// <summary>The network named by --network; null when none was.</summary>
    public string? Network(Request request)
    {
        string? text = request.Value(_network);
        if (text is not null && request.IsGiven(_preset))
            throw new SpecException($"--network {text} and --preset {Preset(request)} both name a network. Leave one of them out.");
        return text;
    }

    /// <summary>The size asked for; null when none was.</summary>
    public (int Height, int Width)? Size(Request request)
    {
        if (request.Value(_size) is not { } text)
            return null;
        string[] sides = text.Split('x', 'X');
        if (sides.Length is 1 or 2
            && int.TryParse(sides[0], NumberStyles.None, CultureInfo.InvariantCulture, out int height) && height is >= 1 and <= NetworkSpec.MaximumSide
            && int.TryParse(sides[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int width) && width is >= 1 and <= NetworkSpec.MaximumSide)
        {
            return (height, width);
        }

        throw new SpecException($"--size {text}: must be a side or height x width, each from 1 to {NetworkSpec.MaximumSide}, such as --size 32 or --size 224x160.");
    }

    /// <summary>What the network is to cost; null where nothing was asked for.</summary>
    public CostTarget? Match(Request request)
    {
        if (request.Value(_match) is not { } text)
            return null;
        if (request.Value(_channels) is { } channels)
            throw new SpecException($"--match {text} and --channels {channels} both say how wide the network is. Leave one of them out.");
        try
        {
            return CostTarget.Parse(text);
        }
        catch (SpecException error)
        {
            throw new SpecException($"--match: {error.Message}");
        }
    }

    /// <summary>What the options say, on top of what the data says.</summary>
    /// <param name="request">The command line.</param>
    /// <param name="options">What the data says.</param>
    /// <param name="seed">Seed of the wirings; null takes that of everything.</param>
    public PresetOptions Complete(Request request, PresetOptions options, long? seed = null) => options with
    {
        Wiring = request.Value(_wiring) ?? options.Wiring,
        Node = request.Value(_node) is { } node ? NodeSpec.Around(Block.Parse(node)) : options.Node,
        Channels = request.Value(_channels),
        SeedPerStage = request.Value(_seedPerStage),
        Seed = seed ?? request.Seed,
    };
}
