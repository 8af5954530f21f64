using RandWire.Training;

namespace RandWire.Search;

/// <summary>When a trial ends before its last epoch. The rule is made with the trial, from what was known then, and goes with it, so a worker needs nobody
/// to decide, and decides the same whenever and wherever it runs.</summary>
/// <param name="Floor">Per epoch, from the first: the best value so far of what the study is judged by must not lie below; null where an epoch is not judged. Values are
/// those of <see cref="Value"/>: a loss is turned, so that larger is better everywhere.</param>
public sealed record PruneRule(IReadOnlyList<double?> Floor)
{
    /// <summary>Whether a training that has come this far ends here.</summary>
    /// <param name="curve">Its epochs so far.</param>
    /// <param name="criterion">What it is judged by.</param>
    public bool Ends(IReadOnlyList<EpochResult> curve, SelectionCriterion criterion)
    {
        ArgumentNullException.ThrowIfNull(curve);
        if (curve.Count == 0 || curve.Count > Floor.Count || Floor[curve.Count - 1] is not double floor) return false;
        // Nothing measured yet is nothing to end a training for.
        return curve.Max(epoch => Value(epoch, criterion)) < floor;
    }

    /// <summary>What an epoch is judged by, the larger the better; null where it was not measured.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="criterion">The study's criterion.</param>
    public static double? Value(EpochResult epoch, SelectionCriterion criterion)
    {
        ArgumentNullException.ThrowIfNull(epoch);
        return criterion switch
        {
            SelectionCriterion.BalancedAccuracy => epoch.ValidationBalanced ?? epoch.ValidationTop1,
            SelectionCriterion.TrainingLoss => -epoch.TrainLoss,
            _ => epoch.ValidationTop1,
        };
    }
}
