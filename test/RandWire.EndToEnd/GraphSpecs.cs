using System.Text.Json;
using Xunit;

namespace RandWire.EndToEnd;

public sealed class GraphSpecs
{
    [Fact]
    public void An_edge_list_begins_with_the_numbers_of_nodes_and_edges_and_is_sorted()
    {
        using TestFolder folder = new();
        IReadOnlyList<string> lines = RandWireProcess.Run(folder, "graph", "ws(n=32,k=4,p=0.75)", "--seed", "7", "--format", "edges").Exits(0).Lines;
        Assert.Equal(["32", "64"], lines.Take(2));
        (int From, int To)[] edges = [.. lines.Skip(2).Select(line => line.Split(' ')).Select(pair => (int.Parse(pair[0]), int.Parse(pair[1])))];
        Assert.Equal(64, edges.Length);
        Assert.Equal(edges.Order(), edges);
        Assert.All(edges, edge => Assert.True(edge.From < edge.To));
    }

    [Theory]
    [InlineData("edges")]
    [InlineData("dot")]
    [InlineData("graphml")]
    [InlineData("gml")]
    [InlineData("json")]
    public void Every_format_with_and_without_metrics_reads_back_to_the_same_edges(string format)
    {
        using TestFolder folder = new();
        string[] model = ["graph", "er(n=20,p=0.2)", "--seed", "-3"];
        string plain = RandWireProcess.Run(folder, [.. model]).Exits(0).Output;
        foreach (string[] extra in (string[][])[[], ["--metrics"]])
        {
            RandWireProcess.Run(folder, [.. model, "--format", format, "--out", "graph." + format, .. extra]).Exits(0);
            Assert.Equal(plain, RandWireProcess.Run(folder, "graph", "graph." + format).Exits(0).Output);
        }
    }

    [Fact]
    public void Seeds_may_be_of_any_size_and_sign()
    {
        using TestFolder folder = new();
        string large = RandWireProcess.Run(folder, "graph", "ba(n=16,m=3)", "--seed", "123456789012345678901234567890").Exits(0).Output;
        string negative = RandWireProcess.Run(folder, "graph", "ba(n=16,m=3)", "--seed", "-123456789012345678901234567890").Exits(0).Output;
        string usual = RandWireProcess.Run(folder, "graph", "ba(n=16,m=3)").Exits(0).Output;
        Assert.Equal(large, negative);
        Assert.NotEqual(large, usual);
    }

    [Fact]
    public void Json_carries_the_metrics_as_a_member()
    {
        using TestFolder folder = new();
        JsonElement graph = RandWireProcess.Run(folder, "graph", "ws(n=32,k=4,p=0.75)", "--seed", "1", "--json", "--metrics").Exits(0) is { } result
            ? JsonDocument.Parse(result.Output).RootElement : default;
        JsonElement metrics = graph.GetProperty("metrics");
        Assert.Equal(0.080, metrics.GetProperty("averageClustering").GetDouble(), 3);
        Assert.Equal(2.44, metrics.GetProperty("averageShortestPath").GetDouble(), 2);
        Assert.Equal(10, metrics.GetProperty("longestPath").GetInt32());
        Assert.Equal(7, metrics.GetProperty("inputs").GetInt32());
        Assert.Equal(4, metrics.GetProperty("outputs").GetInt32());
    }

    [Fact]
    public void A_drawing_is_well_formed_svg()
    {
        using TestFolder folder = new();
        string svg = RandWireProcess.Run(folder, "graph", "ws(n=32,k=4,p=0.75)", "--format", "svg").Exits(0).Output;
        Assert.Equal("svg", System.Xml.Linq.XDocument.Parse(svg).Root!.Name.LocalName);
        RandWireProcess.Run(folder, "draw", "small", "--out", "network.svg").Exits(0);
        Assert.Equal("svg", System.Xml.Linq.XDocument.Load(folder["network.svg"]).Root!.Name.LocalName);
    }

    [Fact]
    public void A_damaged_graph_file_is_refused_with_its_name()
    {
        using TestFolder folder = new();
        folder.Write("broken.gml", "graph [ node [ id 0 ] edge [ source 0 target ");
        RandWireProcess.Run(folder, "graph", "broken.gml").Exits(3).Complains("broken.gml");
        folder.Write("huge.edges", "2000000000\n0\n");
        RandWireProcess.Run(folder, "graph", "huge.edges").Exits(3).Complains("huge.edges");
    }

    [Fact]
    public void What_a_graph_file_holds_and_a_wiring_does_not_is_told_by_every_verb_that_reads_one()
    {
        using TestFolder folder = new();
        folder.Write("rev.dot", "digraph { 0; 1; 2; 2 -> 1; 1 -> 0; 1 -> 1; 1 -> 0 }");
        foreach (string[] line in (string[][])[["graph", "rev.dot"], ["graph", "rev.dot", "--metrics"], ["graph", "rev.dot", "--json"], ["draw", "rev.dot"],
            ["cost", "--preset", "tiny", "--wiring", "rev.dot"], ["draw", "tiny", "--wiring", "rev.dot"]])
        {
            CliResult result = RandWireProcess.Run(folder, line).Exits(0);
            Assert.Contains("Note: Directions are dropped: wires run from the lower to the higher index, which turns 3 of 3 arcs (first: '2' -> '1' becomes 1-2).", result.Error, StringComparison.Ordinal);
            Assert.Contains("Note: 1 edge that joins a node to itself is left out", result.Error, StringComparison.Ordinal);
        }
        foreach (string[] line in (string[][])[["graph", "rev.dot", "--json"], ["cost", "--preset", "tiny", "--wiring", "rev.dot", "--json"]])
            Assert.Equal(3, JsonDocument.Parse(RandWireProcess.Run(folder, line).Exits(0).Output).RootElement.GetProperty("notes").GetArrayLength());
        Assert.DoesNotContain("Note", RandWireProcess.Run(folder, "graph", "ws(n=8,k=2,p=0)", "--json").Exits(0) is var plain ? plain.Output + plain.Error : "", StringComparison.Ordinal);
    }

    [Fact]
    public void The_worm_s_neurons_load_and_can_be_a_stage()
    {
        string? worm = SharedFiles.Find("data/celegans/celegansneural.gml");
        Assert.SkipWhen(worm is null, "shared/data is not beside the checkout.");
        using TestFolder folder = new();
        CliResult edges = RandWireProcess.Run(folder, "graph", worm).Exits(0);
        Assert.Equal("297", edges.Lines[0]);
        Assert.Equal("2148", edges.Lines[1]);
        JsonElement cost = Assert.Single(RandWireProcess.Run(folder, "cost", "--preset", "tiny", "--wiring", worm, "--json").Exits(0).Events);
        Assert.Contains(cost.GetProperty("stages").EnumerateArray(), stage => stage.GetProperty("nodes").GetInt32() == 297);
    }
}
