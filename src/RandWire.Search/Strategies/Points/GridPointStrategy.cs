using RandWire.Engine;
using RandWire.Graphs;

namespace RandWire.Search;

/// <summary>All points in order, the last axis fastest, each once.</summary>
/// <param name="space">The space.</param>
/// <param name="criterion">What trainings are judged by.</param>
public sealed class GridPointStrategy(PointSpace space, SelectionCriterion criterion = SelectionCriterion.Accuracy) : PointStrategy("grid", space, criterion, int.MaxValue)
{
    /// <inheritdoc/>
    protected override bool LooksAtPending => false;

    /// <inheritdoc/>
    protected override Point? Next(History history, int number, IReadOnlyList<Point> pending, Seed seed)
    {
        // Nothing else proposes: candidates, or of sampled spaces trainings, are the points before; what this call has proposed is pending.
        int next = pending.Count + (Space.IsSampled
            ? history.Trials.Where(static trial => trial.Plan.Kind == TrialKind.Score || trial.Plan is { Kind: TrialKind.Search, Rung: 0 }).Select(static trial => (trial.Plan.Candidate, trial.Plan.Seed)).Distinct().Count()
            : history.Candidates.Count);
        if (Space.InOrder.Skip(next).FirstOrDefault() is { } point) return point;
        if (next == 0) throw NothingHeld();
        return Space.IsSampled ? Space.InOrder.ElementAt(next % Space.InOrder.Count()) : null;
    }

    // What a draw says where there is nothing to draw.
    private SpecException NothingHeld()
    {
        try
        {
            Space.Draw(new Seed(0));
            return new SpecException("the space holds no network.");
        }
        catch (SpecException refusal)
        {
            return refusal;
        }
    }
}
