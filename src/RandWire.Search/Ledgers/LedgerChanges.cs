namespace RandWire.Search;

/// <summary>What changed in a ledger since a revision.</summary>
/// <param name="Revision">Ask with this the next time.</param>
/// <param name="Trials">Trials that are new or changed, by number.</param>
/// <param name="Reports">Epochs that were reported, in order.</param>
/// <param name="Entries">Entries that were made, in order.</param>
public sealed record LedgerChanges(LedgerRevision Revision, IReadOnlyList<TrialRecord> Trials, IReadOnlyList<EpochReport> Reports, IReadOnlyList<LedgerEntry> Entries)
{
    /// <summary>When the study was said to be worked on for the last time (<see cref="Ledger.Beat"/>), by the ledger's clock; null: never.</summary>
    public double? LastBeat { get; init; }
}
