namespace RandWire.Search;

/// <summary>The search is over; the final training was planned from what the search really used.</summary>
/// <param name="Progress">Where the study stands.</param>
/// <param name="Winner">The winning trial.</param>
/// <param name="Epochs">Epochs of every run.</param>
/// <param name="Seeds">Number of runs.</param>
/// <param name="Reason">Why so many.</param>
public sealed record FinalPlanned(StudyProgress Progress, TrialResult Winner, int Epochs, int Seeds, string Reason) : StudyEvent(Progress);
