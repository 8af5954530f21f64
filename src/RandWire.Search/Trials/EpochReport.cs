using RandWire.Training;

namespace RandWire.Search;

/// <summary>An epoch that an attempt at a trial finished.</summary>
/// <param name="Id">Number of the report in the ledger, growing.</param>
/// <param name="Trial">Number of the trial.</param>
/// <param name="Attempt">The attempt that did the work.</param>
/// <param name="Seconds">When, by the ledger's clock.</param>
/// <param name="Epoch">The epoch.</param>
public sealed record EpochReport(long Id, int Trial, int Attempt, double Seconds, EpochResult Epoch);
