using RandWire.Training;

namespace RandWire.Search;

/// <summary>How a trial ended.</summary>
public sealed record TrialOutcome
{
    /// <summary>How it ended.</summary>
    public required TrialStatus Status { get; init; }

    /// <summary>The epochs done.</summary>
    public IReadOnlyList<EpochResult> Curve { get; init; } = [];

    /// <summary>What it is charged for: the planned cost, less the epochs that a rule spared. The same for any number of attempts.</summary>
    public required double ChargedMultiplyAdds { get; init; }

    /// <summary>Seconds of training, from the epochs.</summary>
    public double Seconds { get; init; }

    /// <summary>SHA-256 of the trained weights; null unless finished.</summary>
    public string? WeightsSha256 { get; init; }

    /// <summary>The model's file, relative to the study's folder; null where none is kept.</summary>
    public string? Model { get; init; }

    /// <summary>What went wrong; null when nothing did.</summary>
    public string? Message { get; init; }

    /// <summary>Threads and vector width at work; empty where nothing was trained.</summary>
    public string Machine { get; init; } = "";

    /// <summary>Scores of the untrained network by name, when they were asked for.</summary>
    public IReadOnlyDictionary<string, double>? Scores { get; init; }

    /// <summary>Accuracy after the last epoch, in [0, 1]; null unless finished or pruned with a validation split.</summary>
    public double? ValidationTop1 => Curve.Count > 0 ? Curve[^1].ValidationTop1 : null;

    /// <summary>Loss after the last epoch; null as <see cref="ValidationTop1"/>.</summary>
    public double? ValidationLoss => Curve.Count > 0 ? Curve[^1].ValidationLoss : null;

    /// <summary>Balanced accuracy after the last epoch; null as <see cref="ValidationTop1"/>.</summary>
    public double? ValidationBalanced => Curve.Count > 0 ? Curve[^1].ValidationBalanced : null;

    /// <summary>Where the trial stands then.</summary>
    public TrialState State => Status switch
    {
        TrialStatus.Finished => TrialState.Finished,
        TrialStatus.Pruned => TrialState.Pruned,
        TrialStatus.Skipped => TrialState.Dropped,
        _ => TrialState.Failed,
    };

    /// <summary>What a search learns of it: its score, or where a rule ended it early what it had by then; null where it came to nothing.</summary>
    /// <param name="criterion">The study's criterion.</param>
    internal double? Worth(SelectionCriterion criterion) =>
        (Status == TrialStatus.Pruned && Curve.Count > 0 ? PruneRule.Value(Curve[^1], criterion) : Score(criterion)) is double value && double.IsFinite(value) ? value : null;

    /// <summary>What it is judged by; null unless finished.</summary>
    /// <param name="criterion">The study's criterion.</param>
    public double? Score(SelectionCriterion criterion) => Status != TrialStatus.Finished ? null : criterion switch
    {
        SelectionCriterion.BalancedAccuracy => ValidationBalanced ?? ValidationTop1,
        // Larger is better everywhere, so a loss is turned.
        SelectionCriterion.TrainingLoss => Curve.Count > 0 ? -Curve.Average(epoch => epoch.TrainLoss) : null,
        _ => ValidationTop1,
    };
}
