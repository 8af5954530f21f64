using RandWire.Engine;
using RandWire.Search;
using Xunit;

namespace RandWire.Tests.Search.Strategies;

public sealed class SearchProcessSpecs
{
    private static Candidate First => SearchCases.Strategies["random"](null).Propose(new History([], [], 0, 0), 1, Seed.From(7))[0].Candidate;

    [Fact]
    public void No_trial_is_begun_beyond_the_purse_and_the_first_is_none_that_may()
    {
        double cost = SimulatedStudy.Cost(First, 2);
        Assert.NotEmpty(Begun(cost, 0));
        SearchProcess none = Process(cost - 1, 0);
        Assert.Empty(none.Decide(5).Trials);
        Assert.Equal("the search's share of the budget is spent", none.Ended);
    }

    [Fact]
    public void What_the_full_trainings_of_a_dear_candidate_need_is_left_for_them()
    {
        double cost = SimulatedStudy.Cost(First, 2);
        Assert.Single(Begun(1.5 * cost, 0.5 * cost));
        Assert.Empty(Begun(1.5 * cost, 0.6 * cost));
    }

    private static IReadOnlyList<TrialRecord> Begun(double purse, double reserve) => Process(purse, reserve).Decide(5).Trials;

    private static SearchProcess Process(double purse, double reserve) => new(SearchCases.Strategies["random"](null), new HalvingSchedule([new RungPlan(0, 5, 2)]), new SearchRules
    {
        Purse = purse,
        Cost = SimulatedStudy.Cost,
        Reserve = _ => reserve,
        StrategySeed = Seed.From(7),
        TrainingSeed = 1,
    });
}
