namespace RandWire.Reports;

/// <summary>How a trial ended.</summary>
public enum ReportTrialStatus
{
    /// <summary>Chosen, and better than the next best by more than chance explains.</summary>
    Winner,

    /// <summary>Chosen; no difference to others was found, or there were none.</summary>
    Chosen,

    /// <summary>Finished the last rung.</summary>
    Finished,

    /// <summary>Stopped at a rung because others did better.</summary>
    Stopped,

    /// <summary>Ended early by its schedule.</summary>
    Pruned,

    /// <summary>Its loss, its weights or its output ended in a number that is not finite.</summary>
    Diverged,

    /// <summary>Never begun: it needs too much memory, or does not fit the data.</summary>
    Refused,

    /// <summary>Never begun, because a deadline had come.</summary>
    Dropped,

    /// <summary>Could not be trained; <see cref="ReportTrial.Note"/> says why.</summary>
    Failed,

    /// <summary>Not over: waiting, under way, or given back.</summary>
    Unfinished,
}
