using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RandWire.Graphs;
using RandWire.Graphs.Formats;
using Xunit;

namespace RandWire.Tests.Graphs;

public sealed class NetworkXSpecs
{
    [Fact]
    public void Every_fixture_graph_has_the_edges_and_metrics_of_NetworkX()
    {
        string? path = SharedData.Path("fixtures/networkx-graphs.json");
        Assert.SkipWhen(path is null, "shared/fixtures/networkx-graphs.json is not beside this checkout");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        int count = 0;
        foreach (JsonElement fixture in document.RootElement.GetProperty("graphs").EnumerateArray())
        {
            GraphModel model = GraphModel.Parse(TextOf(fixture));
            Graph graph = model.Generate(fixture.GetProperty("seed").GetInt64());
            string name = $"{model} seed {fixture.GetProperty("seed")}";
            Assert.True(fixture.GetProperty("edges").EnumerateArray().Select(e => new Edge(e[0].GetInt32(), e[1].GetInt32())).SequenceEqual(graph.Edges.ToArray()), name);

            GraphMetrics metrics = graph.Metrics();
            Assert.Equal(fixture.GetProperty("connected").GetBoolean(), metrics.IsConnected);
            Close(fixture, "average_clustering", metrics.AverageClustering, name);
            Close(fixture, "transitivity", metrics.Transitivity, name);
            Close(fixture, "average_shortest_path_length", metrics.AverageShortestPath, name);
            Close(fixture, "diameter", metrics.Diameter, name);
            count++;
        }
        Assert.Equal(330, count);
    }

    [Fact]
    public void Odd_seeds_extreme_parameters_and_large_sizes_give_the_edges_of_NetworkX()
    {
        foreach (string line in GoldenGraphs.Lines.Split('\n'))
        {
            string[] parts = line.Trim().Split(' ');
            Graph graph = GraphModel.Parse(parts[1]).Generate(BigInteger.Parse(parts[0], CultureInfo.InvariantCulture));
            Assert.True(parts[2] == Hash(graph), $"{parts[1]} seed {parts[0]}");
        }
    }

    // networkx.gnp_random_graph(1, p) has one node; watts_strogatz_graph(n, n, p) is complete_graph(n) and draws nothing (NetworkX 2.8.8 and 3.6).
    [Theory]
    [InlineData("er(n=1,p=0)", 1)]
    [InlineData("er(n=1,p=0.5)", 1)]
    [InlineData("er(n=1,p=1)", 1)]
    [InlineData("ws(n=1,k=1,p=0.75)", 1)]
    [InlineData("ws(n=2,k=2,p=0.75)", 2)]
    [InlineData("ws(n=3,k=3,p=1)", 3)]
    [InlineData("ws(n=8,k=8,p=0.75)", 8)]
    [InlineData("ws-connected(n=1,k=1,p=0.75)", 1)]
    [InlineData("ws-connected(n=7,k=7,p=0.75)", 7)]
    public void The_smallest_and_the_fullest_models_give_complete_graphs(string model, int nodes)
    {
        Edge[] all = [.. Enumerable.Range(0, nodes).SelectMany(a => Enumerable.Range(a + 1, nodes - a - 1).Select(b => new Edge(a, b)))];
        Assert.Equal(new Graph(nodes, all), GraphModel.Parse(model).Generate(7));
    }

    // PAPER.md, table 1.2: WS(4, 0.75) at N = 32, and the inputs of the N = 16 graphs.
    [Theory]
    [InlineData(32, 1, 7, 4, 10)]
    [InlineData(32, 2, 5, 6, 11)]
    [InlineData(32, 3, 8, 4, 11)]
    [InlineData(16, 1, 3, 1, 6)]
    [InlineData(16, 2, 2, 2, 8)]
    [InlineData(16, 3, 3, 3, 5)]
    public void The_wirings_of_the_paper_have_its_inputs_outputs_and_longest_path(int nodes, int seed, int inputs, int outputs, int longestPath)
    {
        Dag dag = Dag.Orient(new WattsStrogatz(nodes, 4, 0.75).Generate(seed));
        Assert.Equal((inputs, outputs, longestPath), (dag.InputCount, dag.OutputCount, dag.LongestPath));
    }

    [Theory]
    [InlineData(1, .080, 2.44)]
    [InlineData(2, .199, 2.55)]
    [InlineData(3, .103, 2.46)]
    public void The_wirings_of_the_paper_have_its_clustering_and_path_length(int seed, double clustering, double path)
    {
        GraphMetrics metrics = new WattsStrogatz(32, 4, 0.75).Generate(seed).Metrics();
        Assert.Equal(clustering, metrics.AverageClustering, 5e-4);
        Assert.Equal(path, metrics.AverageShortestPath!.Value, 5e-3);
    }

    // PAPER.md, section 1.2: the panels of the paper's figure 4, whose graphs were drawn with seed 2.
    [Theory]
    [InlineData("er(n=32,p=0.2)", 4, 7)]
    [InlineData("er(n=32,p=0.4)", 2, 2)]
    [InlineData("ba(n=32,m=1)", 1, 20)]
    [InlineData("ba(n=32,m=2)", 2, 11)]
    [InlineData("ba(n=32,m=3)", 3, 9)]
    [InlineData("ba(n=32,m=5)", 5, 9)]
    [InlineData("ba(n=32,m=7)", 7, 4)]
    [InlineData("ws(n=32,k=2,p=0.75)", 13, 5)]
    [InlineData("ws(n=32,k=2,p=1)", 12, 8)]
    [InlineData("ws(n=32,k=4,p=0.5)", 1, 6)]
    [InlineData("ws(n=32,k=4,p=0.75)", 5, 6)]
    [InlineData("ws(n=32,k=4,p=1)", 6, 6)]
    [InlineData("ws(n=32,k=6,p=1)", 4, 4)]
    [InlineData("ws(n=32,k=8,p=0.5)", 1, 3)]
    public void The_graphs_of_figure_4_have_its_inputs_and_outputs(string model, int inputs, int outputs)
    {
        Dag dag = Dag.Orient(GraphModel.Parse(model).Generate(2));
        Assert.Equal((inputs, outputs), (dag.InputCount, dag.OutputCount));
    }

    private static string TextOf(JsonElement fixture)
    {
        string text = $"{fixture.GetProperty("model").GetString()}(n={fixture.GetProperty("nodes")}";
        foreach (string key in (string[])["k", "m", "p"])
            if (fixture.TryGetProperty(key, out JsonElement value)) text += $",{key}={value}";
        return text + ")";
    }

    // The order of summation is that of NetworkX, so the difference is nought; 1e-12 is what is promised.
    private static void Close(JsonElement fixture, string key, double? actual, string name)
    {
        bool defined = fixture.TryGetProperty(key, out JsonElement expected);
        Assert.True(defined == actual.HasValue, $"{name}: {key}");
        if (defined) Assert.True(Math.Abs(expected.GetDouble() - actual!.Value) <= 1e-12, $"{name}: {key}");
    }

    private static string Hash(Graph graph)
    {
        using StringWriter writer = new();
        EdgeListFormat.Write(graph, writer);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(writer.ToString())));
    }
}
