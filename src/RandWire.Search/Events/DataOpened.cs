namespace RandWire.Search;

/// <summary>The data was read, checked and split.</summary>
/// <param name="Progress">Where the study stands.</param>
/// <param name="Data">What was found.</param>
public sealed record DataOpened(StudyProgress Progress, DataSummary Data) : StudyEvent(Progress);
