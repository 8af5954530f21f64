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

    /// <summary>Not begun, because the search had used up its share of the time.</summary>
    Skipped,
}
