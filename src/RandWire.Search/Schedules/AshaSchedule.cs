namespace RandWire.Search;

/// <summary>Asynchronous successive halving (Li et al. 2020, algorithm 2): whoever stands in the best third of the rung so far goes on at once, so that no worker waits for
/// a rung to be whole.</summary>
/// <remarks>The same study for any number of workers: decision n sees the outcomes before n - window, with one worker too. When all candidates have begun and all outcomes are seen, every rung
/// is filled as halving would fill it, a third rounded up, so that the top rung is reached however few candidates there are.</remarks>
/// <param name="rungs">The rungs, the lowest first, at least one; only the lowest rung's number of trials is a limit.</param>
/// <param name="criterion">By what the better ones are chosen.</param>
/// <param name="window">Trials that may be under way when it decides, at least 1.</param>
public sealed class AshaSchedule(IReadOnlyList<RungPlan> rungs, SelectionCriterion criterion = SelectionCriterion.Accuracy, int window = AshaSchedule.UsualWindow) : ISchedule
{
    /// <summary>The window where none is named: what eight workers need.</summary>
    public const int UsualWindow = 8;

    /// <inheritdoc/>
    public string Name => "asha";

    /// <inheritdoc/>
    public int Window => window;

    /// <inheritdoc/>
    public Move Next(History history)
    {
        ArgumentNullException.ThrowIfNull(history);
        bool isFull = Ladder.Begun(history, 1, 0)[0] >= rungs[0].Trials || history.IsExhausted, isLate = isFull && history.IsComplete;
        for (int rung = rungs.Count - 2; rung >= 0; rung--)
        {
            int over = history.On(rung, 0).Count(i => history.Outcome(i) is not null);
            int places = isLate ? (over + Planner.Eta - 1) / Planner.Eta : over / Planner.Eta;
            if (places == 0) continue;
            HashSet<int> promoted = [.. history.On(rung + 1, 0).Select(i => history.Plan(i).Candidate)];
            // Late, the places are a number to be filled; before, they are the ranks that go on.
            if (isLate && promoted.Count >= places) continue;
            foreach (int candidate in Ladder.Ranked(history, rung, 0, criterion).Take(isLate ? int.MaxValue : places))
                if (!promoted.Contains(candidate)) return new Move.Again(candidate, rungs[rung + 1].Epochs, rung + 1);
        }
        return !isFull ? new Move.New(rungs[0].Epochs) : history.IsComplete ? new Move.End("every rung is done") : new Move.Wait();
    }
}
