using System.Text.Json;
using CsCheck;
using RandWire.Graphs;
using RandWire.Graphs.Formats;
using Xunit;

namespace RandWire.Tests.Graphs;

public sealed class GraphFormatSpecs
{
    public static readonly TheoryData<string> Kinds = [.. Format.All.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_graph_comes_back_as_it_was_written(string kind) =>
        Gen.OneOf(GraphGen.Graph, GraphGen.Sparse).Sample(graph => Format.Read(kind, Format.Write(kind, graph)).Equals(graph), iter: 50);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Isolated_nodes_survive(string kind)
    {
        Graph graph = new(5, [new Edge(1, 3)]);
        Assert.Equal(graph, Format.Read(kind, Format.Write(kind, graph)));
        Assert.Equal(new Graph(1, []), Format.Read(kind, Format.Write(kind, new Graph(1, []))));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Windows_line_ends_are_read(string kind)
    {
        Graph graph = new(3, [new Edge(0, 1), new Edge(1, 2)]);
        Assert.Equal(graph, Format.Read(kind, Format.Write(kind, graph).Replace("\n", "\r\n", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_text_cut_off_anywhere_is_refused_or_read_and_never_crashes(string kind)
    {
        string text = Format.Write(kind, new WattsStrogatz(12, 4, 0.5).Generate(3));
        for (int length = 0; length < text.TrimEnd().Length; length++)
        {
            if (kind == "edges" && char.IsAsciiDigit(text[length]) && length > text.LastIndexOf(' ')) continue; // "10 1" is an edge, too
            InvalidDataException error = Assert.Throws<InvalidDataException>(() => Format.Read(kind, text[..length]));
            Assert.StartsWith("test." + kind, error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_text_with_characters_exchanged_is_refused_or_read_and_never_crashes(string kind)
    {
        string text = Format.Write(kind, new WattsStrogatz(8, 2, 0.5).Generate(3));
        Gen.Select(Gen.Int[0, text.Length - 1], Gen.Char["\0\"\\[]{}<>/-#=:;,+ &\nx09\uD800\uFEFF"]).List[1, 4].Sample(changes =>
        {
            char[] changed = text.ToCharArray();
            foreach ((int at, char with) in changes) changed[at] = with;
            try
            {
                Format.Read(kind, new string(changed));
            }
            catch (InvalidDataException)
            {
            }
        }, iter: 500);
    }

    [Fact]
    public void The_edge_list_has_N_the_number_of_edges_and_the_sorted_edges() =>
        Assert.Equal("4\n2\n0 3\n1 2\n", Format.Write("edges", new Graph(4, [new Edge(2, 1), new Edge(3, 0)])));

    [Theory]
    [InlineData("dot", "graph {\n  0\n  1\n  2\n  0 -- 2\n}\n")]
    [InlineData("gml", "graph [\n  directed 0\n  node [\n    id 0\n    label \"0\"\n  ]\n  node [\n    id 1\n    label \"1\"\n  ]\n  node [\n    id 2\n    label \"2\"\n  ]\n  edge [\n    source 0\n    target 2\n  ]\n]\n")]
    [InlineData("json", "{\"directed\":false,\"multigraph\":false,\"graph\":{},\"nodes\":[{\"id\":0},{\"id\":1},{\"id\":2}],\"links\":[{\"source\":0,\"target\":2}],\"edges\":[{\"source\":0,\"target\":2}]}\n")]
    [InlineData("graphml", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n  <graph edgedefault=\"undirected\">\n    <node id=\"0\"/>\n    <node id=\"1\"/>\n    <node id=\"2\"/>\n    <edge source=\"0\" target=\"2\"/>\n  </graph>\n</graphml>\n")]
    public void Texts_are_written_as_committed(string kind, string text) => Assert.Equal(text, Format.Write(kind, new Graph(3, [new Edge(0, 2)])));

    // node_link_graph takes the edges from "links" up to NetworkX 3.3, and from "edges" since; both take nodes by "id" and ends by "source" and "target".
    [Theory]
    [InlineData("links")]
    [InlineData("edges")]
    public void NetworkX_finds_the_edges_in_JSON_under_the_name_that_its_version_looks_for(string member)
    {
        Graph graph = new WattsStrogatz(12, 4, 0.5).Generate(3);
        using JsonDocument document = JsonDocument.Parse(Format.Write("json", graph));
        Edge[] edges = [.. document.RootElement.GetProperty(member).EnumerateArray().Select(edge => new Edge(edge.GetProperty("source").GetInt32(), edge.GetProperty("target").GetInt32()))];
        int[] nodes = [.. document.RootElement.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("id").GetInt32())];
        Assert.Equal(graph, new Graph(nodes.Length, edges));
        Assert.Equal(Enumerable.Range(0, 12), nodes);
    }

    [Fact]
    public void JSON_of_earlier_versions_with_links_alone_is_read() => Assert.Equal(new Graph(3, [new Edge(0, 2)]),
        Format.Read("json", "{\"directed\":false,\"multigraph\":false,\"graph\":{},\"nodes\":[{\"id\":0},{\"id\":1},{\"id\":2}],\"links\":[{\"source\":0,\"target\":2}]}"));

    // pydot 1.4 makes a node named \n of a semicolon at the end of a line.
    [Fact]
    public void DOT_has_no_semicolons() => Assert.DoesNotContain(';', Format.Write("dot", new Graph(3, [new Edge(0, 2)])));

    [Fact]
    public void The_neural_network_of_C_elegans_loads_as_a_simple_graph()
    {
        string? path = SharedData.Path("data/celegans/celegansneural.gml");
        Assert.SkipWhen(path is null, "shared/data/celegans is not beside this checkout");
        Graph graph = GraphFile.Load(path);
        // 2,359 arcs, of which 14 are repetitions and 197 run against another one.
        Assert.Equal((297, 2148), (graph.NodeCount, graph.Edges.Length));
        Dag dag = Dag.Orient(graph);
        Assert.True(dag.InputCount > 0 && dag.OutputCount > 0);
        GraphMetrics metrics = graph.Metrics();
        Assert.True(metrics.IsConnected);
        // Watts and Strogatz 1998, table 1, print L = 2.65 and C = 0.28 for an earlier version of these data with 282 nodes.
        Assert.InRange(metrics.AverageShortestPath!.Value, 2.3, 2.8);
        Assert.InRange(metrics.AverageClustering, 0.25, 0.33);
    }

    [Theory]
    [InlineData(".edges")]
    [InlineData(".txt")]
    [InlineData(".dot")]
    [InlineData(".gv")]
    [InlineData(".GraphML")]
    [InlineData(".gml")]
    [InlineData(".json")]
    public void Files_are_written_and_read_by_their_extension(string extension)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("randwire-graphs");
        try
        {
            string path = Path.Combine(folder.FullName, "a graph" + extension);
            Graph graph = new BarabasiAlbert(20, 3).Generate(1);
            GraphFile.Save(graph, path);
            Assert.Equal(graph, GraphFile.Load(path));
            Assert.Single(folder.GetFiles());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void An_unknown_extension_is_refused_with_those_that_are_known() =>
        Assert.Contains("'.png' is no graph format. Use .edges", Assert.Throws<SpecException>(() => GraphFile.Load("wiring.png")).Message, StringComparison.Ordinal);
}
