using System.Text.Json.Serialization;

namespace RandWire.Search;

/// <summary>What a trial is for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TrialKind>))]
public enum TrialKind
{
    /// <summary>A training that competes: on the training images, judged by the validation images.</summary>
    Search,

    /// <summary>A full training of the winner, on training and validation images together.</summary>
    Final,

    /// <summary>Scores of the untrained network, no training.</summary>
    Score,
}
