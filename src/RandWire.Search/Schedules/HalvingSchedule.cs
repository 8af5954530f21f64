namespace RandWire.Search;

/// <summary>Successive halving (Jamieson and Talwalkar 2016): all candidates on the lowest rung, the better ones on the next, each time from fresh weights
/// with a whole schedule. With one rung it is a plain search.</summary>
/// <remarks>Where the space holds fewer candidates than the lowest rung has places, those there are go on.</remarks>
/// <param name="rungs">The rungs, the lowest first, at least one.</param>
/// <param name="criterion">By what the better ones are chosen.</param>
public sealed class HalvingSchedule(IReadOnlyList<RungPlan> rungs, SelectionCriterion criterion = SelectionCriterion.Accuracy) : ISchedule
{
    /// <inheritdoc/>
    public string Name => rungs.Count <= 1 ? "none" : "halving";

    /// <inheritdoc/>
    public int Window => int.MaxValue;

    /// <inheritdoc/>
    public Move Next(History history)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (rungs.Count == 0) return new Move.End("the budget holds no search");
        return Ladder.Next(history, rungs, 0, criterion) ?? new Move.End("every rung is done");
    }
}
