namespace RandWire.Reports;

/// <summary>How a trial ended.</summary>
public enum ReportTrialStatus
{
    /// <summary>Chosen and retrained in full.</summary>
    Winner,

    /// <summary>Finished the last rung.</summary>
    Finished,

    /// <summary>Stopped at a rung because others did better.</summary>
    Stopped,

    /// <summary>Could not be trained; <see cref="ReportTrial.Note"/> says why.</summary>
    Failed,

    /// <summary>Cut off by the end of the budget or by the user.</summary>
    Interrupted,
}
