using RandWire.Training;

namespace RandWire.Search;

/// <summary>When a trial ends before its last epoch. The rule is made with the trial, from what was known then, and goes with it, so a worker needs nobody
/// to decide, and decides the same whenever and wherever it runs.</summary>
/// <param name="Floor">Per epoch, from the first: the best validation accuracy so far must not lie below; null where an epoch is not judged.</param>
public sealed record PruneRule(IReadOnlyList<double?> Floor)
{
    /// <summary>Whether a training that has come this far ends here.</summary>
    /// <param name="curve">Its epochs so far.</param>
    /// <param name="criterion">What it is judged by.</param>
    public bool Ends(IReadOnlyList<EpochResult> curve, SelectionCriterion criterion)
    {
        ArgumentNullException.ThrowIfNull(curve);
        if (curve.Count == 0 || curve.Count > Floor.Count || Floor[curve.Count - 1] is not double floor) return false;
        double best = curve.Max(epoch => (criterion == SelectionCriterion.BalancedAccuracy ? epoch.ValidationBalanced ?? epoch.ValidationTop1 : epoch.ValidationTop1) ?? 0);
        return best < floor;
    }
}
