using RandWire.Engine;

namespace RandWire.Search;

/// <summary>What a study can say for certain, and what it cannot: the numbers behind its report's sentences, at any stage.</summary>
public sealed record StudyFindings
{
    /// <summary>What may be said of the chosen network.</summary>
    public required VerdictKind Verdict { get; init; }

    /// <summary>Number of the chosen candidate; before the choice of the best so far; null when no training has finished.</summary>
    public required int? Chosen { get; init; }

    /// <summary>Number of the next best candidate after as many <see cref="Epochs"/>; null when there is none.</summary>
    public required int? RunnerUp { get; init; }

    /// <summary>Rung, from 0, of the chosen's training of <see cref="Epochs"/>; null when there is none.</summary>
    public required int? Rung { get; init; }

    /// <summary>The most epochs of which the chosen and another finished a training: what is compared. Null when there are none.</summary>
    public int? Epochs { get; init; }

    /// <summary>What the chosen is ahead of the next best after as many epochs, a share; null when there is none.</summary>
    public required double? Lead { get; init; }

    /// <summary>95 % interval of <see cref="Lead"/>.</summary>
    public required Interval? LeadInterval { get; init; }

    /// <summary>The least lead that chance does not explain (<see cref="Statistics.LeastDifference"/>); null when there is none.</summary>
    public required double? LeastLead { get; init; }

    /// <summary>How many others finished a training as long, and how many of them chance alone may hold behind the chosen.</summary>
    public required int Rivals { get; init; }

    /// <summary>See <see cref="Rivals"/>.</summary>
    public required int Tied { get; init; }

    /// <summary>How the trainings of the search ended.</summary>
    public required TrialTotals Totals { get; init; }

    /// <summary>Final trainings that were begun with, and how many of them finished.</summary>
    public required int FinalsPlanned { get; init; }

    /// <summary>See <see cref="FinalsPlanned"/>.</summary>
    public required int FinalsFinished { get; init; }

    /// <summary>How far final trainings differ by their seeds; null with fewer than two.</summary>
    public required SeedNoise? Seeds { get; init; }

    /// <summary>Trainings of either network that would tell the chosen from the next best, were the lead true; null when that is not known, or beyond counting.</summary>
    public required int? SeedsNeeded { get; init; }

    /// <summary>Observed accuracy by which it was chosen minus the mean test accuracy of its new trainings, by what the study chooses by; null before the test.</summary>
    public required double? SelectionBias { get; init; }

    /// <summary>Accuracy of always saying the most frequent class of the test images, or of guessing where balanced accuracy leads; null before the test.</summary>
    public required double? Chance { get; init; }

    /// <summary>Where the spread comes from; null with too few trainings.</summary>
    public required SpreadFinding? Spread { get; init; }

    /// <summary>How well each score of untrained networks ranked them, the strongest first; empty when none was taken.</summary>
    public IReadOnlyList<ScoreCorrelation> Scores { get; init; } = [];

    /// <summary>The findings of a study.</summary>
    /// <param name="rows">Candidates with their rungs.</param>
    /// <param name="trials">All trials.</param>
    /// <param name="final">The end of it; null while there is none.</param>
    /// <param name="chosen">The candidate that was chosen; null while none was.</param>
    /// <param name="isOver">Whether nothing more will be trained.</param>
    /// <param name="images">Images behind a validation accuracy.</param>
    /// <param name="criterion">What is judged by.</param>
    /// <param name="seed">Of intervals by resampling.</param>
    internal static StudyFindings Of(
        IReadOnlyList<TrialResult> rows, IReadOnlyList<TrialRecord> trials, FinalResult? final, int? chosen, bool isOver, int images, SelectionCriterion criterion, Seed seed)
    {
        IReadOnlyList<TrialResult> order = [.. Leaderboard.Order(rows, criterion).Where(row => row.Best is not null)];
        TrialResult? best = chosen is int id ? rows[id] : order.Count > 0 ? order[0] : null;
        SeedNoise? noise = Noise(final, criterion);
        (int Epochs, IReadOnlyList<TrialResult> Peers)? stand = Stand(best, rows, criterion);
        TrialResult? next = stand?.Peers.FirstOrDefault(peer => peer.Id != best!.Id);
        double? first = stand is null ? null : best!.After(stand.Value.Epochs)?.Score(criterion), second = stand is null ? null : next?.After(stand.Value.Epochs)?.Score(criterion);
        double? lead = first - second;
        Interval? interval = first is double a && second is double b ? Statistics.Difference(a, b, images, noise) : null;
        TrialResult[] rivals = stand is null ? [] : [.. stand.Value.Peers.Where(peer => peer.Id != best!.Id)];
        Training.Evaluation? test = final?.Runs.First(run => run.Number == final.Delivered).Test;
        bool balanced = criterion == SelectionCriterion.BalancedAccuracy;
        double? chance = test is null ? null : balanced ? 1.0 / test.PresentClasses : test.MajorityBaseline;
        double? low = test is null ? null : balanced ? test.BalancedInterval.Low : Statistics.Wilson(test.Top1, test.Count).Low;
        TrialRecord[] finals = [.. trials.Where(trial => trial.Plan.Kind == TrialKind.Final)];
        return new StudyFindings
        {
            Verdict = final is null ? isOver ? VerdictKind.NothingTrained : VerdictKind.Unfinished
                : low <= chance ? VerdictKind.NothingLearnt
                : next is null ? VerdictKind.OnlyOne
                : interval is { Low: > 0 } ? VerdictKind.Winner : VerdictKind.NoDifference,
            Chosen = best?.Id,
            RunnerUp = next?.Id,
            Rung = next is null || stand is null ? null : best!.After(stand.Value.Epochs)!.Rung,
            Epochs = next is null ? null : stand?.Epochs,
            Lead = lead,
            LeadInterval = interval,
            LeastLead = first is double share && next is not null ? Statistics.LeastDifference(share, images, noise) : null,
            Rivals = rivals.Length,
            Tied = first is not double top ? 0 : rivals.Count(rival => Statistics.Difference(top, rival.After(stand!.Value.Epochs)!.Score(criterion)!.Value, images, noise).Low <= 0),
            Totals = TrialTotals.Of(rows.Count, trials),
            FinalsPlanned = finals.Length,
            FinalsFinished = finals.Count(trial => trial.State == TrialState.Finished),
            Seeds = noise,
            SeedsNeeded = noise is { Deviation: > 0 } spread && lead is > 0 ? Statistics.SeedsNeeded(spread.Deviation, lead.Value) : null,
            SelectionBias = final is null || best?.Best?.Score(criterion) is not double observed ? null : observed - (balanced ? final.MeanBalanced : final.MeanTop1),
            Chance = chance,
            Spread = SpreadFinding.Of(rows, images, criterion, seed),
            Scores = ScoreCorrelation.Of(rows, trials, criterion, seed.Child("scores")),
        };
    }

    /// <summary>The seed noise that final runs show; null with fewer than two.</summary>
    internal static SeedNoise? Noise(FinalResult? final, SelectionCriterion criterion)
    {
        if (final is null) return null;
        int tested = final.Runs.Count(run => run.Test is not null);
        return (criterion == SelectionCriterion.BalancedAccuracy ? final.BalancedDeviation : final.Deviation) is double deviation ? new SeedNoise(deviation, tested) : null;
    }

    // The longest training that the best finished and another did too.
    private static (int, IReadOnlyList<TrialResult>)? Stand(TrialResult? best, IReadOnlyList<TrialResult> rows, SelectionCriterion criterion)
    {
        if (best is null) return null;
        foreach (int epochs in best.Finished.Select(training => training.Epochs).Distinct().OrderDescending())
        {
            IReadOnlyList<TrialResult> peers = [.. Leaderboard.After(epochs, rows, criterion).Where(peer => peer.After(epochs)!.Score(criterion) is not null)];
            if (peers.Count > 1 && best.After(epochs)?.Score(criterion) is not null) return (epochs, peers);
        }
        return null;
    }
}
