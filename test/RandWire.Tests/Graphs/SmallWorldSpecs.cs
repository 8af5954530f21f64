using RandWire.Graphs;
using Xunit;

namespace RandWire.Tests.Graphs;

public sealed class SmallWorldSpecs
{
    // networkx.sigma(G, seed=1) and networkx.omega(G, seed=1) of NetworkX 2.8.8, G made of the sorted edges.
    [Theory]
    [InlineData("ws(n=16,k=4,p=0.25)", 1, 1.6181727284089489, 0.19527222558718638)]
    [InlineData("ws(n=32,k=4,p=0.75)", 1, 0.5845294537896992, 0.8264353833289485)]
    [InlineData("ws(n=24,k=6,p=0)", 3, 2.3447802197802194, -0.23809523809523814)]
    [InlineData("ba(n=20,m=3)", 2, 1.1673981741573034, 0.3363752693409502)]
    public void Sigma_and_omega_are_those_of_NetworkX_draw_for_draw(string model, int seed, double sigma, double omega)
    {
        SmallWorldness measured = SmallWorldness.Of(GraphModel.Parse(model).Generate(seed))!;
        Assert.Equal(sigma, measured.Sigma!.Value, 1e-12);
        Assert.Equal(omega, measured.Omega!.Value, 1e-12);
    }

    [Fact]
    public void Graphs_in_parts_too_small_or_too_large_have_none()
    {
        Assert.Null(SmallWorldness.Of(new Graph(6, [new Edge(0, 1), new Edge(1, 2), new Edge(0, 2), new Edge(3, 4), new Edge(4, 5)])));
        Assert.Null(SmallWorldness.Of(GraphModel.Parse("complete(n=3)").Generate(1)));
        Assert.Null(SmallWorldness.Of(GraphModel.Parse("chain(n=1001)").Generate(1)));
        Assert.Null(SmallWorldness.Of(GraphModel.Parse("complete(n=200)").Generate(1)));
    }

    // Of a star no two edges can be swapped, and NetworkX draws for ever; without triangles there is nothing to compare.
    [Theory]
    [InlineData(4)]
    [InlineData(12)]
    public void A_star_ends_and_has_neither(int nodes)
    {
        SmallWorldness measured = SmallWorldness.Of(new Graph(nodes, Enumerable.Range(1, nodes - 1).Select(leaf => new Edge(0, leaf))))!;
        Assert.Equal(new SmallWorldness(null, null), measured);
    }

    // Nothing is drawn: at a hundred nodes that would take minutes.
    [Theory]
    [InlineData(12)]
    [InlineData(100)]
    public void A_complete_graph_is_its_own_reference(int nodes) =>
        Assert.Equal(new SmallWorldness(1, 0), SmallWorldness.Of(GraphModel.Parse($"complete(n={nodes})").Generate(1)));

    [Fact]
    public void A_measurement_can_be_ended() =>
        Assert.Throws<OperationCanceledException>(() => SmallWorldness.Of(GraphModel.Parse("ws(n=32,k=4,p=0.75)").Generate(1), 1, new CancellationToken(canceled: true)));
}
