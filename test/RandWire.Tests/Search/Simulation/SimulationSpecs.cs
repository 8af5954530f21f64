using Xunit;

namespace RandWire.Tests.Search.Simulation;

public sealed class SimulationSpecs
{
    private static string Undisturbed(int seed, int workers)
    {
        using SimulatedStudy study = new(seed, workers, disturbed: false);
        return study.Run();
    }

    [Fact]
    public void A_study_is_the_same_for_one_two_and_eight_workers()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            string one = Undisturbed(seed, 1);
            Assert.Contains("Finished", one, StringComparison.Ordinal);
            Assert.Equal(one, Undisturbed(seed, 2));
            Assert.Equal(one, Undisturbed(seed, 8));
        }
        Assert.Equal(60, Enumerable.Range(0, 60).Select(seed => Undisturbed(seed, 1)).Distinct().Count());
    }

    [Fact]
    public void Ten_thousand_studies_full_of_crashes_pauses_and_late_returns_end_as_undisturbed_ones()
    {
        int crashes = 0, stale = 0;
        for (int seed = 0; seed < 10_000; seed++)
        {
            using SimulatedStudy study = new(seed, 1 + seed % 4, disturbed: true);
            string told = study.Run();
            string undisturbed = Undisturbed(seed, 1);
            Assert.True(told == undisturbed, $"Seed {seed} ends otherwise; it fails again with new SimulatedStudy({seed}, {1 + seed % 4}, true).Run():\n{told}\ninstead of\n{undisturbed}");
            crashes += study.Crashes;
            stale += study.StaleWorkers;
        }
        Assert.True(crashes > 20_000 && stale > 1_000, $"{crashes} crashes, {stale} stale workers: too few for a test.");
    }
}
