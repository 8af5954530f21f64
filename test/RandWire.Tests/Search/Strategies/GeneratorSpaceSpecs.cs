using RandWire.Engine;
using RandWire.Graphs;
using RandWire.Search;
using Xunit;

namespace RandWire.Tests.Search.Strategies;

/// <summary>Settings of generators as points.</summary>
public sealed class GeneratorSpaceSpecs
{
    [Fact]
    public void The_paper_s_settings_have_an_axis_for_every_parameter()
    {
        GeneratorSpace space = new(SearchSpace.Parse("paper"), SearchCases.Space());
        Assert.Equal(["generator", "p of er", "m of ba", "k of ws", "p of ws"], space.Axes.Select(static axis => axis.Name));
        Assert.Equal(["2", "4", "6", "8"], space.Axes[3].Values);
        Assert.Equal(Wirings.Paper.Order(), space.Settings.Order());
        Assert.Equal(25, space.Settings.Distinct().Count());
        foreach (string setting in space.Settings) Assert.Equal(setting, space.Write(space.Read(setting)));
    }

    [Fact]
    public void Terms_that_are_not_all_combinations_stay_apart_and_what_means_the_same_is_one_axis()
    {
        GeneratorSpace space = new(SearchSpace.Parse("ws(k=2,p=0.25,width=8|16) ws(k=4,p=0.75,width=8|16) er(p=0.2,width=8|16) ba(m=1,width=8|12)"), SearchCases.Space());
        Assert.Equal(["generator", "width", "width of ba"], space.Axes.Select(static axis => axis.Name));
        Assert.Equal(4, space.Axes[0].Values.Count);
        Assert.Equal(8, space.Settings.Count);
        Assert.Contains("ws(k=4,p=0.75,width=16)", space.Settings);
        Assert.Contains("ba(m=1,width=12)", space.Settings);
    }

    [Fact]
    public void Choices_that_mean_nothing_count_as_the_first()
    {
        GeneratorSpace space = new(SearchSpace.Parse("ws(k=2..6,p=0..1) er(p=0.2|0.4)"), SearchCases.Space());
        Point er = space.Read("er(p=0.4)"), ws = space.Read("ws(k=6,p=0.5)");
        Assert.Equal(11, space.Axes[2].Values.Count);
        Assert.Equal(er, space.Settled(er.With(1, 2)));
        Assert.False(space.Holds(er.With(1, 2)));
        // Another generator brings the first values of its own parameters; no change leads to what is no point, or nowhere.
        Assert.Equal("er(p=0.2)", space.Write(space.Settled(ws.With(0, 1))));
        foreach (Point point in (Point[])[er, ws])
            Assert.All(space.Changes(point), changed => Assert.True(space.Holds(changed) && !changed.Equals(point)));
        Assert.Equal(2, space.Changes(er).Count());
        Assert.Equal(2 + 10 + 1, space.Changes(ws).Count());
        for (int i = 0; i < 30; i++) Assert.True(space.Holds(space.Mutate(space.Combine(Seed.From(i)), Seed.From(i))));
    }

    [Fact]
    public void Settings_that_are_not_written_so_are_not_read()
    {
        GeneratorSpace space = new(SearchSpace.Parse("ws(k=2|4,p=0.5)"), SearchCases.Space());
        Assert.Equal(["k"], space.Axes.Select(static axis => axis.Name));
        foreach (string setting in (string[])["ws(k=6,p=0.5)", "ws(p=0.5,k=2)", "ws(k=2,p=0.50)", "er(p=0.5)", "ws"]) Assert.Throws<SpecException>(() => space.Read(setting));
    }

    [Fact]
    public void Graphs_outside_the_limits_are_passed_over_and_settings_that_have_no_other_are_no_points()
    {
        SearchSpace ranges = SearchSpace.Parse("ws(k=2|4,p=0.75,width=8|16)");
        int[] parameters = [.. Enumerable.Range(0, 20).Select(seed => (int)SearchCases.Space().Make(0, "ws(k=4,p=0.75,width=16)", seed, "").Parameters).Order()];
        Assert.True(parameters[0] < parameters[^1]);
        GeneratorSpace space = new(ranges, SearchCases.Space(), SearchLimits.Parse($"parameters={parameters[3]}.."));
        Assert.DoesNotContain("ws(k=4,p=0.75,width=8)", space.Settings);
        Candidate[] made = [.. Enumerable.Range(0, 20).Select(seed => space.Make(0, "ws(k=4,p=0.75,width=16)", seed, ""))];
        Assert.All(made, candidate => Assert.True(candidate.Parameters >= parameters[3]));
        Assert.Contains(made, static candidate => candidate.PassedOver > 0);
    }
}
