namespace RandWire.Search;

/// <summary>A trial finished, failed on or was left out of a rung.</summary>
/// <param name="Progress">Where the study stands.</param>
/// <param name="Trial">The trial; its last rung is the one that ended.</param>
public sealed record TrialEnded(StudyProgress Progress, TrialResult Trial) : StudyEvent(Progress);
