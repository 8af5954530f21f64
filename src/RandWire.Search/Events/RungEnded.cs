namespace RandWire.Search;

/// <summary>All trials of a rung have ended.</summary>
/// <param name="Progress">Where the study stands.</param>
/// <param name="Rung">Number of the rung, from 0.</param>
/// <param name="Promoted">Numbers of the trials that go on, best first; on the last rung the winner alone.</param>
public sealed record RungEnded(StudyProgress Progress, int Rung, IReadOnlyList<int> Promoted) : StudyEvent(Progress);
