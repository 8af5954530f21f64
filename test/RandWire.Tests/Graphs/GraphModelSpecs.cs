using CsCheck;
using RandWire.Graphs;
using Xunit;

namespace RandWire.Tests.Graphs;

public sealed class GraphModelSpecs
{
    [Fact]
    public void A_model_equals_what_its_text_parses_to() =>
        GraphGen.Model.Sample(model => GraphModel.Parse(model.Text).Equals(model));

    [Fact]
    public void A_small_world_graph_has_exactly_N_times_K_over_2_edges_for_every_seed() =>
        Gen.Select(Gen.Int[3, 80].SelectMany(n => Gen.Int[1, (n - 1) / 2].Select(half => (n, k: 2 * half))), Gen.Double[0, 1], Gen.Long)
            .Sample((size, p, seed) => new WattsStrogatz(size.n, size.k, p).Generate(seed).Edges.Length == size.n * size.k / 2);

    [Fact]
    public void A_grown_graph_has_exactly_M_times_N_minus_M_edges_and_is_connected() =>
        Gen.Select(Gen.Int[2, 80].SelectMany(n => Gen.Int[1, n - 1].Select(m => (n, m))), Gen.Bool, Gen.Long).Sample((size, star, seed) =>
        {
            GraphModel model = star ? new BarabasiAlbertStar(size.n, size.m) : new BarabasiAlbert(size.n, size.m);
            Graph graph = model.Generate(seed);
            return graph.Edges.Length == size.m * (size.n - size.m) && graph.IsConnected && Dag.Orient(graph).InputCount == (star ? 1 : size.m);
        });

    [Fact]
    public void Edges_come_sorted_once_each_from_lower_to_higher_node() => GraphGen.Graph.Sample(graph =>
    {
        Edge[] edges = graph.Edges.ToArray();
        return edges.All(e => 0 <= e.From && e.From < e.To && e.To < graph.NodeCount) && edges.Zip(edges.Skip(1)).All(pair => pair.First < pair.Second);
    });

    [Fact]
    public void The_sign_of_the_seed_does_not_matter_as_in_Python() =>
        Gen.Select(GraphGen.Model, Gen.Long[1, long.MaxValue]).Sample((model, seed) => model.Generate(seed).Equals(model.Generate(-seed)));

    [Fact]
    public void A_small_world_graph_redrawn_until_connected_is_connected() =>
        Gen.Long.Sample(seed => new ConnectedWattsStrogatz(32, 2, 0.75).Generate(seed).IsConnected);

    [Fact]
    public void Edges_are_as_frequent_as_asked()
    {
        const double P = 0.3;
        foreach (int seed in (int[])[1, 2, 3])
        {
            int n = 400, pairs = n * (n - 1) / 2, edges = new ErdosRenyi(n, P).Generate(seed).Edges.Length;
            Assert.Equal(P * pairs, edges, 4 * Math.Sqrt(pairs * P * (1 - P)));
        }
    }

    [Theory]
    [InlineData("ws(n=32,k=4,p=0.75)", "ws(n=32,k=4,p=0.75)")]
    [InlineData("  WS ( p = .75 , K = 4 , N = 32 ) ", "ws(n=32,k=4,p=0.75)")]
    [InlineData("ws(k=4,p=0.75)", "ws(k=4,p=0.75)")]
    [InlineData("er(p=1e-3)", "er(p=0.001)")]
    [InlineData("er(n=5,p=-0.0)", "er(n=5,p=0)")]
    [InlineData("ba-star(n=8,m=07)", "ba-star(n=8,m=7)")]
    [InlineData("ws-connected(n=100000,k=4,p=1)", "ws-connected(n=100000,k=4,p=1)")]
    [InlineData("Chain( n = 32 )", "chain(n=32)")]
    [InlineData("chain()", "chain()")]
    [InlineData("complete(n=8192)", "complete(n=8192)")]
    [InlineData("complete()", "complete()")]
    public void Texts_have_one_canonical_form(string text, string canonical) => Assert.Equal(canonical, GraphModel.Parse(text).Text);

    [Fact]
    public void An_open_number_of_nodes_is_filled_in_later()
    {
        GraphModel open = GraphModel.Parse("ws(k=4,p=0.75)");
        Assert.Null(open.Nodes);
        Assert.Equal(GraphModel.Parse("ws(n=16,k=4,p=0.75)"), open.WithNodes(16));
        Assert.Contains("Add it as n", Assert.Throws<SpecException>(() => open.Generate(1)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ws(n=32,k=5,p=0.75)", "ws(n=32,k=5,p=0.75): k = 5 must be even and lie in [2, 31], or be 32, which gives the complete graph. Nearest valid values: k = 4 or k = 6.")]
    [InlineData("ws(n=32,k=31,p=0.75)", "k = 31 must be even and lie in [2, 31], or be 32, which gives the complete graph. Nearest valid values: k = 30 or k = 32.")]
    [InlineData("ws(n=32,k=33,p=0.75)", "Nearest valid value: k = 32.")]
    [InlineData("ws(n=3,k=1,p=0.75)", "k = 1 must be even and lie in [2, 2], or be 3, which gives the complete graph. Nearest valid value: k = 2.")]
    [InlineData("ws(n=1,k=2,p=0.75)", "k = 2 must be 1, which gives the complete graph. Nearest valid value: k = 1.")]
    [InlineData("ws(n=32,k=0,p=0.75)", "Nearest valid value: k = 2.")]
    [InlineData("ws(n=32,k=-2147483648,p=0.75)", "Nearest valid value: k = 2.")]
    [InlineData("ws(n=32,k=2147483647,p=0.75)", "Nearest valid value: k = 32.")]
    [InlineData("ws(k=3,p=0.75)", "Nearest valid values: k = 2 or k = 4.")]
    [InlineData("ws(n=2,k=1,p=0.5)", "k = 1 must be 2, which gives the complete graph. Nearest valid value: k = 2.")]
    [InlineData("ws(n=0,k=2,p=0.5)", "n = 0 must lie in [1, 100000]. Nearest valid value: n = 1.")]
    [InlineData("ws(n=32,k=4,p=1.5)", "p = 1.5 must be a number in [0, 1]. Nearest valid value: p = 1.")]
    [InlineData("er(n=32,p=-0.1)", "p = -0.1 must be a number in [0, 1]. Nearest valid value: p = 0.")]
    [InlineData("er(n=32,p=NaN)", "p = NaN must be a number in [0, 1].")]
    [InlineData("er(n=32,p=1e999)", "must be a number in [0, 1]. Nearest valid value: p = 1.")]
    [InlineData("er(n=0,p=0.5)", "n = 0 must lie in [1, 100000]. Nearest valid value: n = 1.")]
    [InlineData("er(n=-5,p=0.5)", "n = -5 must lie in [1, 100000]. Nearest valid value: n = 1.")]
    [InlineData("er(n=100001,p=0.5)", "Nearest valid value: n = 100000.")]
    [InlineData("er(n=99999999999,p=0.5)", "n = 99999999999 is out of range. A graph has at most 100000 nodes.")]
    [InlineData("er(n=100000,p=0.5)", "p = 0.5 gives about 2499975000 edges; at most 33554432 are supported. Nearest valid value: p = 0.00671.")]
    [InlineData("ba(n=16,m=16)", "m = 16 must lie in [1, 15]. Nearest valid value: m = 15.")]
    [InlineData("ba(n=16,m=0)", "m = 0 must lie in [1, 15]. Nearest valid value: m = 1.")]
    [InlineData("ba-star(n=1,m=1)", "n = 1 must lie in [2, 100000].")]
    [InlineData("ba(n=100000,m=50000)", "m = 50000 gives 2500000000 edges; at most 33554432 are supported.")]
    [InlineData("ws(n=100000,k=100000,p=0)", "k = 100000 gives 4999950000 edges; at most 33554432 are supported. Lower k or n.")]
    [InlineData("ws(n=100000,k=99998,p=0)", "edges; at most 33554432 are supported. Lower k or n.")]
    [InlineData("wz(n=32,k=4,p=0.75)", "there is no model 'wz'. Models: er(n,p), ba(n,m), ba-star(n,m), ws(n,k,p), ws-connected(n,k,p), chain(n), complete(n).")]
    [InlineData("ws(n=32,k=4,p=0.75,q=1)", "unknown parameter 'q'. ws takes n, k, p. Example: ws(n=32,k=4,p=0.75).")]
    [InlineData("ws(n=32,k=4,k=4,p=0.75)", "k is given twice.")]
    [InlineData("ws(n=32,p=0.75)", "parameter k is missing. Example: ws(n=32,k=4,p=0.75).")]
    [InlineData("ws(n=32,k=four,p=0.75)", "k = 'four' is not a whole number.")]
    [InlineData("ws(n=32,k=4.0,p=0.75)", "k = '4.0' is not a whole number.")]
    [InlineData("ws(n=32,k=4,p=3/4)", "p = '3/4' is not a number.")]
    [InlineData("ws(n=32,k=4,p=)", "p = '' is not a number.")]
    [InlineData("ws(4,0.75)", "'4' is not of the form key=value. Example: ws(n=32,k=4,p=0.75).")]
    [InlineData("ws(n=32,,k=4)", "'' is not of the form key=value.")]
    [InlineData("ws()", "parameter k is missing.")]
    [InlineData("ws", "'ws' is not a graph model. Write one like er(n=32,p=0.2)")]
    [InlineData("", "'' is not a graph model.")]
    [InlineData("(n=3)", "is not a graph model")]
    public void A_broken_rule_is_named_with_what_is_allowed(string text, string message) =>
        Assert.Contains(message, Assert.Throws<SpecException>(() => GraphModel.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_long_text_is_shortened_in_the_message() =>
        Assert.True(Assert.Throws<SpecException>(() => GraphModel.Parse($"ws(n={new string('9', 1_000_000)})")).Message.Length < 400);

    [Fact]
    public void A_search_for_a_connected_graph_gives_up_after_200_tries()
    {
        // A ring of N nodes rewired throughout is a random map, connected with probability sqrt(pi / 2N) or so: 200 tries miss it for a third of the seeds.
        string message = Assert.Throws<SpecException>(() => new ConnectedWattsStrogatz(100_000, 2, 1).Generate(6)).Message;
        Assert.Contains("none of 200 graphs drawn from seed 6 is connected. Raise k", message, StringComparison.Ordinal);
    }
}
