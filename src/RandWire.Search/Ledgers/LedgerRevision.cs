namespace RandWire.Search;

/// <summary>How much of a ledger was seen. The default value has seen nothing.</summary>
/// <param name="Change">Last change of a trial.</param>
/// <param name="Report">Last report.</param>
/// <param name="Entry">Last entry.</param>
public readonly record struct LedgerRevision(long Change, long Report, long Entry);
