using RandWire.Graphs;
using RandWire.Search;
using RandWire.Tests.Architecture;
using Xunit;

namespace RandWire.Tests.Search.Strategies;

/// <summary>Strategies over points in studies of real images.</summary>
public sealed class PointStudySpecs : IDisposable
{
    private readonly StripedFolder _folder = new(side: 8);

    public static TheoryData<string> Names => [.. PointStrategyCatalog.Names.Except(["pnas"])];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void A_study_of_cells_ends_alike_with_two_workers_and_after_a_stop(string name)
    {
        StudyResults one = StripedFolder.Last(new Study(Options("one", name)).Run());
        Assert.Equal(14, one.Trials.Sum(static trial => trial.Rungs.Count));
        Assert.All(one.Trials, static trial => Assert.StartsWith("nasbench201(cell=", trial.Wiring, StringComparison.Ordinal));
        int ended = 0;
        foreach (StudyEvent happened in new Study(Options("two", name) with { Workers = 2, Threads = 2 }).Run())
            if (happened is TrialEnded && ++ended == 7) break;
        StudyResults two = StripedFolder.Last(new Study(Options("two", name) with { Workers = 2, Threads = 2 }).Run());
        Assert.Equal(one.Trials.Select(static trial => trial.Wiring), two.Trials.Select(static trial => trial.Wiring));
        Assert.Equal(one.Leaderboard, two.Leaderboard);
        Assert.Equal(one.Final.Runs.Select(static run => run.WeightsSha256), two.Final.Runs.Select(static run => run.WeightsSha256));
    }

    [Theory]
    [InlineData("quasi", "resnet(depth=8|14)", "Give one of random, grid, local, evolution")]
    [InlineData("evolution(population=0)", "", "population = '0' must be a whole number in [1, 100000]")]
    [InlineData("evolution(size=3)", "ws(k=2|4,p=0.5)", "'size=3' is no setting of it. It has initial, population, sample, such as evolution(initial=10)")]
    [InlineData("ppo(rate=1,rate=2)", "", "rate = '2' must be a number in [1E-06, 1]")]
    [InlineData("ppo(rate=1,rate=1)", "", "rate is given twice")]
    [InlineData("grid(levels=3)", "resnet(depth=8|14)", "'levels=3' is no setting of it. It has none: write grid")]
    [InlineData("reinforce(controller=gru)", "", "controller = 'gru' must be one of table, lstm")]
    [InlineData("magic", "", "'magic' is not known. Give one of random, grid, quasi, settings, local")]
    [InlineData("pnas", "", "Give it a space of cells of several sizes, such as cells(form=nasnet,nodes=1..5,filters=8)")]
    [InlineData("pnas", "cells(form=nasnet)", "Strategy pnas grows cells node by node")]
    [InlineData("gp", "resnet(depth=8)", "no parameter is open")]
    [InlineData("gp", "resnet(deep=8|14)", "is no parameter of resnet")]
    [InlineData("magic", "resnet(depth=8|14)", "Give one of random, grid, local, evolution")]
    public void Pairs_that_make_no_sense_are_refused_with_those_that_do(string strategy, string space, string words) =>
        Assert.Contains(words, Assert.Throws<SpecException>(() => new Study(Options("new", strategy) with { Space = space })).Message, StringComparison.Ordinal);

    [Fact]
    public void Screening_is_for_random_points_alone()
    {
        const string Screen = "screen(score=parameters,factor=2,then=none(epochs=1))";
        Assert.Contains("Take --strategy random or grid with it", Assert.Throws<SpecException>(() => new Study(Options("new", "tpe") with { Schedule = Screen })).Message, StringComparison.Ordinal);
        StudyResults results = StripedFolder.Last(new Study(Options("screened", "random") with { Schedule = Screen, Trials = 4 }).Run());
        Assert.Equal((8, 4), (results.Trials.Count, results.Trials.Sum(static trial => trial.Rungs.Count)));
    }

    [Fact]
    public void The_same_space_in_other_words_goes_on_and_another_one_does_not()
    {
        StudyOptions options = Options("words", "evolution") with { Limits = "parameters=12k" };
        StudyResults results = StripedFolder.Last(new Study(options).Run());
        Assert.All(results.Trials, static trial => Assert.InRange(trial.Parameters, 0, 12_000));
        StripedFolder.Last(new Study(options with { Space = "nasbench201( cell=* , cells=1,filters=4 )" }).Run());
        Assert.Contains("--space was nasbench201(cell=*,cells=1,filters=4), now nasbench201(cell=*,cells=2,filters=4)",
            Assert.Throws<SpecException>(() => new Study(options with { Space = "nasbench201(cell=*,cells=2,filters=4)" }).Run().Count()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_study_of_growing_cells_ends_alike_with_two_workers()
    {
        StudyOptions options = Options("one", "pnas(beam=4,ensemble=2)") with { Space = "cells(form=nasnet,nodes=1..3,filters=4)" };
        StudyResults one = StripedFolder.Last(new Study(options).Run()), two = StripedFolder.Last(new Study(options with { Folder = _folder.Options("two").Folder, Workers = 2, Threads = 2 }).Run());
        Assert.Equal(12, one.Trials.Count);
        Assert.Equal(one.Trials.Select(static trial => trial.Wiring), two.Trials.Select(static trial => trial.Wiring));
        Assert.Equal(one.Leaderboard, two.Leaderboard);
    }

    [Theory]
    [InlineData("evolution(population=5)", "ws(k=2|4,p=0..1,width=4|8) er(p=0.2..0.8,width=4|8)")]
    [InlineData("gp", "")]
    [InlineData("nsga2", "ws(k=2|4,p=0.25|0.75) ba(m=1|2)")]
    public void A_study_of_generators_ends_alike_with_two_workers_and_never_trains_a_graph_twice(string name, string space)
    {
        StudyOptions options = Options("one", name) with { Space = space, Preset = "tiny", Budget = Budget.Parse("60GMAC") };
        StudyResults one = StripedFolder.Last(new Study(options).Run());
        Assert.Equal(14, one.Trials.Count);
        Assert.Equal(14, one.Trials.Select(static trial => trial.Network).Distinct().Count());
        StudyResults two = StripedFolder.Last(new Study(options with { Folder = _folder.Options("two").Folder, Workers = 2, Threads = 2 }).Run());
        Assert.Equal(one.Trials.Select(static trial => (trial.Wiring, trial.WiringSeed)), two.Trials.Select(static trial => (trial.Wiring, trial.WiringSeed)));
        Assert.Equal(one.Leaderboard, two.Leaderboard);
    }

    [Theory]
    [InlineData("evolution(population=30, initial=10)", "evolution")]
    [InlineData(" Evolution ( population=40 )", "evolution(population=40)")]
    [InlineData("nsga2(crossover=-0)", "nsga2(crossover=0)")]
    [InlineData("reinforce(rate=0.1)", "reinforce")]
    [InlineData("reinforce(controller=LSTM,rate=0.003)", "reinforce(controller=lstm)")]
    [InlineData("reinforce(controller=lstm,rate=0.1)", "reinforce(controller=lstm,rate=0.1)")]
    [InlineData("ppo(rate=5e-3)", "ppo")]
    public void Two_spellings_of_a_strategy_are_one(string text, string canonical) => Assert.Equal(canonical, PointStrategyCatalog.Canonical(text));

    [Fact]
    public void A_space_in_another_spelling_goes_on()
    {
        StudyOptions options = Options("spelt", "evolution(initial=3)") with { Space = "nasbench201(filters=4,cell=*,cells=01)", Trials = 5 };
        int ended = 0;
        foreach (StudyEvent happened in new Study(options).Run())
            if (happened is TrialEnded && ++ended == 2) break;
        StudyResults results = StripedFolder.Last(new Study(options with { Space = "NasBench201( cell=*, cells=1, filters=4 )", Strategy = "evolution( initial=3 )" }).Run());
        Assert.Equal(5, results.Trials.Sum(static trial => trial.Rungs.Count));
        foreach (string text in (string[])["wirings (n=8)", "cells (form=darts)"]) Assert.EndsWith(")", ComposedSpaces.Canonical(text), StringComparison.Ordinal);
        foreach (string text in (string[])["wirings (n=8)", "cells (form=darts)"]) Assert.True(ComposedSpaces.Knows(text));
    }

    [Fact]
    public void The_guide_names_every_strategy_with_its_usual_settings()
    {
        string guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "strategies.md"));
        foreach (string name in PointStrategyCatalog.Names)
        {
            IReadOnlyList<StrategyOption> options = PointStrategyCatalog.Options(name);
            Assert.Contains(options.Count == 0 ? $"`{name}`" : $"`{name}({string.Join(',', options.Select(static option => $"{option.Name}={option.UsualText}"))})`", guide, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Names_of_the_field_are_a_strategy_and_a_schedule()
    {
        Assert.Equal(("random", "hyperband"), StrategyAndSchedule.Of("hyperband", null));
        Assert.Equal(("random", "asha(window=5)"), StrategyAndSchedule.Of("asha(window=5)", "asha(window=5)"));
        Assert.Equal(("bohb(samples=4)", "hyperband"), StrategyAndSchedule.Of("bohb(samples=4)", null));
        Assert.Equal(("bohb", "none"), StrategyAndSchedule.Of("bohb", "none"));
        Assert.Equal(("random", "halving"), StrategyAndSchedule.Of(null, null));
        Assert.Contains("Give one of the two", Assert.Throws<SpecException>(() => StrategyAndSchedule.Of("asha", "halving")).Message, StringComparison.Ordinal);
        StudyResults results = StripedFolder.Last(new Study(Options("bohb", "bohb(random=0)") with { Schedule = "hyperband", Trials = null, Budget = Budget.Parse("40GMAC") }).Run());
        int[] lengths = [.. results.Trials.SelectMany(static trial => trial.Rungs.Select(static rung => rung.Epochs)).Distinct().Order()];
        Assert.True(lengths.Length > 1, $"{results.Trials.Count} of {string.Join(',', lengths)}");
    }

    private StudyOptions Options(string folder, string name) => _folder.Options(folder) with
    {
        Budget = Budget.Parse("1GMAC"),
        ImageSize = 8,
        Trials = 14,
        Seeds = 1,
        Schedule = "none(epochs=1)",
        Scores = "none",
        Threads = 1,
        Strategy = name,
        Space = "nasbench201(cell=*, cells=1, filters=4)",
    };
}
