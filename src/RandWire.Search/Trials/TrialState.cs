using System.Text.Json.Serialization;

namespace RandWire.Search;

/// <summary>Where a trial stands in the ledger.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TrialState>))]
public enum TrialState
{
    /// <summary>Nobody has it yet.</summary>
    Waiting,

    /// <summary>A worker has it, until its lease ends.</summary>
    Running,

    /// <summary>A worker gave it back, or was given up; the next one goes on where it stood.</summary>
    Preempted,

    /// <summary>It ended by itself; the outcome says how.</summary>
    Finished,

    /// <summary>Stopped early by the rule that its schedule gave it.</summary>
    Pruned,

    /// <summary>It ended without a result: diverged, refused, or several attempts in a row died.</summary>
    Failed,

    /// <summary>Never begun, because a deadline had come.</summary>
    Dropped,
}
