namespace RandWire.Search;

/// <summary>Something happened that a person should know: a file was mended, work was dropped, two attempts disagreed.</summary>
/// <param name="Progress">Where the study stands.</param>
/// <param name="Text">Words.</param>
public sealed record StudyNoted(StudyProgress Progress, string Text) : StudyEvent(Progress);
