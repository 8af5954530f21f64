using RandWire.Engine;
using RandWire.Search;
using RandWire.Tests.Search.Strategies;
using Xunit;

namespace RandWire.Tests.Search.Schedules;

/// <summary>What every schedule promises, with every strategy.</summary>
public sealed class ScheduleConformanceSpecs
{
    public static TheoryData<string> Names => [.. SearchCases.Schedules.Keys];

    public static TheoryData<string, string> Pairs
    {
        get
        {
            TheoryData<string, string> pairs = [];
            foreach (string strategy in SearchCases.Strategies.Keys)
                foreach (string schedule in SearchCases.Schedules.Keys) pairs.Add(strategy, schedule);
            return pairs;
        }
    }

    [Fact]
    public void Every_schedule_there_is_goes_through_this_suite()
    {
        IEnumerable<string> there = typeof(ISchedule).Assembly.GetTypes().Where(static type => type.IsClass && !type.IsAbstract && type.IsAssignableTo(typeof(ISchedule))).Select(static type => type.Name);
        Assert.Equal(there.Order(StringComparer.Ordinal), SearchCases.Schedules.Values.Select(static make => make().GetType().Name).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(ScheduleCatalog.Names.Order(), SearchCases.Schedules.Values.Select(static make => make().Name).Distinct().Order());
        Assert.Equal(ScheduleCatalog.Names.Order(), ScheduleCatalog.Words.Keys.Order());
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void One_two_and_eight_workers_in_any_order_end_in_the_same_study(string strategy, string schedule)
    {
        SimulatedStudy one = Study(strategy, schedule).Run(1, new Seed(1));
        Assert.NotNull(one.Ended);
        foreach ((int workers, ulong luck) in ((int, ulong)[])[(2, 2), (8, 3), (8, 4)])
        {
            SimulatedStudy many = Study(strategy, schedule).Run(workers, new Seed(luck));
            Assert.Equal(one.Text, many.Text);
            Assert.Equal(one.Ended, many.Ended);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_history_has_the_same_move_from_a_used_object_and_from_a_fresh_one(string name)
    {
        ISchedule used = SearchCases.Schedules[name]();
        SimulatedStudy study = new SimulatedStudy(SearchCases.Strategies["random"](null), used) { Failing = 0.1 }.Run(3, new Seed(5));
        for (int number = study.Trials.Count - 1; number >= 0; number--)
        {
            History history = study.Before(number);
            string move = Text(used.Next(history));
            Assert.Equal(move, Text(used.Next(history)));
            Assert.Equal(move, Text(SearchCases.Schedules[name]().Next(history)));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_purse_is_never_passed(string name)
    {
        foreach (double share in (double[])[0.2, 0.5, 0.9])
        {
            double whole = Run(double.PositiveInfinity).Trials.Sum(static trial => trial.Plan.PlannedMultiplyAdds), purse = share * whole;
            SimulatedStudy study = Run(purse);
            Assert.True(study.Trials.Sum(static trial => trial.Outcome!.ChargedMultiplyAdds) <= purse);
            Assert.NotNull(study.Ended);
        }

        SimulatedStudy Run(double purse) => new SimulatedStudy(SearchCases.Strategies["random"](null), SearchCases.Schedules[name]()) { Purse = purse, MostTrials = 200 }.Run(4, new Seed(2));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_ends_when_every_training_fails_and_when_the_space_is_small(string name)
    {
        SimulatedStudy failing = new SimulatedStudy(SearchCases.Strategies["random"](null), SearchCases.Schedules[name]()) { Failing = 1, MostTrials = 200 }.Run(4, new Seed(2));
        Assert.NotNull(failing.Ended);
        SimulatedStudy small = new SimulatedStudy(StrategyCatalog.Make("grid", SearchCases.Space(["chain()", "complete()", "ws(k=2,p=0)", "ws(k=4,p=0)"])), SearchCases.Schedules[name]()) { MostTrials = 200 }
            .Run(4, new Seed(2));
        Assert.NotNull(small.Ended);
        Assert.Equal(4, small.Candidates.Count);
        // What there is goes on all the same.
        if (!name.Contains("median", StringComparison.Ordinal) && name != "none") Assert.Contains(small.Trials, static trial => trial.Plan.Rung > 0);
        Assert.Contains(small.Trials, static trial => trial.Plan.Kind == TrialKind.Search);
    }

    private static SimulatedStudy Study(string strategy, string schedule) =>
        new(SearchCases.Strategies[strategy](null), SearchCases.Schedules[schedule]()) { Failing = 0.1, Refused = 0.05, MostTrials = 80 };

    private static string Text(Move move) => move switch
    {
        Move.New made => $"{made with { Prune = null }} {string.Join(',', made.Prune?.Floor ?? [])}",
        Move.Again again => $"{again with { Prune = null }} {string.Join(',', again.Prune?.Floor ?? [])}",
        Move other => other.ToString(),
    };
}
