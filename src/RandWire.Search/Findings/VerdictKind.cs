using System.Text.Json.Serialization;

namespace RandWire.Search;

/// <summary>What a study may say about the network that it chose.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VerdictKind>))]
public enum VerdictKind
{
    /// <summary>The study is not over.</summary>
    Unfinished,

    /// <summary>There is no model, and there will be none: nothing was trained to its end, too many trials in a row failed, or no model answers every test image.</summary>
    NothingTrained,

    /// <summary>The delivered model is not above what always saying one class has.</summary>
    NothingLearnt,

    /// <summary>One network alone was trained: there was nothing to choose from.</summary>
    OnlyOne,

    /// <summary>The best was chosen, but chance explains its lead.</summary>
    NoDifference,

    /// <summary>The chosen network is better than the next best by more than chance explains.</summary>
    Winner,
}
