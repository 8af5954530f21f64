using System.Globalization;
using System.Text.RegularExpressions;
using RandWire.Graphs;
using RandWire.Networks;
using RandWire.Networks.Blocks;
using RandWire.Networks.Families;
using RandWire.Reports;
using Xunit;

namespace RandWire.Tests.Reports;

/// <summary>The page on how a graph becomes a network: its pictures are drawn again, its numbers counted again. With RANDWIRE_ACCEPT=1 the pictures are written.</summary>
public sealed partial class GraphToNetworkDocSpecs
{
    private const string Model = "ws(n=8,k=4,p=0.75)";

    private static readonly string Docs = Path.Combine(Golden.Root(), "docs");
    private static readonly string Page = File.ReadAllText(Path.Combine(Docs, "graph-to-network.md"));
    private static readonly Graph Sampled = GraphModel.Parse(Model).Generate(3);
    private static readonly NetworkSpec Example = NetworkSpec.Parse(Fenced("network"));

    [Fact]
    public void The_graph_is_drawn_as_the_page_shows_it() => Check("pictures/graph.svg", WiringDrawing.Ring(Sampled, hasArrows: false, Titled(Model, "seed 3")));

    [Fact]
    public void The_directed_graph_is_drawn_as_the_page_shows_it() =>
        Check("pictures/directed.svg", WiringDrawing.Ring(Sampled, hasArrows: true, Titled(Model, "seed 3")));

    [Fact]
    public void The_wiring_is_drawn_as_the_page_shows_it() => Check("pictures/wiring.svg", WiringDrawing.Svg(Dag.Orient(Sampled), Titled(Model, "seed 3")));

    [Fact]
    public void The_network_is_drawn_as_the_page_shows_it() => Check("pictures/network.svg", WiringDrawing.Svg(Example, Titled(Example.Preset, Example.Title)));

    [Fact]
    public void A_stage_of_a_residual_network_is_drawn_as_the_page_shows_it()
    {
        NetworkSpec spec = FamilyCatalog.Create("resnet(depth=20)", new PresetOptions { Height = 32, Width = 32 });
        Check("pictures/residual.svg", WiringDrawing.Svg(spec, 2, Titled("resnet20, stage 3", spec.Title)));
    }

    [Fact]
    public void The_small_network_is_drawn_as_the_readme_shows_it()
    {
        NetworkSpec spec = Presets.Create("small", new PresetOptions { Seed = 1 });
        Check("wiring.svg", WiringDrawing.Svg(spec, Titled(spec.Preset, spec.Title)));
    }

    [Fact]
    public void Inputs_outputs_and_the_longest_path_are_those_of_the_page()
    {
        Dag dag = Dag.Orient(Sampled);
        Assert.Equal([0, 3], Enumerable.Range(0, 8).Where(dag.IsInput));
        Assert.Equal([6, 7], Enumerable.Range(0, 8).Where(dag.IsOutput));
        Assert.Equal((16, 5), (dag.Edges.Length, dag.LongestPath));
        Assert.Equal(2, Enumerable.Range(0, 8).Count(node => dag.Predecessors(node).Length == 1));
        Assert.Contains("here 0 and 3", Page, StringComparison.Ordinal);
        Assert.Contains("here 6 and 7", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void Costs_are_those_of_the_page()
    {
        NetworkCost cost = Example.Cost();
        foreach (long number in (long[])[cost.Parameters, cost.MultiplyAddsConvFc, .. cost.Stages.SelectMany(stage => (long[])[stage.Parameters, stage.MultiplyAddsConvFc])]) Says(number);
        Says(NetworkSpec.Parse(Example.Text.Replace(Model, "er(n=8,p=1)", StringComparison.Ordinal)).Cost().Parameters);
        Says(NetworkSpec.Parse(Example.Text.Replace(Model, "ws(n=8,k=2,p=0.75)", StringComparison.Ordinal)).Cost().Parameters);
        NetworkCost small = Presets.Create("small", new PresetOptions { Seed = 1 }).Cost();
        Says(small.Parameters);
        Says(small.MultiplyAddsConvFc);
    }

    [Fact]
    public void The_block_of_the_page_is_read_and_written_again() => Assert.Equal(Fenced("block"), Block.Parse(Fenced("block")).Text);

    [Fact]
    public void Every_picture_on_the_page_is_there() =>
        Assert.All(Pictures().Matches(Page), picture => Assert.True(File.Exists(Path.Combine(Docs, picture.Groups[1].Value)), picture.Groups[1].Value));

    private static void Says(long number) => Assert.Contains(number.ToString("#,0", CultureInfo.InvariantCulture), Page, StringComparison.Ordinal);

    private static WiringDrawingOptions Titled(string title, string subtitle) => new() { Title = title, Subtitle = subtitle };

    private static void Check(string picture, string drawn) => Golden.CheckFile(Path.Combine(Docs, picture), drawn);

    private static string Fenced(string kind) => Regex.Match(Page, $"```{kind}\n(.*?)\n```", RegexOptions.Singleline).Groups[1].Value;

    [GeneratedRegex(@"\]\((pictures/[^)]+)\)")]
    private static partial Regex Pictures();
}
