namespace RandWire.Search;

/// <summary>Screening by a score of untrained networks, before any schedule: several times as many candidates as the schedule can use are only scored, and the best of them go on, the best
/// first.</summary>
/// <remarks>A score screens, it does not judge: whoever passes competes by training alone. Candidates without a score (not finite, refused) come last. Where the schedule wants more than
/// <paramref name="keep"/>, another round is scored.</remarks>
/// <param name="inner">The schedule of those that pass.</param>
/// <param name="score">Name of the score, the larger the better.</param>
/// <param name="factor">Candidates scored for each that passes, at least 1.</param>
/// <param name="keep">Candidates that pass in a round, at least 1: as many as the schedule takes.</param>
public sealed class ScreenSchedule(ISchedule inner, string score, int factor, int keep) : ISchedule
{
    /// <inheritdoc/>
    public string Name => "screen";

    /// <summary>The score by which it screens.</summary>
    public string Score => score;

    /// <inheritdoc/>
    public int Window => inner.Window;

    /// <inheritdoc/>
    public Move Next(History history)
    {
        ArgumentNullException.ThrowIfNull(history);
        History trained = history.Without(TrialKind.Score);
        Move move = inner.Next(trained);
        if (move is not Move.New made) return move;

        List<int> scored = history.Of(TrialKind.Score);
        int round = trained.CandidatesTried / keep, size = factor * keep;
        if (scored.Count < (round + 1) * size && !history.IsExhausted) return new Move.New(0);
        int[] batch = [.. scored.Skip(round * size).Take(size)];
        if (batch.Any(i => history.Outcome(i) is null)) return new Move.Wait();
        foreach (int candidate in batch.OrderByDescending(i => Value(history.Outcome(i)!, score)).ThenBy(static i => i).Select(i => history.Plan(i).Candidate))
            if (!trained.IsTried(candidate)) return new Move.Again(candidate, made.Epochs, made.Rung, made.Bracket, 0, made.Prune);
        // All that were scored have passed, and the space holds no more.
        return history.IsExhausted ? inner.Next(trained.Exhausted()) : move;
    }

    /// <summary>Trials that took scores, the best by one of them first.</summary>
    /// <param name="scored">Trials that are over.</param>
    /// <param name="score">Name of the score.</param>
    internal static IEnumerable<TrialRecord> Ranked(IEnumerable<TrialRecord> scored, string score) =>
        scored.OrderByDescending(trial => Value(trial.Outcome!, score)).ThenBy(static trial => trial.Plan.Number);

    /// <summary>Whether a trial came to a score that is a number.</summary>
    internal static bool HasScore(TrialOutcome outcome, string score) => double.IsFinite(Value(outcome, score));

    private static double Value(TrialOutcome outcome, string score) =>
        outcome.Scores is not null && outcome.Scores.TryGetValue(score, out double value) && double.IsFinite(value) ? value : double.NegativeInfinity;
}
