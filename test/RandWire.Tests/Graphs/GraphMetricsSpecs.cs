using System.Text.Json;
using CsCheck;
using RandWire.Graphs;
using Xunit;

namespace RandWire.Tests.Graphs;

public sealed class GraphMetricsSpecs
{
    [Fact]
    public void Metrics_agree_with_their_definitions_counted_out() => Gen.OneOf(GraphGen.Graph, GraphGen.Sparse).Sample(graph =>
    {
        GraphMetrics metrics = graph.Metrics();
        int n = graph.NodeCount;
        int[,] distance = AllDistances(graph);
        IEnumerable<int> distances = distance.Cast<int>();
        bool connected = distances.All(d => d < int.MaxValue / 4);
        Assert.Equal(connected, metrics.IsConnected);
        Assert.Equal(connected ? distances.Sum(d => (double)d) / Math.Max(1, n * (n - 1)) : null, metrics.AverageShortestPath);
        Assert.Equal(connected ? distances.Max() : null, metrics.Diameter);

        double clustering = 0, closed = 0, paths = 0;
        for (int node = 0; node < n; node++)
        {
            int[] around = graph.Neighbors(node).ToArray();
            int joined = around.Sum(a => around.Count(b => distance[a, b] == 1)), pairs = around.Length * (around.Length - 1);
            clustering += joined == 0 ? 0 : (double)joined / pairs;
            closed += joined;
            paths += pairs;
        }
        Assert.Equal(clustering / n, metrics.AverageClustering, 1e-12);
        Assert.Equal(paths == 0 ? 0 : closed / paths, metrics.Transitivity, 1e-12);
        Assert.Equal(2 * graph.Edges.Length, metrics.Degrees.Sum());
        Assert.Equal(Enumerable.Range(0, n).Select(a => Enumerable.Range(0, n).Min(b => distance[a, b] < int.MaxValue / 4 ? b : n)).Distinct().Count(), metrics.Components);
    }, iter: 60);

    [Fact]
    public void A_graph_in_several_parts_has_no_distances()
    {
        GraphMetrics metrics = new Graph(4, [new Edge(0, 1), new Edge(1, 2)]).Metrics();
        Assert.Null(metrics.AverageShortestPath);
        Assert.Null(metrics.Diameter);
        Assert.Equal(2, metrics.Components);
        using JsonDocument json = JsonDocument.Parse(metrics.ToJson());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("averageShortestPath").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("diameter").ValueKind);
        Assert.False(json.RootElement.GetProperty("connected").GetBoolean());
    }

    [Fact]
    public void A_single_node_is_connected_at_distance_0()
    {
        GraphMetrics metrics = new Graph(1, []).Metrics();
        Assert.Equal((0.0, 0, 1, 1, 0), (metrics.AverageShortestPath!.Value, metrics.Diameter!.Value, metrics.Inputs, metrics.Outputs, metrics.LongestPath));
    }

    // Few active nodes and many levels: the other half of the search than dense graphs take.
    [Fact]
    public void A_long_ring_is_measured_in_closed_form()
    {
        const int N = 2001;
        GraphMetrics metrics = new WattsStrogatz(N, 2, 0).Generate(1).Metrics();
        Assert.Equal(N / 2, metrics.Diameter);
        Assert.Equal((N + 1) / 4.0, metrics.AverageShortestPath!.Value, 1e-12);
        Assert.Equal((0.0, 0.0, N - 1), (metrics.AverageClustering, metrics.Transitivity, metrics.LongestPath));
    }

    [Fact]
    public void A_large_star_is_measured_in_closed_form()
    {
        const int N = 20_000;
        GraphMetrics metrics = new BarabasiAlbertStar(N, N - 1).Generate(1).Metrics();
        Assert.Equal(2, metrics.Diameter);
        Assert.Equal(2.0 * (N - 1) * (N - 1) / ((double)N * (N - 1)), metrics.AverageShortestPath!.Value, 1e-12);
        Assert.Equal((1, N - 1, 1, N - 1), (metrics.Inputs, metrics.Outputs, metrics.LongestPath, metrics.Width));
    }

    // Floyd and Warshall.
    private static int[,] AllDistances(Graph graph)
    {
        int n = graph.NodeCount;
        int[,] distance = new int[n, n];
        for (int a = 0; a < n; a++)
            for (int b = 0; b < n; b++) distance[a, b] = a == b ? 0 : int.MaxValue / 4;
        foreach ((int from, int to) in graph.Edges) distance[from, to] = distance[to, from] = 1;
        for (int via = 0; via < n; via++)
            for (int a = 0; a < n; a++)
                for (int b = 0; b < n; b++) distance[a, b] = Math.Min(distance[a, b], distance[a, via] + distance[via, b]);
        return distance;
    }
}
