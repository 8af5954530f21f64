namespace RandWire.Search;

/// <summary>A trial of the search is over: a training or the scoring of an untrained network.</summary>
/// <param name="Progress">Where the study stands.</param>
/// <param name="Trial">The network with the rungs that it ended; none of them is this trial's where it only scored.</param>
/// <param name="Record">The trial as it stands in the ledger, over.</param>
public sealed record TrialEnded(StudyProgress Progress, TrialResult Trial, TrialRecord Record) : StudyEvent(Progress);
