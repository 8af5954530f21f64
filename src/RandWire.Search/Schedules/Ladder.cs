namespace RandWire.Search;

/// <summary>One bracket of halving: which move comes next on a ladder of rungs.</summary>
internal static class Ladder
{
    /// <summary>The next move; null when every rung is done.</summary>
    /// <param name="history">What may be known.</param>
    /// <param name="rungs">The rungs, the lowest first.</param>
    /// <param name="bracket">Only trials of this bracket count.</param>
    /// <param name="criterion">By what the better ones are chosen.</param>
    public static Move? Next(History history, IReadOnlyList<RungPlan> rungs, int bracket, SelectionCriterion criterion)
    {
        int[] begun = Begun(history, rungs.Count, bracket);
        int rung = Math.Max(0, Array.FindLastIndex(begun, static count => count > 0));
        if (rung == 0 && begun[0] < rungs[0].Trials && !history.IsExhausted) return new Move.New(rungs[0].Epochs, 0, bracket);
        for (rung = Math.Max(rung, 1); rung < rungs.Count; rung++)
            if (begun[rung] < rungs[rung].Trials && Promote(history, rungs[rung], bracket, begun[rung], criterion) is { } move) return move;
        return null;
    }

    /// <summary>Trials begun on every rung of a bracket.</summary>
    public static int[] Begun(History history, int rungs, int bracket) => [.. Enumerable.Range(0, rungs).Select(rung => history.On(rung, bracket).Count)];

    /// <summary>The candidates of a rung, the best first: by what they are judged by, then by loss, then by number. Those without a result are left out.</summary>
    public static IEnumerable<int> Ranked(History history, int rung, int bracket, SelectionCriterion criterion) =>
        history.Grown<Ranking>((nameof(Ranking), rung, bracket, criterion), (ranking, number, trial) =>
        {
            if (trial.Plan.Rung == rung && trial.Plan.Bracket == bracket) ranking.Add(number, trial.Outcome!, criterion);
        }).Numbers
            // A strategy may have had one candidate trained several times; it goes on once.
            .Select(i => history.Plan(i).Candidate).Distinct();

    // The rung below is whole only when all its outcomes are seen. Null when nobody is left to promote.
    private static Move? Promote(History history, RungPlan rung, int bracket, int begun, SelectionCriterion criterion)
    {
        if (history.On(rung.Rung - 1, bracket).Exists(i => history.Outcome(i) is null)) return new Move.Wait();
        int[] order = [.. Ranked(history, rung.Rung - 1, bracket, criterion)];
        return begun < order.Length ? new Move.Again(order[begun], rung.Epochs, rung.Rung, bracket) : null;
    }
}
