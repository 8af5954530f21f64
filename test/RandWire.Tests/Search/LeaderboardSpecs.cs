using RandWire.Search;
using Xunit;

namespace RandWire.Tests.Search;

public sealed class LeaderboardSpecs
{
    [Theory]
    [InlineData("ws(k=4,p=0.75)", "ws(k=4,p=0.75) seed 7")]
    [InlineData("worm.gml", "worm.gml seed 7")]
    [InlineData("resnet(depth=20)", "resnet(depth=20)")]
    [InlineData("cells(form=darts,nodes=4,cells=8,filters=16,normal=p.sep3+q.sep3|p.sep3+q.sep3)", "network 3, cells(form=darts,nodes=4,cells=8,filters=16,normal=p.sep3...")]
    public void A_network_is_called_by_what_made_it(string wiring, string title) => Assert.Equal(title, SampledNetwork.TitleOf(3, wiring, 7));

    [Fact]
    public void A_longer_training_beats_accuracy_accuracy_beats_loss_and_failures_come_last()
    {
        TrialResult[] trials =
        [
            Trial(0, Finished(0, 0.99, 0.1)), Trial(1, Finished(0, 0.5, 1), Finished(1, 0.6, 1)), Trial(2, Finished(0, 0.5, 1), Finished(1, 0.6, 0.9)),
            Trial(3, new RungResult(0, TrialStatus.Diverged, 1, null, null, 1, 1, [], "diverged")), Trial(4, Finished(0, 0.99, 0.1)),
        ];
        Assert.Equal([2, 1, 0, 4, 3], Leaderboard.Order(trials).Select(t => t.Id));
        Assert.Equal([0, 4, 1, 2], Leaderboard.After(1, trials).Select(t => t.Id));
    }

    [Fact]
    public void Where_classes_differ_the_better_mean_over_classes_wins()
    {
        TrialResult[] trials = [Trial(0, Finished(0, 0.95, 1) with { ValidationBalanced = 0.5 }), Trial(1, Finished(0, 0.9, 1) with { ValidationBalanced = 0.8 })];
        Assert.Equal([0, 1], Leaderboard.Order(trials).Select(t => t.Id));
        Assert.Equal([1, 0], Leaderboard.Order(trials, SelectionCriterion.BalancedAccuracy).Select(t => t.Id));
        Assert.Equal([1, 0], Leaderboard.After(1, trials, SelectionCriterion.BalancedAccuracy).Select(t => t.Id));
        Comparison comparison = Assert.Single(Leaderboard.Compare(trials, 19, SelectionCriterion.BalancedAccuracy), c => c.Basis.StartsWith("balanced", StringComparison.Ordinal));
        Assert.Equal(0.3, comparison.Difference, 1e-12);
    }

    [Fact]
    public void Rows_within_the_error_bar_are_not_called_different()
    {
        TrialResult[] trials = [Trial(0, Finished(0, 0.80, 1)), Trial(1, Finished(0, 0.82, 1)), Trial(2, Finished(0, 0.40, 1))];
        IReadOnlyList<Comparison> comparisons = Leaderboard.Compare(trials, 300);
        Assert.Equal("no difference found", comparisons.Single(c => c.Second.StartsWith("ws(k=0", StringComparison.Ordinal)).Verdict);
        Assert.EndsWith("is better", comparisons.Single(c => c.Second.StartsWith("ws(k=2", StringComparison.Ordinal)).Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void Correlation_counts_only_trials_that_finished_both_rungs()
    {
        TrialResult[] trials =
        [
            Trial(0, Finished(0, 0.1, 1), Finished(1, 0.2, 1)), Trial(1, Finished(0, 0.2, 1), Finished(1, 0.3, 1)),
            Trial(2, Finished(0, 0.3, 1), Finished(1, 0.4, 1)), Trial(3, Finished(0, 0.9, 1)),
        ];
        RankCorrelation correlation = Assert.Single(Leaderboard.Correlate(trials, [new RungPlan(0, 4, 1), new RungPlan(1, 3, 3)]));
        Assert.Equal((3, 1.0), (correlation.Trials, correlation.Spearman!.Value));
    }

    [Fact]
    public void Networks_that_share_training_seeds_are_compared_in_pairs_too()
    {
        RungResult Of(double accuracy, long seed) => Finished(0, accuracy, 1) with { Seed = seed };
        TrialResult[] trials = [Trial(0, Of(0.90, 1), Of(0.94, 2), Of(0.86, 3)), Trial(1, Of(0.80, 2), Of(0.78, 3), Of(0.5, 9)), Trial(2, Of(0.6, 1))];
        IReadOnlyList<Comparison> comparisons = Leaderboard.Compare(trials, 300);
        Assert.Equal(Statistics.PairedT([0.94, 0.86], [0.80, 0.78]), comparisons.Single(one => one.Second.EndsWith("seed 1", StringComparison.Ordinal)).Paired);
        Assert.Null(comparisons.Single(one => one.Second.EndsWith("seed 2", StringComparison.Ordinal)).Paired);
    }

    [Fact]
    public void Brackets_are_compared_by_epochs_and_not_by_their_own_counts_of_rungs()
    {
        // Two of hyperband's brackets: 1, 3 and 9 epochs; 9 epochs at once. On its rung 0 the second was trained as long as the first on its rung 2.
        TrialResult[] trials =
        [
            Trial(0, Finished(0, 0.5, 1), Finished(1, 0.6, 1), Finished(2, 0.7, 1) with { Epochs = 9 }), Trial(1, Finished(0, 0.9, 1) with { Epochs = 9 }),
            Trial(2, Finished(0, 0.55, 1), Finished(1, 0.65, 1)), Trial(3, Finished(0, 0.99, 1)),
        ];
        Assert.Equal([1, 0, 2, 3], Leaderboard.Order(trials).Select(t => t.Id));
        Assert.Equal([1, 0], Leaderboard.After(9, trials).Select(t => t.Id));
        Comparison comparison = Assert.Single(Leaderboard.Compare(trials, 300));
        Assert.StartsWith("validation accuracy after 9 epochs", comparison.Basis, StringComparison.Ordinal);
        Assert.Equal(0.2, comparison.Difference, 1e-12);
        Assert.Equal(["ws(k=2,p=0.5) seed 2", "ws(k=0,p=0.5) seed 0"], Leaderboard.Compare(trials, 300, chosen: 3).Select(c => c.Second).OrderDescending(StringComparer.Ordinal));
    }

    [Fact]
    public void A_network_trained_several_times_is_worth_the_mean_and_not_its_last_or_its_best()
    {
        TrialResult[] trials =
        [
            Trial(0, Finished(0, 0.6, 1), Finished(0, 0.9, 0.4)), Trial(1, Finished(0, 0.8, 0.6)), Trial(2, Finished(0, 0.9, 1), Finished(0, 0.72, 0.8)),
        ];
        Assert.Equal((0.75, 0.7), (Math.Round(trials[0].Best!.ValidationTop1!.Value, 12), Math.Round(trials[0].Best!.ValidationLoss!.Value, 12)));
        Assert.Equal([2, 1, 0], Leaderboard.Order(trials).Select(t => t.Id));
        Assert.Equal([2, 1, 0], Leaderboard.After(1, trials).Select(t => t.Id));
        Assert.Equal([0.01, 0.06], Leaderboard.Compare(trials, 300).Select(c => Math.Round(c.Difference, 12)));
        Assert.Contains("the mean of 2 trainings and that of 1", Leaderboard.Compare(trials, 300)[0].Basis, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_training_of_a_graph_is_a_run_of_its_own_so_that_graph_and_seed_are_told_apart()
    {
        TrialResult[] once = [.. Enumerable.Range(0, 6).Select(i => Same(i, 0.7 + 0.01 * i))], twice = [.. Enumerable.Range(0, 6).Select(i => Same(i, 0.7 + 0.01 * i, 0.705 + 0.01 * i))];
        SpreadFinding alone = SpreadFinding.Of(once, 300, SelectionCriterion.Accuracy, new RandWire.Engine.Seed(1))!, both = SpreadFinding.Of(twice, 300, SelectionCriterion.Accuracy, new RandWire.Engine.Seed(1))!;
        Assert.Equal((6, 12), (alone.Trainings, both.Trainings));
        Assert.DoesNotContain(alone.Components, part => part.Levels == VarianceLevels.Seed);
        // The same difference between the two trainings of every graph: a variance of seeds of half its square.
        Assert.Equal(0.005 * 0.005 / 2, both.Components.Single(part => part.Levels == VarianceLevels.Seed).Variance, 1e-7);

        static TrialResult Same(int id, params double[] values) => Trial(id, [.. values.Select(value => Finished(0, value, 1))]) with { Wiring = id < 3 ? "er(p=0.2)" : "ba(m=2)" };
    }

    [Fact]
    public void Verdicts_are_corrected_for_the_length_of_the_list()
    {
        // 0.08 below on 300 images: p = 0.03 alone.
        TrialResult[] few = [Trial(0, Finished(0, 0.80, 1)), Trial(1, Finished(0, 0.72, 1))], many = [few[0], .. Enumerable.Range(1, 20).Select(i => Trial(i, Finished(0, 0.72, 1)))];
        Comparison alone = Assert.Single(Leaderboard.Compare(few, 300));
        Assert.EndsWith("seed 0 is better", alone.Verdict, StringComparison.Ordinal);
        Assert.Equal(Statistics.DifferencePValue(0.80, 0.72, 300), alone.PValue);
        Assert.InRange(alone.PValue!.Value, 0.01, 0.05);
        IReadOnlyList<Comparison> listed = Leaderboard.Compare(many, 300);
        Assert.Equal(20, listed.Count);
        Assert.All(listed, one => Assert.Equal(("no difference found", Math.Min(1, 20 * alone.PValue.Value)), (one.Verdict, one.PValue)));
        Assert.All(listed, one => Assert.Equal(alone.Interval, one.Interval));
    }

    private static RungResult Finished(int rung, double top1, double loss) => new(rung, TrialStatus.Finished, rung == 0 ? 1 : 3, top1, loss, 1, 1, [], null);

    private static TrialResult Trial(int id, params RungResult[] rungs) => new()
    {
        Id = id,
        Wiring = $"ws(k={id},p=0.5)",
        Family = "ws",
        WiringSeed = id,
        Network = "",
        Parameters = 1,
        MultiplyAdds = 1,
        Clustering = 0,
        AveragePath = null,
        LongestPath = 1,
        Rungs = rungs,
    };
}
