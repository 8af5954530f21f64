using System.Text.Json.Serialization;

namespace RandWire.Search;

/// <summary>How a training within a study ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TrialStatus>))]
public enum TrialStatus
{
    /// <summary>All epochs done.</summary>
    Finished,

    /// <summary>The loss or a weight became NaN or infinite.</summary>
    Diverged,

    /// <summary>Not begun, because a deadline had come.</summary>
    Skipped,

    /// <summary>Ended early by its schedule.</summary>
    Pruned,

    /// <summary>Not begun, because it needs more memory than the study may use, or the network does not fit the data.</summary>
    Refused,

    /// <summary>Several workers in a row died of it before an epoch was done.</summary>
    Failed,
}
