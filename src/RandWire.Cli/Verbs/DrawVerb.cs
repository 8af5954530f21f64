using System.CommandLine;
using RandWire.Graphs;
using RandWire.Graphs.Formats;
using RandWire.Networks;
using RandWire.Networks.Blocks;
using RandWire.Reports;
using RandWire.Training;

namespace RandWire.Cli.Verbs;

/// <summary><c>draw</c>: the picture of a network's stages, or of one wiring, as SVG.</summary>
internal static class DrawVerb
{
    private const string UsualFile = "wiring.svg";

    private static readonly Argument<string?> Source = new("network")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "A model (.safetensors), a run folder, a spec (file or text), a preset's name, a family such as resnet(depth=20), a graph model such as ws(n=32,k=4,p=0.75), or a graph file.",
    };

    private static readonly NetworkFlags Network = new(withAuto: false, "small");
    private static readonly Option<int?> Stage = Flags.Integer("--stage", "number", "Draws one stage only, by the paper's number (such as 3). [default: all]", 1, 64);
    private static readonly Option<bool> Bare = Flags.Switch("--bare", "Leaves the extra input and output node out.");

    private static readonly Option<string> Layout = Flags.Choice("--layout", "How one graph is drawn: as a DAG in layers, as it was sampled with its nodes on a ring, or so with arrows from lower to higher number", "layers", "layers", "ring", "arrows");

    public static Verb Create()
    {
        Verb verb = new("draw", "Draws a network: random wirings in the manner of the paper, other blocks as boxes and wires.")
        {
            Details = $"Writes SVG to --out, or to {UsualFile}; \"--out -\" prints it. Of random wirings inputs and outputs are colored, and the extra input and output node of each stage are shown. Cells are boxes with what they do, and repetitions that are alike are drawn once; a box's whole text is its tooltip.",
            Examples =
            [
                new("one wiring", "draw \"ws(n=32,k=4,p=0.75)\" --seed 1 --out ws.svg"),
                new("all stages of a preset", "draw small --seed 2 --out small.svg"),
                new("a residual network", "draw \"resnet(depth=50)\" --size 224 --out resnet50.svg"),
                new("the winner of a run", "draw randwire-runs/fashion --out winner.svg"),
            ],
            Work = Draw,
        };
        verb.Arguments.Add(Source);
        Network.AddTo(verb);
        verb.Options.Add(Stage);
        verb.Options.Add(Bare);
        verb.Options.Add(Layout);
        return verb;
    }

    private static ExitCode Draw(Request request)
    {
        string svg = Picture(request, out IReadOnlyList<string> notes);
        WiringNotes.Tell(notes);
        string path = request.Out ?? UsualFile;
        if (path == "-")
        {
            Console.Out.WriteLine(svg);
            return ExitCode.Done;
        }

        AtomicFile.WriteText(path, svg);
        request.Screen.Line($"Wrote {path}.");
        request.Screen.Object(writer =>
        {
            writer.WriteString("written", path);
            WiringNotes.Write(writer, notes);
        });
        return ExitCode.Done;
    }

    private static string Picture(Request request, out IReadOnlyList<string> notes)
    {
        string source = NetworkSource.One(request.ValueOrNull(Source), Network.Network(request))
            ?? throw new SpecException("draw needs something to draw: a network, a wiring or a file. Name it, as in: draw small.");
        (int height, int width) = Network.Size(request) ?? (0, 0);
        NetworkSpec? network = NetworkSource.TryNetwork(source, Network.Complete(request, new PresetOptions { Height = height, Width = width }), Network.Match(request));
        WiringDrawingOptions options = new() { ExtraNodes = !request.Value(Bare) };
        notes = network is null ? [] : WiringNotes.Of(network);
        string layout = request.Value(Layout)!;
        if (network is null)
        {
            options = options with { Title = File.Exists(source) ? Path.GetFileName(source) : source, Subtitle = File.Exists(source) ? null : $"seed {request.BigSeed}" };
            return layout == "layers" ? WiringDrawing.Svg(Wiring(source, request, out notes), options) : Ring(source, request, layout == "arrows", options, out notes);
        }
        if (layout != "layers")
            throw new SpecException($"--layout {layout} draws one graph, and {network.Preset} is a network. Name a graph model or a graph file, such as ws(n=8,k=4,p=0.75).");
        if (request.Value(Stage) is not { } number)
            return WiringDrawing.Svg(network, options with { Title = network.Preset, Subtitle = network.Title });
        int index = Enumerable.Range(0, network.Stages.Length).FirstOrDefault(stage => network.StageNumber(stage) == number, -1);
        if (index < 0)
            throw new SpecException($"--stage {number}: this network has the stages {network.StageNumber(0)} to {network.StageNumber(network.Stages.Length - 1)}.");
        StageSpec drawn = network.Stages[index];
        return WiringDrawing.Svg(network, index, options with { Title = $"{network.Preset}, stage {number}", Subtitle = drawn.Wired?.Wiring.Text ?? network.Title });
    }

    private static string Ring(string source, Request request, bool hasArrows, WiringDrawingOptions options, out IReadOnlyList<string> notes)
    {
        if (source.TrimStart().StartsWith("dag(", StringComparison.OrdinalIgnoreCase))
            throw new SpecException("--layout: a dag(..) has directions from the start, so that there is no graph before it. Leave --layout out.");
        GraphReading reading = NetworkSource.Graph(source, request.BigSeed);
        notes = reading.Notes;
        return WiringDrawing.Ring(reading.Graph, hasArrows, options);
    }

    private static Dag Wiring(string source, Request request, out IReadOnlyList<string> notes)
    {
        notes = [];
        if (source.TrimStart().StartsWith("dag(", StringComparison.OrdinalIgnoreCase))
            return WiringSpec.Parse(source, 0).Checked().ToDag();
        GraphReading reading = NetworkSource.Graph(source, request.BigSeed);
        notes = reading.Notes;
        return Dag.Orient(reading.Graph);
    }
}
