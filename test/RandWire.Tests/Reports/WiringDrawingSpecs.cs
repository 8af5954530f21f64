using CsCheck;
using RandWire.Graphs;
using RandWire.Graphs.Formats;
using RandWire.Reports;
using Xunit;

namespace RandWire.Tests.Reports;

public sealed class WiringDrawingSpecs
{
    // Coordinates are written with two decimals; a sum of two such errs by at most 0.01.
    private const double Rounding = 0.02;

    private static readonly Gen<Dag> AnyDag = Gen.Select(Gen.Int[1, 40], Gen.Double[0, 1], Gen.Long, (nodes, density, seed) =>
        nodes == 1 ? Dag.FromArcs(1, []) : Dag.Orient(new ErdosRenyi(nodes, density * density).Generate(seed)));

    public static TheoryData<string> Wirings => ["ws(n=32,k=4,p=0.75)", "ws(n=32,k=2,p=1)", "ws(n=32,k=8,p=0.25)", "er(n=32,p=0.2)",
        "er(n=32,p=0.6)", "er(n=32,p=0)", "ba(n=32,m=1)", "ba(n=32,m=7)", "ws(n=100,k=4,p=0.5)", "ws(n=300,k=4,p=0.75)"];

    [Theory]
    [MemberData(nameof(Wirings))]
    public void Every_wiring_is_drawn_whole_and_without_overlaps(string text)
    {
        Dag dag = Dag.Orient(GraphModel.Parse(text).Generate(2));
        CheckGeometry(dag, new DrawnSvg(WiringDrawing.Svg(dag, new() { Title = text })), extraNodes: true);
    }

    [Fact]
    public void Any_random_wiring_is_drawn_whole_with_and_without_the_extra_nodes() => AnyDag.Sample(dag =>
    {
        CheckGeometry(dag, new DrawnSvg(WiringDrawing.Svg(dag)), extraNodes: true);
        CheckGeometry(dag, new DrawnSvg(WiringDrawing.Svg(dag, new() { ExtraNodes = false })), extraNodes: false);
    }, iter: 60);

    [Fact]
    public void The_worm_with_297_neurons_is_drawn_whole_and_on_one_screen()
    {
        string? path = SharedData.Path("data/celegans/celegansneural.gml");
        Assert.SkipWhen(path is null, "no C. elegans data");
        Dag dag = Dag.Orient(GraphFile.Load(path));
        DrawnSvg drawn = new(WiringDrawing.Svg(dag));
        CheckGeometry(dag, drawn, extraNodes: true);
        Assert.InRange(drawn.Width, 600, 2000);
        Assert.InRange(drawn.Height, 600, 2200);
    }

    [Fact]
    public void The_same_wiring_gives_the_same_text() => AnyDag.Sample(dag =>
        Assert.Equal(WiringDrawing.Svg(dag), WiringDrawing.Svg(Dag.FromArcs(dag.NodeCount, dag.Edges.ToArray().Reverse()))), iter: 20);

    [Fact]
    public void Inputs_outputs_and_isolated_nodes_are_told_apart()
    {
        DrawnSvg drawn = new(WiringDrawing.Svg(Dag.FromArcs(4, [new Edge(0, 1), new Edge(1, 2)])));
        Assert.Equal("rw-in", drawn.NodeCalled("0").Style);
        Assert.Equal("rw-node", drawn.NodeCalled("1").Style);
        Assert.Equal("rw-out", drawn.NodeCalled("2").Style);
        Assert.Equal("rw-both", drawn.NodeCalled("3").Style);
        Assert.Equal("rw-extra-in", drawn.NodeCalled("in").Style);
        Assert.Equal("rw-extra-out", drawn.NodeCalled("out").Style);
        Assert.True(drawn.NodeCalled("in").Radius > drawn.NodeCalled("0").Radius);
    }

    [Fact]
    public void Node_numbers_are_written_where_they_fit()
    {
        static int Labels(string svg) => new DrawnSvg(svg).Root.Descendants().Count(e => e.Name.LocalName == "text"
            && e.Parent!.Attribute("data-node") is not null);
        Dag small = Dag.Orient(GraphModel.Parse("ws(n=32,k=4,p=0.75)").Generate(1)),
            large = Dag.Orient(GraphModel.Parse("ws(n=300,k=4,p=0.75)").Generate(1));
        Assert.Equal(34, Labels(WiringDrawing.Svg(small)));
        Assert.Equal(0, Labels(WiringDrawing.Svg(small, new() { Labels = false })));
        Assert.Equal(2, Labels(WiringDrawing.Svg(large))); // in and out
    }

    [Fact]
    public void A_wiring_too_large_to_draw_is_refused_with_advice()
    {
        SpecException refusal = Assert.Throws<SpecException>(() => WiringDrawing.Svg(Dag.FromArcs(5000, [])));
        Assert.Contains("at most 2000 nodes", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("DOT", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_small_drawing_stays_as_it_is() =>
        Golden.Check("ring.svg", WiringDrawing.Svg(Dag.Orient(GraphModel.Parse("ws(n=8,k=4,p=0.5)").Generate(1)),
            new() { Title = "ws(n=8,k=4,p=0.5)" }));

    private static void CheckGeometry(Dag dag, DrawnSvg drawn, bool extraNodes)
    {
        Assert.Equal(dag.NodeCount + (extraNodes ? 2 : 0), drawn.Nodes.Count);
        IEnumerable<string> expected = dag.Edges.ToArray().Select(e => $"{e.From}-{e.To}");
        if (extraNodes)
        {
            expected = expected.Concat(Enumerable.Range(0, dag.NodeCount).Where(dag.IsInput).Select(node => $"in-{node}"))
                .Concat(Enumerable.Range(0, dag.NodeCount).Where(dag.IsOutput).Select(node => $"{node}-out"));
        }
        Assert.Equal(expected.Order(StringComparer.Ordinal), drawn.Wires.Select(w => $"{w.From}-{w.To}").Order(StringComparer.Ordinal));

        Dictionary<string, DrawnSvg.Node> nodes = drawn.Nodes.ToDictionary(node => node.Name);
        foreach (DrawnSvg.Wire wire in drawn.Wires)
        {
            (DrawnSvg.Node tail, DrawnSvg.Node head) = (nodes[wire.From], nodes[wire.To]);
            Assert.True(tail.Layer < head.Layer, $"{wire.From}-{wire.To}: layer {tail.Layer} to {head.Layer}");
            Assert.Equal(tail.X, wire.Points[0].X, Rounding);
            Assert.Equal(tail.Y, wire.Points[0].Y, Rounding);
            Assert.Equal(head.X, wire.Points[^1].X, Rounding);
            Assert.Equal(head.Y, wire.Points[^1].Y, Rounding);
            for (int i = 1; i < wire.Points.Length; i++)
                Assert.True(wire.Points[i].Y > wire.Points[i - 1].Y, $"{wire.From}-{wire.To} turns upward");
        }
        foreach (IGrouping<int, DrawnSvg.Node> layer in drawn.Nodes.GroupBy(node => node.Layer))
        {
            Assert.Single(layer.Select(node => node.Y).Distinct());
            DrawnSvg.Node[] row = [.. layer.OrderBy(node => node.X)];
            for (int i = 1; i < row.Length; i++)
            {
                Assert.True(row[i].X - row[i - 1].X >= row[i].Radius + row[i - 1].Radius + 2,
                    $"nodes {row[i - 1].Name} and {row[i].Name} touch");
            }
        }
        double[] heights = [.. drawn.Nodes.Select(node => node.Y).Distinct().Order()];
        for (int i = 1; i < heights.Length; i++) Assert.True(heights[i] - heights[i - 1] > 15);
        Assert.All(drawn.Extent, place =>
        {
            Assert.InRange(place.X, 0, drawn.Width);
            Assert.InRange(place.Y, 0, drawn.Height);
        });
    }
}
