using RandWire.Networks;
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
        MakeStrategy = space => StrategyCatalog.OverPoints(name, Cells(space)),
    };

    // Cells for the images that the study's own networks take.
    private static FamilySpace Cells(ISearchSpace space)
    {
        NetworkSpec usual = space.Make(0, space.Settings[0], 1, "").Spec;
        return new FamilySpace("nasbench201(cell=*,cells=1,filters=4)",
            new PresetOptions { Height = usual.Input.Height, Width = usual.Input.Width, ImageChannels = usual.Input.Channels, Classes = usual.Classes });
    }
}
