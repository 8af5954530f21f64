namespace RandWire.Search;

/// <summary>Something that the ledger keeps for good: what was decided, charged or happened.</summary>
/// <param name="Id">Its number, growing.</param>
/// <param name="Seconds">When, by the ledger's clock.</param>
/// <param name="Kind">What it is, such as <c>study</c>, <c>final</c>, <c>charge</c>, <c>preempted</c>.</param>
/// <param name="Trial">The trial it is about; null: the study.</param>
/// <param name="Text">Its content: JSON, or words for events.</param>
public sealed record LedgerEntry(long Id, double Seconds, string Kind, int? Trial, string Text);
