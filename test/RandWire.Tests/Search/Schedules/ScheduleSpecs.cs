using CsCheck;
using RandWire.Graphs;
using RandWire.Search;
using RandWire.Training;
using Xunit;

namespace RandWire.Tests.Search.Schedules;

public sealed class ScheduleSpecs
{
    // Li et al. 2018, algorithm 1, lines 1 to 8, by hand for R = 9 and eta = 3: n = ceil(3 / (s + 1) * 3^s), r = 9 * 3^-s, and n_i = floor(n / 3^i).
    [Fact]
    public void Hyperbands_brackets_are_those_of_the_algorithm()
    {
        IReadOnlyList<IReadOnlyList<RungPlan>> brackets = ScheduleCatalog.Plan("hyperband", 81, 1, 6000).Brackets;
        Assert.Equal([[(9, 1), (3, 3), (1, 9)], [(5, 3), (1, 9)], [(3, 9)]], brackets.Select(static bracket => bracket.Select(static rung => (rung.Trials, rung.Epochs)).ToArray()));
    }

    [Fact]
    public void Plans_stay_within_the_budget() => Gen.Select(Gen.Int[0, Texts.Length - 1], Gen.Double[1, 1e5], Gen.Int[50, 60_000], Gen.Double[0, 2]).Sample((which, budget, images, scoreCost) =>
    {
        string text = Texts[which];
        SchedulePlan plan = ScheduleCatalog.Plan(text, budget, 1, images, scoreCost: scoreCost);
        Assert.True(plan.Cost(1, scoreCost) <= budget);
        if (plan.Brackets.Count > 0) Assert.NotNull(ScheduleCatalog.Make(plan, SelectionCriterion.Accuracy));
    });

    [Fact]
    public void Halving_plans_what_it_always_planned() =>
        Gen.Select(Gen.Double[3, 1e4], Gen.Int[50, 60_000]).Sample((budget, images) => Assert.Equal(Planner.Rungs(budget, 1, images), ScheduleCatalog.Plan("halving", budget, 1, images).Brackets is [var rungs] ? rungs : []));

    [Theory]
    [InlineData("halving(rungs=4,epochs=27)", 27, 1e6, new[] { 27, 1, 9, 3, 3, 9, 1, 27 })]
    [InlineData("none(epochs=27)", 27, 1e6, new[] { 27, 27 })]
    [InlineData("median(epochs=4)", 5, 1e6, new[] { 5, 4 })]
    [InlineData("halving(rungs=2)", null, 40.0, new[] { 19, 1, 7, 3 })]
    [InlineData("halving(rungs=4)", null, 215.0, new int[0])]
    [InlineData("halving(rungs=4)", null, 216.0, new[] { 54, 1, 18, 3, 6, 9, 2, 27 })]
    [InlineData("halving(epochs=12)", null, 100.0, new[] { 12, 4, 4, 12 })]
    public void Rungs_and_epochs_that_a_text_fixes_are_planned(string text, int? trials, double budget, int[] expected)
    {
        IReadOnlyList<IReadOnlyList<RungPlan>> brackets = ScheduleCatalog.Plan(text, budget, 1, 6000, trials).Brackets;
        Assert.Equal(expected, brackets.SelectMany(static bracket => bracket).SelectMany(static rung => (int[])[rung.Trials, rung.Epochs]));
    }

    [Theory]
    [InlineData("ASHA( window = 3 )", "asha(window=3)")]
    [InlineData("median(fewest=2)", "median(grace=1,fewest=2,window=8)")]
    [InlineData("median(epochs=3,grace=0)", "median(grace=0,fewest=5,window=8,epochs=3)")]
    [InlineData("screen(score=naswot)", "screen(score=naswot,factor=4,then=halving)")]
    [InlineData("screen(then=asha(window=2),score=SynFlow,factor=3)", "screen(score=synflow,factor=3,then=asha(window=2))")]
    [InlineData("none", "none")]
    [InlineData("none(epochs=27)", "none(epochs=27)")]
    [InlineData("Halving(epochs=27, rungs=4)", "halving(rungs=4,epochs=27)")]
    [InlineData("screen(score=naswot,then=halving(rungs=2))", "screen(score=naswot,factor=4,then=halving(rungs=2))")]
    public void Texts_are_brought_to_one_form_that_reads_back(string text, string canonical)
    {
        Assert.Equal(canonical, ScheduleCatalog.Canonical(text));
        Assert.Equal(canonical, ScheduleCatalog.Canonical(canonical));
    }

    [Theory]
    [InlineData("bohb", "is not known. Give one of none, halving")]
    [InlineData("halving(eta=2)", "It takes rungs, epochs")]
    [InlineData("halving(rungs=7)", "must be a whole number in [1, 6]")]
    [InlineData("halving(rungs=4,epochs=20)", "a multiple of 27: 27 instead of 20")]
    [InlineData("halving(rungs=6,epochs=10000)", "a multiple of 243: 9963 instead of 10000")]
    [InlineData("halving(epochs=10)", "Give 12, or none(epochs=10)")]
    [InlineData("halving(rungs=3,epochs=20)", "a multiple of 9: 18 or 27 instead of 20")]
    [InlineData("asha(window=0)", "must be a whole number in [1, 10000]")]
    [InlineData("asha(window=1,window=2)", "given twice")]
    [InlineData("screen(factor=2)", "needs the name of a score")]
    [InlineData("screen(score=a,then=screen(score=b))", "screening twice")]
    [InlineData("median(speed=2)", "It takes grace, fewest, window, epochs")]
    public void A_refusal_says_what_is_wrong(string text, string words) =>
        Assert.Contains(words, Assert.Throws<SpecException>(() => ScheduleCatalog.Canonical(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Asha_promotes_at_once_whoever_stands_in_the_best_third()
    {
        AshaSchedule schedule = new([new(0, 9, 1), new(1, 3, 3)], window: 2);
        Assert.Equal(new Move.New(1), schedule.Next(History([0.5, 0.6])));
        Assert.Equal(new Move.Again(1, 3, 1), schedule.Next(History([0.5, 0.6, 0.4])));
        // What is not seen yet does not count.
        Assert.Equal(new Move.New(1), schedule.Next(History([0.5, 0.6, null])));
    }

    [Fact]
    public void The_losses_decide_when_they_are_asked_to()
    {
        RungPlan[] rungs = [new(0, 3, 1), new(1, 1, 3)];
        History history = History([0.5, 0.6, 0.4], loss: [1.0, 3.0, 2.0]);
        Assert.Equal(new Move.Again(1, 3, 1), new HalvingSchedule(rungs).Next(history));
        Assert.Equal(new Move.Again(0, 3, 1), new HalvingSchedule(rungs, SelectionCriterion.TrainingLoss).Next(history));
    }

    [Fact]
    public void The_median_rule_asks_for_the_median_of_running_means_and_leaves_the_grace_and_the_last_epoch_alone()
    {
        double[][] curves = [[0.1, 0.3, 0.5, 0.7], [0.2, 0.4, 0.6, 0.8], [0.3, 0.3], [0.1, 0.1, 0.1, 0.1]];
        TrialRecord[] trials =
        [
            .. curves.Select((curve, i) => new TrialRecord { Plan = Plan(i, 4) }.Closed(new TrialOutcome
            {
                Status = curve.Length == 4 ? TrialStatus.Finished : TrialStatus.Pruned, ChargedMultiplyAdds = 1, Curve = [.. curve.Select((value, e) => Epoch(e + 1, value, 1))],
            })),
        ];
        MedianSchedule schedule = new(new HalvingSchedule([new(0, 9, 4)]), grace: 1, fewest: 3);
        Move.New move = Assert.IsType<Move.New>(schedule.Next(new History([], trials, 4, 4)));
        // Second epoch: means 0.2, 0.3, 0.3, 0.1; third: 0.3, 0.4, 0.1.
        Assert.Equal(4, move.Prune!.Floor.Count);
        Assert.Null(move.Prune.Floor[0]);
        Assert.Equal(0.25, move.Prune.Floor[1]!.Value, 1e-12);
        Assert.Equal(0.3, move.Prune.Floor[2]!.Value, 1e-12);
        Assert.Null(move.Prune.Floor[3]);
        Assert.True(move.Prune.Ends([Epoch(1, 0.1, 1), Epoch(2, 0.2, 1)], SelectionCriterion.Accuracy));
        Assert.False(move.Prune.Ends([Epoch(1, 0.3, 1), Epoch(2, 0.2, 1)], SelectionCriterion.Accuracy));
        // With two results nobody is judged.
        Assert.Null(Assert.IsType<Move.New>(schedule.Next(new History([], trials, 4, 2))).Prune);
    }

    [Fact]
    public void Screening_passes_on_the_best_scores_and_those_without_one_last()
    {
        ScreenSchedule schedule = new(new HalvingSchedule([new(0, 2, 5)]), "naswot", factor: 2, keep: 2);
        double?[] scores = [1, null, 3, 2];
        TrialRecord[] trials = [.. scores.Select((score, i) => new TrialRecord { Plan = Plan(i, 0) with { Kind = TrialKind.Score } }.Closed(new TrialOutcome
        {
            Status = TrialStatus.Finished, ChargedMultiplyAdds = 0.1, Scores = score is double value ? new Dictionary<string, double> { ["naswot"] = value } : null,
        }))];
        Assert.Equal(new Move.New(0), schedule.Next(new History([], trials, 3, 3)));
        Assert.Equal(new Move.Wait(), schedule.Next(new History([], trials, 4, 3)));
        Assert.Equal(new Move.Again(2, 5, 0), schedule.Next(new History([], trials, 4, 4)));
        trials = [.. trials, new TrialRecord { Plan = Plan(4, 5) with { Candidate = 2 } }];
        Assert.Equal(new Move.Again(3, 5, 0), schedule.Next(new History([], trials, 5, 4)));
    }

    private static readonly string[] Texts =
    [
        "none", "none(epochs=9)", "halving", "halving(rungs=4)", "halving(rungs=2,epochs=12)", "hyperband", "asha", "median", "median(grace=0,epochs=5)", "screen(score=naswot,factor=4)", "screen(score=naswot,factor=9,then=hyperband)", "screen(score=synflow,factor=2,then=median)",
    ];

    private static TrialPlan Plan(int number, int epochs) => new(number, TrialKind.Search, number, 0, epochs, 1, epochs);

    private static EpochResult Epoch(int epoch, double accuracy, double loss) => new(epoch, loss, accuracy, accuracy, 1, 1, 0, 0.1, 1);

    // Trials of one epoch; null: still under way.
    private static History History(double?[] accuracies, double[]? loss = null)
    {
        TrialRecord[] trials = [.. accuracies.Select((accuracy, i) => accuracy is not double value ? new TrialRecord { Plan = Plan(i, 1) }
            : new TrialRecord { Plan = Plan(i, 1) }.Closed(new TrialOutcome { Status = TrialStatus.Finished, ChargedMultiplyAdds = 1, Curve = [Epoch(1, value, loss?[i] ?? 1)] }))];
        return new History([], trials, trials.Length, trials.Length);
    }
}
