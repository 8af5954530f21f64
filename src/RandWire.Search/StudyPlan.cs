namespace RandWire.Search;

/// <summary>What a study sets out to do, stated before it begins.</summary>
/// <remarks>Every rung and the final training start from fresh weights with a whole schedule of their own. A cosine that has come down to
/// zero
/// cannot be prolonged, an accuracy in the middle of a schedule says little, and a result that is one plain training can be repeated by one
/// <c>train</c> command. It costs at most half as much again as going on from the weights of the rung below.</remarks>
public sealed record StudyPlan
{
    /// <summary>Name of the preset.</summary>
    public required string Preset { get; init; }

    /// <summary>Why this preset and this image size.</summary>
    public required string Reason { get; init; }

    /// <summary>Input of the networks: height, width, channels, mean and deviation.</summary>
    public required string InputFormat { get; init; }

    /// <summary>The recipe of rung 0; other rungs and the final training differ in what follows from their epochs.</summary>
    public required string Recipe { get; init; }

    /// <summary>By what the better wiring is chosen: balanced accuracy where the classes of the validation images differ by more than 3 to 1.</summary>
    public SelectionCriterion Selection { get; init; } = SelectionCriterion.Accuracy;

    /// <summary>Images of the largest class for each of the smallest, among those to train on; null in plans made before it was measured.</summary>
    public double? Imbalance { get; init; }

    /// <summary>The rungs, the lowest first.</summary>
    public required IReadOnlyList<RungPlan> Rungs { get; init; }

    /// <summary>Trainings of the winner in full.</summary>
    public required int FinalSeeds { get; init; }

    /// <summary>Epochs of each of them as foreseen; settled when the search is over and its true cost is known.</summary>
    public required int FinalEpochs { get; init; }

    /// <summary>The budget as the user gave it.</summary>
    public required string Budget { get; init; }

    /// <summary>The budget in multiply-adds; from <see cref="MultiplyAddsPerSecond"/> when it was given as time.</summary>
    public required double BudgetMultiplyAdds { get; init; }

    /// <summary>Training rate measured here before the plan was made.</summary>
    public required double MultiplyAddsPerSecond { get; init; }

    /// <summary>Multiply-adds of one forward pass of one image through a network of the preset.</summary>
    public required double MultiplyAddsPerImage { get; init; }

    /// <summary>Half width of the 95 % interval that the number of test images alone gives an accuracy of 85 %, a balanced accuracy where their classes differ
    /// by more than 3 to 1.</summary>
    public required double ExpectedTestError { get; init; }

    /// <summary>Difference between two wirings that the validation images can show at 95 % when both are near 85 %, by <see cref="Selection"/>.
    /// </summary>
    public required double SmallestVisibleDifference { get; init; }

    /// <summary>The schedule with its numbers; null in plans made before there was a choice.</summary>
    public SchedulePlan? Schedule { get; init; }

    /// <summary>Scores of the untrained network that are taken beside every training of the search.</summary>
    public IReadOnlyList<string> Scores { get; init; } = [];

    /// <summary>Settings to sample from.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>Settings left out because the preset's number of nodes does not allow them.</summary>
    public required IReadOnlyList<string> ExcludedWirings { get; init; }
}
