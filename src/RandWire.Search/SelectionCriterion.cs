using System.Text.Json.Serialization;

namespace RandWire.Search;

/// <summary>By which number on the validation images the better wiring is chosen.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SelectionCriterion>))]
public enum SelectionCriterion
{
    /// <summary>Share of the images found: where classes are of like size.</summary>
    Accuracy,

    /// <summary>Mean share found over the classes: where they differ by more than 3 to 1, so that a network which finds no image of a rare class does not
    /// win.</summary>
    BalancedAccuracy,

    /// <summary>Mean training loss over all epochs, the lower the better: how fast a network learns (Ru et al. 2021). It needs no validation images.</summary>
    TrainingLoss,
}
