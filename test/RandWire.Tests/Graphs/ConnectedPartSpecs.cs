using CsCheck;
using RandWire.Graphs;
using RandWire.Graphs.Formats;
using Xunit;

namespace RandWire.Tests.Graphs;

public sealed class ConnectedPartSpecs
{
    [Fact]
    public void A_part_has_the_nodes_asked_for_hangs_together_and_keeps_all_edges_within() => Gen.Select(GraphGen.Graph, Gen.Int[1, 40], Gen.Int).Sample((graph, wanted, seed) =>
    {
        Graph part;
        try
        {
            part = ConnectedPart.Sample(graph, wanted, seed);
        }
        catch (SpecException)
        {
            // Right only where no component is that large.
            Assert.True(LargestComponent(graph) < wanted || wanted > graph.NodeCount);
            return;
        }
        Assert.Equal(wanted, part.NodeCount);
        Assert.True(part.IsConnected);
        Assert.True(part.Edges.Length <= graph.Edges.Length);
        if (wanted == graph.NodeCount) Assert.Equal(graph, part);
        Assert.Equal(part, ConnectedPart.Sample(graph, wanted, seed));
    }, iter: 200);

    [Fact]
    public void Parts_of_the_worm_differ_by_seed_and_are_denser_than_chance()
    {
        string? path = SharedData.Path("data/celegans/celegansneural.gml");
        Assert.SkipWhen(path is null, "shared/data/celegans is not beside this checkout");
        Graph worm = GraphFile.Read(path).Graph;
        Assert.Equal((297, 2148), (worm.NodeCount, worm.Edges.Length));
        Graph[] parts = [.. Enumerable.Range(1, 20).Select(seed => ConnectedPart.Sample(worm, 32, seed))];
        Assert.Equal(20, parts.Select(part => part.GetHashCode()).Distinct().Count());
        Assert.All(parts, part => Assert.True(part.IsConnected && part.NodeCount == 32));
        Assert.True(parts.Average(part => part.Edges.Length) > 2148.0 * 32 * 31 / (297 * 296));
    }

    private static int LargestComponent(Graph graph)
    {
        int[] of = [.. Enumerable.Range(0, graph.NodeCount)];
        for (bool moved = true; moved;)
        {
            moved = false;
            foreach ((int a, int b) in graph.Edges)
            {
                int least = Math.Min(of[a], of[b]);
                moved |= of[a] != least || of[b] != least;
                of[a] = of[b] = least;
            }
        }
        return of.GroupBy(root => root).Max(group => group.Count());
    }
}
