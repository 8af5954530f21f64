namespace RandWire.Search;

/// <summary>The plan was made, or found in the folder.</summary>
/// <param name="Progress">Where the study stands.</param>
/// <param name="Plan">The plan.</param>
/// <param name="IsResumed">Whether the study goes on from an earlier, interrupted call.</param>
public sealed record PlanStated(StudyProgress Progress, StudyPlan Plan, bool IsResumed) : StudyEvent(Progress);
