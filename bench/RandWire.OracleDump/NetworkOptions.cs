using System.Globalization;
using RandWire.Engine;
using RandWire.Graphs;
using RandWire.Networks;
using RandWire.Networks.Blocks;
using RandWire.Networks.Editing;
using RandWire.Networks.Families;

namespace RandWire.OracleDump;

/// <summary>The command line: which network, on how much, and where to write.</summary>
internal sealed record NetworkOptions
{
    public string Preset { get; private init; } = "tiny";

    /// <summary>A preset's or a family's name, or a spec's text; empty takes <see cref="Preset"/>.</summary>
    public string Network { get; private init; } = "";

    /// <summary>Wiring of random stages; null takes the paper's for presets, and leaves a family as it is.</summary>
    public string? Wiring { get; private init; }

    public long Seed { get; private init; } = 1;

    /// <summary>How the nodes of a preset's random stages join their wires.</summary>
    public Join Aggregation { get; private init; } = Join.WeightedSum;

    /// <summary>What the nodes of a preset's random stages do, such as <c>relu+conv3x3+norm</c>; empty takes the paper's.</summary>
    public string Transform { get; private init; } = "";

    /// <summary>Height and width of the images; 0 takes the network's.</summary>
    public int Size { get; private init; }

    public int ImageChannels { get; private init; } = 3;

    public int Classes { get; private init; } = 10;

    /// <summary>The paper's C; 0 takes the preset's.</summary>
    public int Channels { get; private init; }

    /// <summary>Channels of the head's convolution; 0 takes the preset's.</summary>
    public int HeadChannels { get; private init; }

    public int Batch { get; private init; } = 4;

    public int Steps { get; private init; } = 10;

    public int Threads { get; private init; } = 2;

    public bool Fuse { get; private init; } = true;

    public string Out { get; private init; } = "oracle";

    public float Rate { get; private init; } = 0.01f;

    public SgdSettings Sgd => new() { LearningRate = Rate, Momentum = 0.9f, WeightDecay = 5e-4f, OtherDecay = 1e-4f };

    /// <summary>What the network's width is scaled to cost, such as <c>multiplyadds=40M</c>; empty leaves it.</summary>
    public string Match { get; private init; } = "";

    /// <summary>The network; dropout is left out, since its masks are this engine's own.</summary>
    /// <exception cref="SpecException">The network cannot be read, or its text speaks of another size than the options.</exception>
    public NetworkSpec Spec() => Match.Length == 0 ? AsWritten() : Widths.Match(AsWritten(), CostTarget.Parse(Match)).Network;

    private NetworkSpec AsWritten()
    {
        NodeSpec node = NodeSpec.Paper with { Aggregation = Aggregation };
        var options = new PresetOptions
        {
            Height = Size,
            Width = Size,
            ImageChannels = ImageChannels,
            Classes = Classes,
            Wiring = Wiring,
            Node = Transform.Length == 0 ? node : node with { Transform = Block.Parse(Transform) },
            Seed = Seed,
            Channels = Channels == 0 ? null : Channels,
            Dropout = 0,
        };
        string text = Network.Length == 0 ? Preset : Network;
        if (FamilyCatalog.Find(text) is not null) return FamilyCatalog.Create(text, options);
        if (text.Contains('(', StringComparison.Ordinal))
        {
            var parsed = NetworkSpec.Parse(text);
            if (Size != 0 && (parsed.Input.Height != Size || parsed.Input.Width != Size))
                throw new SpecException($"--size {Size}: the network's text says {parsed.Input}. Leave the option out, or change the text.");
            return (parsed with { Head = parsed.Head with { Dropout = 0 } }).Checked();
        }
        NetworkSpec spec = Presets.Create(text, options);
        return HeadChannels == 0 ? spec : (spec with { Head = spec.Head with { Channels = HeadChannels } }).Checked();
    }

    public static NetworkOptions Parse(ReadOnlySpan<string> args)
    {
        var options = new NetworkOptions();
        for (int i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length) throw new ArgumentException($"{args[i]} needs a value.");
            options = options.With(args[i], args[i + 1]);
        }
        return options;
    }

    private NetworkOptions With(string name, string value) => name switch
    {
        "--preset" => this with { Preset = value },
        "--network" => this with { Network = value },
        "--aggregation" => this with { Aggregation = Enum.Parse<Join>(value, ignoreCase: true) },
        "--transform" => this with { Transform = value },
        "--match" => this with { Match = value },
        "--wiring" => this with { Wiring = value },
        "--seed" => this with { Seed = long.Parse(value, CultureInfo.InvariantCulture) },
        "--size" => this with { Size = Number(value) },
        "--image-channels" => this with { ImageChannels = Number(value) },
        "--classes" => this with { Classes = Number(value) },
        "--channels" => this with { Channels = Number(value) },
        "--head-channels" => this with { HeadChannels = Number(value) },
        "--batch" => this with { Batch = Number(value) },
        "--steps" => this with { Steps = Number(value) },
        "--threads" => this with { Threads = Number(value) },
        "--rate" => this with { Rate = float.Parse(value, CultureInfo.InvariantCulture) },
        "--fuse" => this with { Fuse = bool.Parse(value) },
        "--out" => this with { Out = value },
        _ => throw new ArgumentException($"Unknown option {name}."),
    };

    private static int Number(string value) => int.Parse(value, CultureInfo.InvariantCulture);
}
