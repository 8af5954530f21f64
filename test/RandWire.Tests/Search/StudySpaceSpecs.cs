using RandWire.Engine;
using RandWire.Graphs;
using RandWire.Search;
using Xunit;

namespace RandWire.Tests.Search;

/// <summary>What a study samples from and what it costs: options against the plan, and the plan against what was done.</summary>
public sealed class StudySpaceSpecs : IDisposable
{
    private readonly StripedFolder _folder = new(side: 8);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("random")]
    [InlineData("grid")]
    [InlineData("quasi")]
    [InlineData("settings")]
    public void Every_strategy_samples_the_space_that_was_given(string strategy)
    {
        StudyResults results = Last(Options("space") with { Strategy = strategy, Space = "ba(m=1|2,width=8)" });
        string[] settings = ["ba(m=1,width=8)", "ba(m=2,width=8)"];
        Assert.Equal(settings, results.Plan.Settings);
        Assert.Equal(3, results.Trials.Count);
        Assert.Equal(settings, results.Trials.Select(trial => trial.Wiring).Distinct().Order());
    }

    [Fact]
    public void A_plan_is_costed_from_what_the_space_gives_and_a_purse_without_room_for_one_training_is_refused_with_the_least_that_has()
    {
        StudyOptions narrow = Options("narrow") with { Space = "ws(k=4,p=0..1,width=8)" }, wide = Options("wide") with { Space = "ws(k=4,p=0..1,width=64)", Seeds = null };
        // Work within a node grows with the square of its channels.
        double perImage = Plan(wide with { Folder = _folder["plan"], Budget = Budget.Parse("1TMAC") }).MultiplyAddsPerImage;
        Assert.True(perImage > 20 * Plan(narrow).MultiplyAddsPerImage);
        // Some 160 passes are an epoch of a trial, some 200 the least final training: no room for both.
        string refusal = Assert.Throws<SpecException>(() => Last(wide with { Budget = Budget.OfWork(Math.Ceiling(220 * perImage)) })).Message;
        StudyResults results = Last(wide with { Budget = Least(refusal) });
        Assert.NotEmpty(results.Trials[results.Final.Trial].Rungs);
        Assert.True(results.UsedMultiplyAdds <= results.Plan.BudgetMultiplyAdds, $"{results.UsedMultiplyAdds} of {results.Plan.BudgetMultiplyAdds}");
    }

    [Fact]
    public void Limits_count_when_a_plan_is_costed()
    {
        StudyOptions both = Options("both") with { Space = "ws(k=4,p=0.75,width=8|64)" };
        double free = Plan(both).MultiplyAddsPerImage;
        Assert.InRange(Plan(both with { Folder = _folder["limited"], Limits = "multiplyadds=1M" }).MultiplyAddsPerImage, 1, 1e6);
        Assert.True(free > 1e6);
        Assert.Contains("Widen the space or the limits", Assert.Throws<SpecException>(() => Plan(both with { Folder = _folder["none"], Limits = "multiplyadds=1k" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Full_trainings_that_were_asked_for_are_in_the_least_plan_and_in_what_the_search_leaves()
    {
        StudyOptions options = Options("seeds") with { Trials = 8, Seeds = 20, Budget = Budget.Parse("500MMAC") };
        string refusal = Assert.Throws<SpecException>(() => Last(options)).Message;
        Assert.Contains("8 trials of one epoch and one epoch of each of 20 final trainings", refusal, StringComparison.Ordinal);
        StudyResults results = Last(options with { Budget = Least(refusal) });
        Assert.Equal(20, results.Final.Runs.Count);
        Assert.True(results.UsedMultiplyAdds <= results.Plan.BudgetMultiplyAdds, $"{results.UsedMultiplyAdds} of {results.Plan.BudgetMultiplyAdds}");
    }

    [Fact]
    public void The_median_rule_ends_trainings_by_their_loss_where_loss_promotes()
    {
        StudyResults results = Last(Options("loss") with { Trials = 6, Schedule = "median(grace=0,fewest=1,window=1)", PromotesByLoss = true, Budget = Budget.Parse("20GMAC") });
        Assert.True(results.Plan.Rungs[0].Epochs > 1);
        Assert.Contains(results.Trials, trial => trial.Rungs.Any(rung => rung.Status == TrialStatus.Pruned));
    }

    [Fact]
    public void A_strategy_that_recommends_decides_among_the_longest_trainings()
    {
        StudyResults last = Last(Options("last") with { Strategy = "last", MakeStrategy = static space => new Recommending(space, static history => history.Candidates[^1]) });
        Assert.Equal((2, "a wish"), (last.Final.Trial, last.Final.ChosenBy));
        // Six begin and two go on: who did not cannot be delivered.
        StudyResults left = Last(Options("left") with
        {
            Strategy = "left",
            Trials = 6,
            MakeStrategy = static space => new Recommending(space, static history => history.Candidates.First(candidate => history.Trials.Count(trial => trial.Plan.Candidate == candidate.Id) == 1)),
        });
        Assert.Equal((left.Leaderboard[0], null), (left.Final.Trial, left.Final.ChosenBy));
    }

    [Fact]
    public void A_space_and_wirings_at_once_are_refused() =>
        Assert.Contains("not both", Assert.Throws<SpecException>(() => new Study(Options("two") with { Space = "ba(m=1)", Wirings = ["ba(m=2)"] })).Message, StringComparison.Ordinal);

    private StudyOptions Options(string name) => _folder.Options(name) with { Budget = Budget.Parse("20GMAC"), ImageSize = 8 };

    private static StudyPlan Plan(StudyOptions options) => new Study(options).Run().OfType<PlanStated>().First().Plan;

    private static Budget Least(string refusal) => Budget.Parse(refusal.Split("Give at least ")[1].Split(',')[0]);

    private static StudyResults Last(StudyOptions options) => StripedFolder.Last(new Study(options).Run());

    private sealed class Recommending(ISearchSpace space, Func<History, Candidate> wish) : IRecommendingStrategy
    {
        private readonly RandomStrategy _inner = new(space);

        public string Name => "recommending";

        public string Reason => "a wish";

        public int Window => _inner.Window;

        public IReadOnlyList<Proposal> Propose(History history, int wanted, Seed seed) => _inner.Propose(history, wanted, seed);

        public Candidate? Recommend(History history) => wish(history);
    }
}
