using RandWire.Search;
using Xunit;

namespace RandWire.Tests.Search;

public sealed class LeaderboardSpecs
{
    [Fact]
    public void A_higher_rung_beats_accuracy_accuracy_beats_loss_and_failures_come_last()
    {
        TrialResult[] trials =
        [
            Trial(0, Finished(0, 0.99, 0.1)), Trial(1, Finished(0, 0.5, 1), Finished(1, 0.6, 1)), Trial(2, Finished(0, 0.5, 1), Finished(1, 0.6, 0.9)),
            Trial(3, new RungResult(0, TrialStatus.Diverged, 1, null, null, 1, 1, [], "diverged")), Trial(4, Finished(0, 0.99, 0.1)),
        ];
        Assert.Equal([2, 1, 0, 4, 3], Leaderboard.Order(trials).Select(t => t.Id));
        Assert.Equal([0, 4, 1, 2], Leaderboard.On(0, trials).Select(t => t.Id));
    }

    [Fact]
    public void Where_classes_differ_the_better_mean_over_classes_wins()
    {
        TrialResult[] trials = [Trial(0, Finished(0, 0.95, 1) with { ValidationBalanced = 0.5 }), Trial(1, Finished(0, 0.9, 1) with { ValidationBalanced = 0.8 })];
        Assert.Equal([0, 1], Leaderboard.Order(trials).Select(t => t.Id));
        Assert.Equal([1, 0], Leaderboard.Order(trials, SelectionCriterion.BalancedAccuracy).Select(t => t.Id));
        Assert.Equal([1, 0], Leaderboard.On(0, trials, SelectionCriterion.BalancedAccuracy).Select(t => t.Id));
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
        RankCorrelation correlation = Assert.Single(Leaderboard.Correlate(trials, 2));
        Assert.Equal((3, 1.0), (correlation.Trials, correlation.Spearman!.Value));
    }

    private static RungResult Finished(int rung, double top1, double loss) => new(rung, TrialStatus.Finished, 1, top1, loss, 1, 1, [], null);

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
