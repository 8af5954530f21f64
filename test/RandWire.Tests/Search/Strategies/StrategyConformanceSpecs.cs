using RandWire.Engine;
using RandWire.Graphs;
using RandWire.Search;
using Xunit;

namespace RandWire.Tests.Search.Strategies;

/// <summary>What every strategy promises.</summary>
public sealed class StrategyConformanceSpecs
{
    // Those that propose a network again, to be trained with another seed.
    private static readonly HashSet<string> Repeating = ["settings", "evolution", "nsga2", "reinforce", "ppo", "tpe"];

    public static TheoryData<string> Names => [.. SearchCases.Strategies.Keys];

    [Fact]
    public void Every_strategy_there_is_goes_through_this_suite()
    {
        IEnumerable<string> there = typeof(IStrategy).Assembly.GetTypes().Where(static type => type.IsClass && !type.IsAbstract && type.IsAssignableTo(typeof(IStrategy))).Select(static type => type.Name);
        Assert.Equal(there.Order(StringComparer.Ordinal), SearchCases.Strategies.Values.Select(static make => make(null).GetType().Name).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(StrategyCatalog.Names.Union(PointStrategyCatalog.Names).Order(), SearchCases.Strategies.Values.Select(static make => make(null).Name).Distinct().Order());
        Assert.Equal(StrategyCatalog.Names.Order(), StrategyCatalog.Words.Keys.Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_history_has_the_same_answer_from_a_used_object_and_from_a_fresh_one(string name)
    {
        IStrategy used = SearchCases.Strategies[name](null);
        SimulatedStudy study = Study(used).Run(3, new Seed(5));
        foreach (int number in (int[])[23, 3, 17, 0, 9])
        {
            History history = study.Before(number);
            string[] answer = Answer(used, history, 2);
            Assert.Equal(answer, Answer(used, history, 2));
            Assert.Equal(answer, Answer(SearchCases.Strategies[name](null), history, 2));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_log_played_again_says_the_same_again(string name)
    {
        SimulatedStudy study = Study(SearchCases.Strategies[name](null)).Run(8, new Seed(6));
        IStrategy fresh = SearchCases.Strategies[name](null);
        foreach (TrialRecord trial in study.Trials)
        {
            Proposal again = Assert.Single(fresh.Propose(study.Before(trial.Plan.Number), 1, Seed.From(7)));
            Assert.Equal(study.Candidates[trial.Plan.Candidate].Network, again.Candidate.Network);
            Assert.Equal(trial.Plan.Seed, 1 + again.SeedOffset);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_is_trained_twice_and_only_some_train_a_network_again_with_another_seed(string name)
    {
        SimulatedStudy study = Study(SearchCases.Strategies[name](null)).Run(2, new Seed(8));
        Assert.Equal(24, study.Trials.Count);
        Assert.Equal(24, study.Trials.Select(static trial => (trial.Plan.Candidate, trial.Plan.Seed)).Distinct().Count());
        Assert.Equal(study.Candidates.Count, study.Candidates.Select(static candidate => GraphIdentity.Of(candidate.Spec)).Distinct().Count());
        if (!Repeating.Contains(name.Split(' ')[0])) Assert.Equal(24, study.Candidates.Count);
        else Assert.InRange(study.Candidates.Count, 18, SearchCases.IsOverPoints(name) ? 24 : 23);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_is_done_twice_under_any_schedule_in_order_or_not(string name)
    {
        foreach ((string schedule, Func<ISchedule> make) in SearchCases.Schedules)
        {
            SimulatedStudy study = new SimulatedStudy(SearchCases.Strategies[name](null), make()) { Failing = 0.1 }.Run(3, new Seed(4));
            Assert.Equal(study.Trials.Count, study.Trials.Select(static trial => (trial.Plan.Kind, trial.Plan.Candidate, trial.Plan.Seed, trial.Plan.Epochs)).Distinct().Count());
            Assert.True(study.Trials.Count > 4, schedule);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Limits_on_parameters_and_multiply_adds_hold_and_what_is_passed_over_is_counted(string name)
    {
        SearchLimits limits = SearchCases.Limits(name);
        SimulatedStudy study = Study(SearchCases.Strategies[name](limits)).Run(2, new Seed(9));
        Assert.NotEmpty(study.Candidates);
        Assert.All(study.Candidates, candidate => Assert.Null(limits.Refuse(candidate)));
        Assert.Contains(Study(SearchCases.Strategies[name](null)).Run(2, new Seed(9)).Candidates, candidate => limits.Refuse(candidate) is not null);
        // What is no point of a space is not drawn from it, so there is nothing to pass over.
        if (!SearchCases.IsOverPoints(name)) Assert.True(study.Candidates.Sum(static candidate => candidate.PassedOver) > 0);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Limits_that_nothing_meets_are_refused_by_name(string name)
    {
        SpecException refused = Assert.Throws<SpecException>(() =>
            SearchCases.Strategies[name](SearchLimits.Parse("parameters=100")).Propose(new History([], [], 0, 0), 1, new Seed(1)));
        Assert.Contains("parameters are more than the 100 that the limit allows", refused.Message, StringComparison.Ordinal);
        Assert.StartsWith($"Strategy {name.Split(' ')[0]}", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_works_with_no_results_with_failures_and_with_refusals(string name)
    {
        Assert.Equal(5, SearchCases.Strategies[name](null).Propose(new History([], [], 0, 0), 5, new Seed(1)).Count);
        foreach ((double failing, double refused) in ((double, double)[])[(1, 0), (0.5, 0.3), (0, 1)])
        {
            SimulatedStudy study = new SimulatedStudy(SearchCases.Strategies[name](null), SearchCases.Schedules["none"]()) { Failing = failing, Refused = refused }.Run(4, new Seed(3));
            Assert.Equal(24, study.Trials.Count);
        }
    }

    // A space of one network does not grow.
    public static TheoryData<string> ForOne => [.. SearchCases.Strategies.Keys.Where(static name => name != "pnas over points")];

    [Theory]
    [MemberData(nameof(ForOne))]
    public void A_space_of_one_network_is_searched_once_or_with_other_seeds(string name)
    {
        bool repeats = Repeating.Contains(name.Split(' ')[0]) || SearchCases.IsOverGenerators(name);
        SimulatedStudy study = Study(SearchCases.OfOne(name)).Run(2, new Seed(1));
        Assert.Single(study.Candidates);
        Assert.Equal(repeats ? 24 : 1, study.Trials.Count);
        Assert.Equal(repeats ? "every rung is done" : "the space holds no more networks", study.Ended);
    }

    private static SimulatedStudy Study(IStrategy strategy) => new(strategy, SearchCases.Schedules["none"]()) { Failing = 0.1 };

    private static string[] Answer(IStrategy strategy, History history, int wanted) =>
        [.. strategy.Propose(history, wanted, Seed.From(7)).Select(static proposal => $"{proposal.Candidate.Id} {proposal.Candidate.Network} {proposal.Candidate.Origin} {proposal.Candidate.PassedOver} {proposal.SeedOffset}")];
}
