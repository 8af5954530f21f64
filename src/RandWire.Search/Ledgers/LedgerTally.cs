namespace RandWire.Search;

/// <summary>Where a study stands, counted by its ledger without handing out every trial: what a watcher asks for again and again.</summary>
public sealed record LedgerTally
{
    /// <summary>Entries that <see cref="Events"/> holds at most.</summary>
    public const int MostEvents = 12;

    // Results of the test are long, and words are enough here.
    internal const int LongestText = 400;

    /// <summary>Trials by kind, rung and state; only those that there are, in this order.</summary>
    public required IReadOnlyList<TrialCount> Counts { get; init; }

    /// <summary>Sum of what the trials that are over were charged.</summary>
    public required double ChargedMultiplyAdds { get; init; }

    /// <summary>What the trials that are not over are planned to be charged.</summary>
    public required double OpenMultiplyAdds { get; init; }

    /// <summary>Seconds of training of the trials that are over, summed over workers.</summary>
    public required double TrainingSeconds { get; init; }

    /// <summary>The best trial of the search that finished: most epochs, then score, then validation loss, then the earlier candidate; null before the first.</summary>
    public required TrialGlance? Best { get; init; }

    /// <summary>Trials that a worker has, by number; where the lease is over, nobody may be there any more.</summary>
    public required IReadOnlyList<TrialGlance> Running { get; init; }

    /// <summary>The last entries without charges, the oldest first; texts are cut after 400 characters.</summary>
    public required IReadOnlyList<LedgerEntry> Events { get; init; }

    /// <summary>When whoever brings the study on said so last (<see cref="Ledger.Beat"/>), by the ledger's clock; null: never.</summary>
    public double? LastBeat { get; init; }

    /// <summary>Trials that were refused because they need more memory than the study may use.</summary>
    public required int RefusedForMemory { get; init; }

    /// <summary>Seconds of work on the study over all its sessions, up to the last sign of life.</summary>
    public required double ElapsedSeconds { get; init; }

    /// <summary>The last sign of life: when the last epoch was reported, the last entry made, or the study said to be worked on, by the ledger's clock; null in an empty ledger.</summary>
    public required double? LastSign { get; init; }

    /// <summary>Trials in a state.</summary>
    /// <param name="kind">Of this kind.</param>
    /// <param name="states">In one of these states; none: in any.</param>
    public int Count(TrialKind kind, params ReadOnlySpan<TrialState> states)
    {
        int sum = 0;
        foreach (TrialCount one in Counts)
            if (one.Kind == kind && (states.Length == 0 || states.Contains(one.State))) sum += one.Count;
        return sum;
    }

    /// <summary>Trials of one rung in a state.</summary>
    public int Count(TrialKind kind, int rung, TrialState state) => Counts.FirstOrDefault(one => one.Kind == kind && one.Rung == rung && one.State == state).Count;

    internal static LedgerEntry Cut(LedgerEntry entry) => entry.Text.Length <= LongestText ? entry : entry with { Text = entry.Text[..LongestText] };

    /// <summary>The tally of all that a ledger holds.</summary>
    internal static LedgerTally Of(LedgerChanges all, SelectionCriterion criterion)
    {
        TrialRecord[] over = [.. all.Trials.Where(trial => trial.IsOver)];
        LedgerEntry[] events = [.. all.Entries.Where(entry => entry.Kind != EntryKinds.Charge)];
        return new LedgerTally
        {
            Counts =
            [
                .. all.Trials.GroupBy(trial => (trial.Plan.Kind, Rung: trial.Plan.Kind == TrialKind.Final ? 0 : trial.Plan.Rung, trial.State))
                    .OrderBy(group => group.Key).Select(group => new TrialCount(group.Key.Kind, group.Key.Rung, group.Key.State, group.Count())),
            ],
            ChargedMultiplyAdds = over.Sum(trial => trial.Outcome!.ChargedMultiplyAdds),
            OpenMultiplyAdds = all.Trials.Where(trial => !trial.IsOver).Sum(trial => trial.Plan.PlannedMultiplyAdds),
            TrainingSeconds = over.Sum(trial => trial.Outcome!.Seconds),
            Best = Glance(all.Trials.Where(trial => trial.State == TrialState.Finished && trial.Plan.Kind == TrialKind.Search)
                .OrderByDescending(trial => trial.Plan.Epochs).ThenByDescending(trial => RungResult.Of(trial).Score(criterion) ?? -1)
                .ThenBy(trial => trial.Outcome!.ValidationLoss ?? double.PositiveInfinity).ThenBy(trial => trial.Plan.Candidate).FirstOrDefault()),
            Running = [.. all.Trials.Where(trial => trial.State == TrialState.Running).Select(TrialGlance.Of)],
            Events = [.. events.TakeLast(MostEvents).Select(Cut)],
            LastBeat = all.LastBeat,
            RefusedForMemory = over.Count(trial => trial.IsRefusedForMemory),
            ElapsedSeconds = StudyClock.Recorded(all),
            LastSign = all.Entries.Select(entry => (double?)entry.Seconds).Concat(all.Reports.Select(report => (double?)report.Seconds)).Append(all.LastBeat).Max(),
        };

        static TrialGlance? Glance(TrialRecord? best) => best is null ? null : TrialGlance.Of(best);
    }
}
