using RandWire.Graphs;
using RandWire.Search;
using Xunit;

namespace RandWire.Tests.Search.Strategies;

/// <summary>Strategies over points in studies of real images.</summary>
public sealed class PointStudySpecs : IDisposable
{
    private readonly StripedFolder _folder = new(side: 8);

    public static TheoryData<string> Names => [.. StrategyCatalog.PointNames];

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
    [InlineData("evolution", "", "Strategy evolution searches the points of a family. Give a family with open parameters as --space, such as")]
    [InlineData("evolution", "ws(k=2|4,p=0.5)", "Strategy evolution searches the points of a family")]
    [InlineData("grid", "resnet(depth=8|14)", "Give one of random, local, evolution")]
    [InlineData("gp", "resnet(depth=8)", "no parameter is open")]
    [InlineData("gp", "resnet(deep=8|14)", "is no parameter of resnet")]
    [InlineData("magic", "resnet(depth=8|14)", "Give one of random, local, evolution")]
    public void Pairs_that_make_no_sense_are_refused_with_those_that_do(string strategy, string space, string words) =>
        Assert.Contains(words, Assert.Throws<SpecException>(() => new Study(Options("new", strategy) with { Space = space })).Message, StringComparison.Ordinal);

    [Fact]
    public void Screening_is_for_random_points_alone()
    {
        const string Screen = "screen(score=parameters,factor=2,then=none(epochs=1))";
        Assert.Contains("Take --strategy random with it", Assert.Throws<SpecException>(() => new Study(Options("new", "tpe") with { Schedule = Screen })).Message, StringComparison.Ordinal);
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
