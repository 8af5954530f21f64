using RandWire.Graphs;
using RandWire.Graphs.Formats;
using RandWire.Networks;
using RandWire.Networks.Editing;
using RandWire.Networks.Families;

namespace RandWire.Cli;

/// <summary>A network or a wiring that a person named: by a file, a preset, or a text.</summary>
internal static partial class NetworkSource
{
    private const int LongestTextFile = 16 << 20, LongestStart = 4096;

    /// <summary>The network in a model (.safetensors) or spec file (.json or text), of a preset's or a family's name, or in a spec's text; null when the text
    /// is none of them but may be a graph.</summary>
    public static NetworkSpec? TryNetwork(string text, PresetOptions options)
    {
        // A preset's name wins over a folder that happens to have it; the folder can be named ./cifar.
        if (Presets.Knows(text))
            return Presets.Create(text, options);
        if (FamilyCatalog.Find(text) is not null)
            return FamilyCatalog.Create(text, options);
        if (Directory.Exists(text))
            return AsWritten(TryFile(ModelIn(text)), text, options);
        if (File.Exists(text))
            return AsWritten(TryFile(text), text, options);
        if (GraphExtensions.Contains(Path.GetExtension(text), StringComparer.OrdinalIgnoreCase))
            throw new FileNotFoundException($"{text}: no such file. A network is a preset, a family such as resnet(depth=20), a model or spec file, or a spec's text.");
        if (LooksLikeGraph(text))
            return null;
        // One word, perhaps with parentheses, is meant as a name.
        if (System.Text.RegularExpressions.Regex.IsMatch(text, @"^\s*[\w-]+\s*(\([^()]*\))?\s*$"))
        {
            throw new SpecException($"'{text}' is no network: no preset ({string.Join(", ", Presets.Names)}), no family ({string.Join(", ", FamilyCatalog.All.Select(family => family.Name))}), and no file. "
                + "A family takes parameters as in resnet(depth=20); a network's whole text is described in docs/language.md.");
        }

        return AsWritten(NetworkSpec.Parse(text), "the network's text", options);
    }

    /// <summary>The network that a text names, as wide as a count asks for where one is given; what was chosen is told as a note. Null where the text may be a graph.</summary>
    public static NetworkSpec? TryNetwork(string text, PresetOptions options, CostTarget? match)
    {
        if (match is not { } target)
            return TryNetwork(text, options);
        if (!IsNamed(text) && (Directory.Exists(text) || Path.GetExtension(text).Equals(".safetensors", StringComparison.OrdinalIgnoreCase)))
            throw new SpecException($"--match {target.Text}: {text} is a trained model, whose weights have their widths. Name its network instead: a preset, a family, or a spec file.");
        MatchedNetwork matched = Presets.Names.Contains(text, StringComparer.OrdinalIgnoreCase)
            ? Widths.Match(text, options, target)
            : Widths.Match(TryNetwork(text, options) ?? throw new SpecException($"--match {target.Text}: {text} is a graph, which alone costs nothing. Give it to a network: --preset small --wiring \"{text}\"."), target);
        WiringNotes.Tell([matched.Told]);
        return matched.Network;
    }

    /// <summary>Whether a text names a preset or a family, which take images and classes from elsewhere.</summary>
    public static bool IsNamed(string text) => Presets.Knows(text) || FamilyCatalog.Find(text) is not null;

    // A whole network says all of itself: what would change it is refused, not passed over.
    private static NetworkSpec? AsWritten(NetworkSpec? network, string source, PresetOptions options)
    {
        string? given = options.Wiring is not null ? "--wiring" : options.Node != NodeSpec.Paper ? "--node" : options.Channels is not null ? "--channels" : null;
        return network is null || given is null ? network
            : throw new SpecException($"{given}: {source} says its wirings, nodes and channels itself. Change them there, or name a preset or a family.");
    }

    /// <summary>The network that was named, by position or by --network; null when neither was.</summary>
    public static string? One(string? position, string? option) => position is not null && option is not null
        ? throw new SpecException($"{position} and --network {option} both name a network. Leave one of them out.")
        : position ?? option;

    /// <summary>The graph in a file, or drawn from a model's text.</summary>
    public static GraphReading Graph(string text, System.Numerics.BigInteger seed)
    {
        if (File.Exists(text))
            return GraphFile.Read(text);
        if (!text.Contains('(', StringComparison.Ordinal) && (Path.HasExtension(text) || text.Contains('/', StringComparison.Ordinal)))
            throw new FileNotFoundException($"{text}: no such file. A graph is a file ({string.Join(", ", GraphExtensions)}) or a model such as \"ws(n=32,k=4,p=0.75)\".");
        GraphModel model = GraphModel.Parse(text);
        if (model.Nodes is null)
            throw new SpecException($"{text}: the number of nodes is missing. Write it as n, for example \"{model.WithNodes(32).Text}\".");
        return new GraphReading(model.Checked().Generate(seed), []);
    }

    /// <summary>The model file that a run or train folder holds.</summary>
    public static string ModelIn(string folder)
    {
        string[] candidates = [Path.Combine(folder, "model.safetensors"), Path.Combine(folder, "best", "model.safetensors")];
        return Array.Find(candidates, File.Exists)
            ?? throw new FileNotFoundException($"{folder}: this folder holds no model.safetensors, nor best/model.safetensors. Name the model's file.");
    }

    /// <summary>The path of a model file, given it or the folder it lies in.</summary>
    public static string ModelFile(string path) => Directory.Exists(path) ? ModelIn(path)
        : File.Exists(path) ? path
        : FamilyCatalog.Find(path) is not null || Presets.Knows(path)
            ? throw new SpecException($"{path} names a network, which has no weights yet. Train it (train <data> --network \"{path}\") and name the model that this leaves.")
        : throw new FileNotFoundException($"{path}: no such file. A model is the .safetensors file that 'train' and 'run' leave.");

    private static readonly string[] GraphExtensions = [".edges", ".edgelist", ".txt", ".adjlist", ".dot", ".gv", ".graphml", ".gml", ".json"];

    private static NetworkSpec? TryFile(string file)
    {
        string extension = Path.GetExtension(file).ToLowerInvariant();
        if (extension == ".safetensors")
            return Checkpoint.Load(file).Spec;
        // By what it says, whatever it is called: a network's text begins with its input, a graph's never does.
        if (extension == ".spec" || NetworkStart().IsMatch(NamedFile.ReadStart(file, LongestStart)))
            return NetworkSpec.Parse(NamedFile.ReadText(file, LongestTextFile).Trim()).Checked();
        if (extension is not (".json" or ".txt"))
            return null;
        string text = NamedFile.ReadText(file, LongestTextFile).Trim();
        return text.Contains("\"stages\"", StringComparison.Ordinal) ? NetworkSpec.FromJson(text).Checked() : null;
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"^\s*[\w-]+\s*\(\s*(input|classes)\s*=")]
    private static partial System.Text.RegularExpressions.Regex NetworkStart();

    // A graph model or a DAG in text form begins with a short name and a parenthesis.
    private static bool LooksLikeGraph(string text)
    {
        int open = text.IndexOf('(', StringComparison.Ordinal);
        string name = open < 0 ? "" : text[..open].Trim();
        return name.Equals("dag", StringComparison.OrdinalIgnoreCase) || GraphModel.Names.Contains(name, StringComparer.OrdinalIgnoreCase);
    }
}
