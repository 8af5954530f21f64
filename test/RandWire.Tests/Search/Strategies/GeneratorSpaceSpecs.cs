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

    [Theory]
    [InlineData("paper ws(k=4..10,p=0.5)")]
    [InlineData("ws(k=2|4,p=0.5|0.75) ws(k=4|6,p=0.75|1)")]
    [InlineData("paper ws(k=4,p=0.5,width=32) ws(k=8,p=0.5,width=32)")]
    [InlineData("ws(k=2,p=0.5) ws(k=4,p=0.5) ws(k=2,p=0.5,width=16) ws(k=4,p=0.5,width=16)")]
    [InlineData("ws(k=4,p=0.5) ws(k=4,p=0.5) er(p=0.5)")]
    public void Terms_that_overlap_are_every_setting_once(string text)
    {
        SearchSpace ranges = SearchSpace.Parse(text);
        GeneratorSpace space = new(ranges, SearchCases.Space());
        Assert.Equal(ranges.Settings(GeneratorSpace.Levels).Distinct().Order(), space.InOrder.Select(space.Write).Order());
        Assert.All(space.InOrder, point => Assert.Equal(point, space.Read(space.Write(point))));
        for (int i = 0; i < 50; i++)
        {
            Point point = space.Combine(Seed.From(i)), changed = space.Mutate(point, Seed.From(i));
            Assert.Equal(point, space.Read(space.Write(point)));
            Assert.Equal(changed, space.Read(space.Write(changed)));
        }
    }

    [Fact]
    public void What_a_choice_makes_meaningful_is_drawn_with_it()
    {
        GeneratorSpace space = new(SearchSpace.Parse("ws(k=2..6,p=0..1) er(p=0.2|0.4)"), SearchCases.Space());
        Point er = space.Read("er(p=0.4)");
        Assert.Equal([true, false, false, true], Enumerable.Range(0, 4).Select(axis => space.IsOpen(er, axis)));
        string[] changed = [.. Enumerable.Range(0, 60).Select(i => space.Write(space.Mutate(er, Seed.From(i)))).Where(static setting => setting.StartsWith("ws", StringComparison.Ordinal))];
        Assert.True(changed.Distinct().Count() > 10);
        Assert.Contains(changed, static setting => setting.StartsWith("ws(k=6", StringComparison.Ordinal));
    }

    // The lattice of p = 0 is one graph for each k.
    [Fact]
    public void In_order_settings_come_round_again_where_one_of_them_has_no_other_graph()
    {
        GeneratorSpace space = new(SearchSpace.Parse("ws(k=2|4,p=0) er(p=0.4)"), SearchCases.Space());
        SimulatedStudy study = new SimulatedStudy(PointStrategyCatalog.Make("grid", space), SearchCases.Schedules["none"]()).Run(2, new Seed(1));
        Assert.Equal(["er(p=0.4)", "ws(k=2,p=0)", "ws(k=4,p=0)"], study.Trials.Take(3).Select(trial => study.Candidates[trial.Plan.Candidate].Wiring).Order());
        Assert.All(study.Trials.GroupBy(trial => study.Candidates[trial.Plan.Candidate].Wiring), static setting => Assert.Equal(8, setting.Count()));
    }

    [Fact]
    public void A_model_goes_on_choosing_when_every_setting_is_known()
    {
        GeneratorSpace space = new(SearchSpace.Parse("ws(k=2|4|6,p=0.25|0.75)"), SearchCases.Space());
        List<Candidate> candidates = [];
        List<TrialRecord> trials = [];
        IStrategy strategy = PointStrategyCatalog.Make("bananas(initial=6,batch=4,ensemble=3)", space);
        for (int number = 0; number < 26; number++)
        {
            Proposal proposal = Assert.Single(strategy.Propose(new History(candidates, trials, number, number), 1, Seed.From(2)));
            if (proposal.Candidate.Id == candidates.Count) candidates.Add(proposal.Candidate);
            double worth = proposal.Candidate.Wiring == "ws(k=6,p=0.75)" ? 0.9 : 0.5 + 0.01 * Seed.From(number).Uniform(0);
            TrialOutcome outcome = new() { Status = TrialStatus.Finished, ChargedMultiplyAdds = 1, Curve = [new(1, 0, 0, worth, 0, 0, 0, 0, 1)] };
            trials.Add(new TrialRecord { Plan = new TrialPlan(number, TrialKind.Search, proposal.Candidate.Id, 0, 1, proposal.SeedOffset, 1), State = TrialState.Finished, Outcome = outcome });
        }
        // By chance it would be one in six.
        Assert.True(trials.Skip(10).Count(trial => candidates[trial.Plan.Candidate].Wiring == "ws(k=6,p=0.75)") > 8);
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
