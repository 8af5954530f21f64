using CsCheck;
using RandWire.Search;
using Xunit;

namespace RandWire.Tests.Search;

public sealed class PlannerSpecs
{
    [Fact]
    public void Rungs_stay_within_the_budget_and_every_rung_keeps_a_third_for_three_times_as_long() =>
        Gen.Select(Gen.Double[1, 1e5], Gen.Int[50, 60_000]).Sample((budget, images) =>
        {
            IReadOnlyList<RungPlan> rungs = Planner.Rungs(budget, 1, images);
            Assert.True(Planner.Cost(rungs, 1) <= budget);
            Assert.True(rungs.Count <= 3);
            for (int i = 1; i < rungs.Count; i++)
            {
                Assert.Equal((rungs[i - 1].Trials + 2) / 3, rungs[i].Trials);
                Assert.Equal(3 * rungs[i - 1].Epochs, rungs[i].Epochs);
            }
            Assert.True(rungs.Count == 0 || rungs[^1].Trials >= 2 || rungs.Count == 1);
        });

    [Fact]
    public void More_budget_never_buys_less_training() => Gen.Select(Gen.Double[1, 1e4], Gen.Double[1, 4]).Sample((budget, more) =>
        Assert.True(Planner.Cost(Planner.Rungs(budget * more, 1, 1000), 1) >= 0.5 * Planner.Cost(Planner.Rungs(budget, 1, 1000), 1)));

    [Fact]
    public void Too_small_a_budget_gives_no_search() => Assert.Empty(Planner.Rungs(3, 1, 3000));

    [Fact]
    public void A_number_of_trials_given_by_the_user_is_kept() =>
        Gen.Select(Gen.Double[1, 1e4], Gen.Int[1, 100]).Sample((budget, trials) => Assert.Equal(trials, Planner.Rungs(budget, 1, 1000, trials)[0].Trials));

    [Fact]
    public void The_final_training_takes_what_the_budget_holds()
    {
        Assert.Equal((3, 20), Epochs(60, 3000, null));
        Assert.Equal((1, 12), Epochs(12, 3000, null));
        Assert.Equal((2, 6), Epochs(12, 3000, 2));
        Assert.Equal((1, 1), Epochs(0.2, 3000, null));
        Assert.Equal((3, 300), Epochs(1e6, 800, null));

        // Fewer than asked for where there is not an epoch and a look at the test images for each.
        (int seeds, int epochs, string reason) = Planner.Final(12, 1, 3000, 20, look: 0.5);
        Assert.Equal((8, 1), (seeds, epochs));
        Assert.Contains("8 runs instead of the 20 asked for", reason, StringComparison.Ordinal);

        static (int, int) Epochs(double budget, int images, int? seeds)
        {
            (int count, int epochs, _) = Planner.Final(budget, 1, images, seeds);
            return (count, epochs);
        }
    }
}
