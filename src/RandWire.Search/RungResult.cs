using RandWire.Training;

namespace RandWire.Search;

/// <summary>One training of one network on one rung.</summary>
/// <param name="Rung">Number of the rung, from 0.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Epochs">Epochs asked for.</param>
/// <param name="ValidationTop1">Accuracy after the last epoch, in [0, 1]; null unless finished.</param>
/// <param name="ValidationLoss">Loss after the last epoch; null unless finished.</param>
/// <param name="MultiplyAdds">Multiply-adds charged.</param>
/// <param name="Seconds">Wall seconds.</param>
/// <param name="Curve">The epochs done.</param>
/// <param name="Message">What went wrong; null when nothing did.</param>
/// <param name="ValidationBalanced">Balanced accuracy after the last epoch, in [0, 1]; null unless finished.</param>
/// <param name="Seed">Seed of the training: trainings of two networks with the same one are a pair; null in results from before it was told.</param>
public sealed record RungResult(
    int Rung, TrialStatus Status, int Epochs, double? ValidationTop1, double? ValidationLoss, double MultiplyAdds, double Seconds,
    IReadOnlyList<EpochResult> Curve, string? Message, double? ValidationBalanced = null, long? Seed = null)
{
    /// <summary>The result that a trial which is over came to.</summary>
    public static RungResult Of(TrialRecord trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        TrialOutcome outcome = trial.Outcome ?? throw new ArgumentException($"Trial {trial.Plan.Number} is not over.", nameof(trial));
        bool finished = outcome.Status == TrialStatus.Finished;
        return new RungResult(trial.Plan.Rung, outcome.Status, trial.Plan.Epochs, finished ? outcome.ValidationTop1 : null, finished ? outcome.ValidationLoss : null,
            outcome.ChargedMultiplyAdds, outcome.Seconds, outcome.Curve, outcome.Message, finished ? outcome.ValidationBalanced : null, trial.Plan.Seed);
    }

    /// <summary>What this training is judged by; null unless finished.</summary>
    /// <param name="criterion">The study's criterion.</param>
    public double? Score(SelectionCriterion criterion) =>
        criterion == SelectionCriterion.BalancedAccuracy ? ValidationBalanced ?? ValidationTop1 : ValidationTop1;
}
