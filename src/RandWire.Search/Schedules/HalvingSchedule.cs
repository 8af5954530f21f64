namespace RandWire.Search;

/// <summary>Successive halving (Jamieson and Talwalkar 2016): all candidates on the lowest rung, the better ones on the next, each time from fresh weights
/// with a whole schedule. With one rung it is a plain search.</summary>
/// <param name="rungs">The rungs, the lowest first.</param>
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
        int first = 0;
        for (int r = 0; r < rungs.Count; r++)
        {
            int begun = 0;
            while (first + begun < history.Count && history.Plan(first + begun).Rung == r) begun++;
            bool later = first + begun < history.Count;
            if (later)
            {
                first += begun;
                continue;
            }
            Move? move = r == 0 ? begun < rungs[0].Trials ? new Move.New(rungs[0].Epochs) : null
                : Promote(history, rungs[r], first, begun);
            if (move is not null) return move;
            first += begun;
        }
        return new Move.End("every rung is done");
    }

    // The rung below is whole only when all its outcomes are seen. Null when nobody is left to promote.
    private Move? Promote(History history, RungPlan rung, int first, int begun)
    {
        if (begun >= rung.Trials) return null;
        int from = first;
        while (from > 0 && history.Plan(from - 1).Rung == rung.Rung - 1) from--;
        for (int i = from; i < first; i++)
            if (history.Outcome(i) is null) return new Move.Wait();
        TrialPlan[] order =
        [
            .. Enumerable.Range(from, first - from).Where(i => history.Outcome(i)!.Score(criterion) is not null)
                .OrderByDescending(i => history.Outcome(i)!.Score(criterion)).ThenBy(i => history.Outcome(i)!.ValidationLoss ?? double.PositiveInfinity)
                .ThenBy(i => i).Select(history.Plan),
        ];
        return begun < order.Length ? new Move.Again(order[begun].Candidate, rung.Epochs, rung.Rung, 0) : null;
    }
}
