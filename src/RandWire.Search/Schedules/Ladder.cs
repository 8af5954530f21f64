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
    public static int[] Begun(History history, int rungs, int bracket)
    {
        int[] begun = new int[rungs];
        for (int i = 0; i < history.Count; i++)
            if (history.Plan(i) is var plan && plan.Bracket == bracket && plan.Rung < rungs) begun[plan.Rung]++;
        return begun;
    }

    /// <summary>The candidates of a rung, the best first: by what they are judged by, then by loss, then by number. Those without a result are left out.</summary>
    public static IEnumerable<int> Ranked(History history, int rung, int bracket, SelectionCriterion criterion) =>
        Trials(history, rung, bracket)
            .Where(i => history.Outcome(i)?.Score(criterion) is not null)
            .OrderByDescending(i => history.Outcome(i)!.Score(criterion)).ThenBy(i => history.Outcome(i)!.ValidationLoss ?? double.PositiveInfinity).ThenBy(static i => i)
            // A strategy may have had one candidate trained several times; it goes on once.
            .Select(i => history.Plan(i).Candidate).Distinct();

    /// <summary>The positions in the history of a rung's trials.</summary>
    public static IEnumerable<int> Trials(History history, int rung, int bracket) =>
        Enumerable.Range(0, history.Count).Where(i => history.Plan(i) is var plan && plan.Rung == rung && plan.Bracket == bracket);

    // The rung below is whole only when all its outcomes are seen. Null when nobody is left to promote.
    private static Move? Promote(History history, RungPlan rung, int bracket, int begun, SelectionCriterion criterion)
    {
        if (Trials(history, rung.Rung - 1, bracket).Any(i => history.Outcome(i) is null)) return new Move.Wait();
        int[] order = [.. Ranked(history, rung.Rung - 1, bracket, criterion)];
        return begun < order.Length ? new Move.Again(order[begun], rung.Epochs, rung.Rung, bracket) : null;
    }
}
