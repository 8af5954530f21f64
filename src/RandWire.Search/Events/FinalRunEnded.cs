namespace RandWire.Search;

/// <summary>A full training of the winner ended. Its test evaluation is not known yet.</summary>
/// <param name="Progress">Where the study stands.</param>
/// <param name="Run">The run.</param>
public sealed record FinalRunEnded(StudyProgress Progress, FinalRun Run) : StudyEvent(Progress);
