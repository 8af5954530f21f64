using RandWire.Engine;
using RandWire.Search;
using Xunit;

namespace RandWire.Tests.Search;

public sealed class WiringsSpecs
{
    [Fact]
    public void The_paper_has_four_er_five_ba_and_sixteen_ws_settings() =>
        Assert.Equal([("er", 4), ("ba", 5), ("ws", 16)], Wirings.Paper.GroupBy(Wirings.Family).Select(family => (family.Key, family.Count())));

    [Fact]
    public void The_papers_best_comes_first_and_then_one_of_every_generator()
    {
        string[] first = [.. Wirings.Sample(Wirings.Paper, 4, new Seed(7)).Select(w => w.Wiring)];
        Assert.Equal(Wirings.PaperBest, first[0]);
        Assert.Equal(["ba", "er", "ws"], first.Select(Wirings.Family).Distinct().Order());
    }

    [Theory]
    [InlineData(25)]
    [InlineData(60)]
    public void Every_setting_is_drawn_before_any_is_drawn_again_and_every_graph_has_its_own_seed(int count)
    {
        IReadOnlyList<(string Wiring, long Seed)> sample = Wirings.Sample(Wirings.Paper, count, new Seed(7));
        Assert.Equal(25, sample.Take(25).Select(w => w.Wiring).Distinct().Count());
        Assert.Equal(count, sample.Distinct().Count());
        Assert.Equal(sample, Wirings.Sample(Wirings.Paper, count, new Seed(7)));
        Assert.NotEqual(sample, Wirings.Sample(Wirings.Paper, count, new Seed(8)));
    }
}
