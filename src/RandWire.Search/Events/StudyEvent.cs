namespace RandWire.Search;

/// <summary>Something that happened in a study. Closed: <see cref="DataOpened"/>, <see cref="PlanStated"/>, <see cref="EpochTrained"/>,
/// <see cref="TrialEnded"/>, <see cref="RungEnded"/>, <see cref="FinalPlanned"/>, <see cref="FinalRunEnded"/>, <see cref="StudyNoted"/> and
/// <see cref="StudyEnded"/>.</summary>
public abstract record StudyEvent
{
    private protected StudyEvent(StudyProgress progress) => Progress = progress;

    /// <summary>Where the study stands after it.</summary>
    public StudyProgress Progress { get; init; }
}
