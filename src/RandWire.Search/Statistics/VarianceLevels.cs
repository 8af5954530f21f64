using System.Text.Json.Serialization;

namespace RandWire.Search;

/// <summary>Where the spread of accuracies can come from.</summary>
[Flags]
[JsonConverter(typeof(JsonStringEnumConverter<VarianceLevels>))]
public enum VarianceLevels
{
    /// <summary>Nowhere.</summary>
    None = 0,

    /// <summary>From the setting: generator, its parameters, nodes, widths.</summary>
    Setting = 1,

    /// <summary>From the graph that was drawn within a setting.</summary>
    Graph = 2,

    /// <summary>From the training's seed, and all else that differs when the same network is trained again.</summary>
    Seed = 4,
}
