using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using RandWire.Graphs;
using RandWire.Graphs.Formats;
using RandWire.Networks;
using RandWire.Reports;

namespace RandWire.Cli.Verbs;

/// <summary><c>graph</c>: draws a random graph, or reads one, and writes it in a format, with its metrics if asked.</summary>
internal static class GraphVerb
{
    private const string Usual = "edges";

    private static readonly Argument<string> Model = new("graph")
    {
        Description = "A model: er(n=32,p=0.2), ba(n=32,m=5), ba-star(n=32,m=5), ws(n=32,k=4,p=0.75), ws-connected(n=32,k=4,p=0.75), chain(n=32), complete(n=32); or a graph file (.edges, .edgelist, .txt, .adjlist, .dot, .gv, .graphml, .gml, .json).",
    };

    private static readonly Option<string> Format = Flags.Choice("--format", "Format of the graph", Usual, Usual, "dot", "graphml", "gml", "json", "svg");

    private static readonly Option<bool> Metrics = Flags.Switch("--metrics",
        "Adds degrees, clustering, transitivity, shortest and longest paths, diameter, width, inputs, outputs and the small-world coefficients sigma and omega: as comments, or in JSON as the member \"metrics\". Alone, without --format, prints nothing else.");

    private static readonly Option<int?> Part = Flags.Integer("--part", "n", "Takes a connected part of so many nodes, grown at random with the seed.", 1, Graph.MaxNodes);

    public static Verb Create()
    {
        Verb verb = new("graph", "Samples a random graph, or converts a graph file.")
        {
            Details = "A model with a seed gives exactly the edges that NetworkX gives for that seed; ba starts from m isolated nodes as in the paper, ba-star from a star as NetworkX does today. Sigma and omega are those of networkx.sigma and networkx.omega with seed 1, for the edges in the order printed. An edge list is the number of nodes, the number of edges, then one edge a line, sorted. Of a file that holds more than a wiring does (directions, loops, parallel edges), a note on the error stream says what is left out; in JSON the member \"notes\" does, too.",
            Examples =
            [
                new("number of nodes, of edges, then the edges", "graph \"ws(n=32,k=4,p=0.75)\" --seed 7"),
                new("its metrics", "graph \"ba(n=32,m=5)\" --seed 2 --metrics"),
                new("its drawing", "graph \"er(n=32,p=0.2)\" --format svg --out er.svg"),
                new("another format", "graph worm.gml --format graphml --out worm.graphml"),
                new("32 of a worm's neurons, for --wiring", "graph worm.gml --part 32 --seed 1 --out part.edges"),
            ],
            Work = Write,
        };
        verb.Arguments.Add(Model);
        verb.Options.Add(Format);
        verb.Options.Add(Metrics);
        verb.Options.Add(Part);
        return verb;
    }

    private static ExitCode Write(Request request)
    {
        (Graph graph, ImmutableArray<string> notes) = NetworkSource.Graph(request.Value(Model), request.BigSeed);
        if (request.Value(Part) is { } nodes) graph = ConnectedPart.Sample(graph, nodes, request.BigSeed);
        WiringNotes.Tell(notes);
        bool withMetrics = request.Value(Metrics);
        string format = request.Screen.Json ? "json" : request.Value(Format)!;
        GraphMetrics? metrics = withMetrics ? graph.Metrics() with { SmallWorldness = SmallWorldness.Of(graph, cancellation: request.Cancellation) } : null;
        bool metricsOnly = withMetrics && !request.Screen.Json && !request.IsGiven(Format) && request.Out is null;
        if (metricsOnly)
        {
            foreach ((string name, string value) in Lines(metrics!))
                request.Screen.Result($"{name,-22}{value}");
        }
        else if (request.Out is { } path and not "-")
        {
            AtomicFile.Write(path, stream =>
            {
                using StreamWriter writer = new(stream, leaveOpen: true);
                WriteGraph(graph, format, metrics, notes, writer);
            });
            request.Screen.Line($"Wrote {path}: {graph}.");
        }
        else
        {
            UnfailingWriter.Out.Write(writer => WriteGraph(graph, format, metrics, notes, writer));
        }

        return ExitCode.Done;
    }

    private static void WriteGraph(Graph graph, string format, GraphMetrics? metrics, ImmutableArray<string> notes, StreamWriter writer)
    {
        writer.NewLine = "\n";
        switch (format)
        {
            case "dot":
                DotFormat.Write(graph, writer);
                Comment("// ", "");
                break;
            case "graphml":
                GraphMLFormat.Write(graph, writer);
                Comment("<!-- ", " -->");
                break;
            case "gml":
                GmlFormat.Write(graph, writer);
                Comment("# ", "");
                break;
            case "svg":
                writer.WriteLine(WiringDrawing.Svg(Dag.Orient(graph)));
                Comment("<!-- ", " -->");
                break;
            case "json":
                WriteJson(graph, metrics, notes, writer);
                break;
            default:
                EdgeListFormat.Write(graph, writer);
                Comment("# ", "");
                break;
        }

        void Comment(string before, string after)
        {
            if (metrics is null)
                return;
            foreach ((string name, string value) in Lines(metrics))
                writer.WriteLine($"{before}{name} {value}{after}");
        }
    }

    private static void WriteJson(Graph graph, GraphMetrics? metrics, ImmutableArray<string> notes, StreamWriter writer)
    {
        if (metrics is null && notes.IsEmpty)
        {
            JsonGraphFormat.Write(graph, writer);
            return;
        }

        StringWriter bare = new(CultureInfo.InvariantCulture);
        JsonGraphFormat.Write(graph, bare);
        using JsonDocument document = JsonDocument.Parse(bare.ToString());
        writer.Flush();
        using (Utf8JsonWriter json = new(writer.BaseStream))
        {
            json.WriteStartObject();
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
                property.WriteTo(json);
            if (metrics is not null)
            {
                json.WritePropertyName("metrics");
                json.WriteRawValue(metrics.ToJson());
            }

            WiringNotes.Write(json, notes);
            json.WriteEndObject();
        }

        writer.WriteLine();
    }

    private static (string Name, string Value)[] Lines(GraphMetrics metrics)
    {
        using JsonDocument document = JsonDocument.Parse(metrics.ToJson());
        return document.RootElement.EnumerateObject()
            .Select(member => (member.Name, member.Value.ValueKind == JsonValueKind.Array
                ? string.Join(' ', member.Value.EnumerateArray().Select(item => item.GetRawText()))
                : member.Value.GetRawText()))
            .ToArray();
    }
}
