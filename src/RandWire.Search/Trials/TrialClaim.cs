namespace RandWire.Search;

/// <summary>A worker's right to a trial, good until its lease ends or another takes it.</summary>
/// <param name="Number">Number of the trial.</param>
/// <param name="Token">Fencing token: the number of this claim of the trial. What comes with an older one is refused.</param>
/// <param name="Plan">What is to be done.</param>
/// <param name="Candidate">The network.</param>
/// <param name="EpochsReported">Epochs that earlier attempts reported.</param>
public sealed record TrialClaim(int Number, int Token, TrialPlan Plan, Candidate Candidate, int EpochsReported = 0);
