namespace RandWire.Search;

/// <summary>Everything is done and written.</summary>
/// <param name="Progress">Where the study stands.</param>
/// <param name="Results">The results.</param>
public sealed record StudyEnded(StudyProgress Progress, StudyResults Results) : StudyEvent(Progress);
