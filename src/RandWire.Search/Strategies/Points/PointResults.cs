namespace RandWire.Search;

/// <summary>What a search over points has seen: the points trained on the lowest rung and what they came to, in order of trial.</summary>
/// <remarks>Trials that only score, or go on with a network on a higher rung, are left out: what points are compared by they must have in common.</remarks>
internal sealed class PointResults
{
    private readonly List<(Point Point, double Score)> _all = [];

    /// <summary>Points with their scores, larger is better; negative infinity where the training failed.</summary>
    public IReadOnlyList<(Point Point, double Score)> All => _all;

    /// <summary>The results that a decision may see.</summary>
    public static PointResults Of(History history, PointSpace space, SelectionCriterion criterion) =>
        Observed<PointResults>(history, space, criterion, (nameof(PointResults), space, criterion), static (results, _, point, score) => results._all.Add((point, score)));

    /// <summary>Something that grows with every result.</summary>
    /// <param name="history">What may be known.</param>
    /// <param name="space">The space.</param>
    /// <param name="criterion">What trainings are judged by.</param>
    /// <param name="key">What it is, with all that it depends on but the outcomes.</param>
    /// <param name="observe">Takes a result in: number of the trial, point, score.</param>
    public static T Observed<T>(History history, PointSpace space, SelectionCriterion criterion, object key, Action<T, int, Point, double> observe) where T : class, new()
    {
        ArgumentNullException.ThrowIfNull(history);
        IReadOnlyList<Candidate> candidates = history.Candidates;
        return history.Grown<T>(key, (made, number, trial) =>
        {
            if (IsSeen(trial.Plan)) observe(made, number, space.Read(candidates[trial.Plan.Candidate].Wiring), trial.Outcome!.Score(criterion) ?? double.NegativeInfinity);
        });
    }

    /// <summary>Points that are being trained: decided, and no outcome to be seen yet.</summary>
    public static IReadOnlyList<Point> Pending(History history, PointSpace space)
    {
        List<Point> pending = [];
        for (int number = history.Visible; number < history.Count; number++)
            if (IsSeen(history.Plan(number)) && history.Outcome(number) is null) pending.Add(space.Read(history.Candidates[history.Plan(number).Candidate].Wiring));
        return pending;
    }

    private static bool IsSeen(TrialPlan plan) => plan.Kind == TrialKind.Search && plan.Rung == 0;
}
