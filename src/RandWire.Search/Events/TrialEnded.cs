namespace RandWire.Search;

/// <summary>A trial finished, failed on or was left out of a rung.</summary>
/// <param name="Progress">Where the study stands.</param>
/// <param name="Trial">The trial; its last rung is the one that ended.</param>
/// <param name="Number">Number of the training in the ledger, from 0.</param>
/// <param name="Attempt">How often it was taken up: 1 where nothing disturbed it.</param>
public sealed record TrialEnded(StudyProgress Progress, TrialResult Trial, int Number, int Attempt) : StudyEvent(Progress);
