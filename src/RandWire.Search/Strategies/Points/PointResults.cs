namespace RandWire.Search;

/// <summary>What a search over points has seen: the points trained on the lowest rung and what they came to, in order of trial.</summary>
/// <remarks>Trials that only score, or go on with a network on a higher rung, are left out, and so is what was dropped. Trainings of other lengths than most are made comparable by
/// <see cref="TrainingLevels"/>.</remarks>
internal sealed class PointResults
{
    private readonly List<(int Trial, Point Point, int Epochs, double? Value)> _trained = [];
    private readonly List<PointResult> _all = [];
    private readonly HashSet<int> _lengths = [];

    // By number of the trial.
    private readonly Dictionary<int, PointResult> _asSeen = [];

    /// <summary>The results that a decision may see.</summary>
    public static IReadOnlyList<PointResult> Of(History history, PointSpace space, SelectionCriterion criterion) => Read(history, space, criterion).All;

    /// <summary>Something that takes the results in, one after another, each once: made comparable by what was known when it came, so that later ones change none of it.</summary>
    /// <param name="history">What may be known.</param>
    /// <param name="space">The space.</param>
    /// <param name="criterion">What trainings are judged by.</param>
    /// <param name="key">What it is, with all that it depends on but the outcomes.</param>
    /// <param name="observe">Takes a result in.</param>
    public static T Folded<T>(History history, PointSpace space, SelectionCriterion criterion, object key, Action<T, PointResult> observe) where T : class, new()
    {
        PointResults results = Read(history, space, criterion);
        return history.Grown<T>(key, (made, number, _) =>
        {
            if (results._asSeen.TryGetValue(number, out PointResult one)) observe(made, one);
        });
    }

    /// <summary>The same by length of training, trainings that go on with a network on a higher rung included; in no order of lengths.</summary>
    public static IEnumerable<(int Epochs, IReadOnlyList<PointResult> Results)> ByLength(History history, PointSpace space, SelectionCriterion criterion)
    {
        IReadOnlyList<Candidate> candidates = history.Candidates;
        Dictionary<int, List<PointResult>> lengths = history.Grown<Dictionary<int, List<PointResult>>>((nameof(ByLength), space, criterion), (made, number, trial) =>
        {
            if (trial.Plan.Kind != TrialKind.Search || trial.Outcome!.Status == TrialStatus.Skipped) return;
            if (!made.TryGetValue(trial.Plan.Epochs, out List<PointResult>? results)) made.Add(trial.Plan.Epochs, results = []);
            results.Add(new PointResult(number, space.Read(candidates[trial.Plan.Candidate].Wiring), trial.Outcome.Worth(criterion) ?? double.NegativeInfinity));
        });
        return lengths.Select(static pair => (pair.Key, (IReadOnlyList<PointResult>)pair.Value));
    }

    /// <summary>Points that are being trained: decided, and no outcome to be seen yet.</summary>
    public static IReadOnlyList<Point> Pending(History history, PointSpace space)
    {
        List<Point> pending = [];
        for (int number = history.FirstUnseen; number < history.Count; number++)
            if (IsFirstTraining(history.Plan(number)) && history.Outcome(number) is null) pending.Add(space.Read(history.Candidates[history.Plan(number).Candidate].Wiring));
        return pending;
    }

    /// <summary>Whether a trial is the training that a proposal asked for.</summary>
    private static bool IsFirstTraining(TrialPlan plan) => plan.Kind == TrialKind.Search && plan.Rung == 0;

    private static PointResults Read(History history, PointSpace space, SelectionCriterion criterion)
    {
        IReadOnlyList<Candidate> candidates = history.Candidates;
        return history.Grown<PointResults>((nameof(PointResults), space, criterion), (results, number, trial) =>
        {
            if (Result(space, criterion, candidates, number, trial) is { } one) results.Add(one);
        });
    }

    private static (int Trial, Point Point, int Epochs, double? Value)? Result(PointSpace space, SelectionCriterion criterion, IReadOnlyList<Candidate> candidates, int number, TrialRecord trial) =>
        IsFirstTraining(trial.Plan) && trial.Outcome!.Status != TrialStatus.Skipped
            ? (number, space.Read(candidates[trial.Plan.Candidate].Wiring), trial.Plan.Epochs, trial.Outcome.Worth(criterion)) : null;

    private IReadOnlyList<PointResult> All
    {
        get
        {
            if (_lengths.Count < 2) return _all;
            TrainingLevels levels = TrainingLevels.Of(_trained.Select(static one => (one.Epochs, one.Value)));
            return [.. _trained.Select(one => new PointResult(one.Trial, one.Point, one.Value is double value ? levels.Levelled(one.Epochs, value) : double.NegativeInfinity))];
        }
    }

    private void Add((int Trial, Point Point, int Epochs, double? Value) one)
    {
        _trained.Add(one);
        if (one.Value is not null) _lengths.Add(one.Epochs);
        PointResult plain = new(one.Trial, one.Point, one.Value ?? double.NegativeInfinity);
        _all.Add(plain);
        _asSeen.Add(one.Trial, _lengths.Count < 2 || one.Value is not double value ? plain : plain with { Score = TrainingLevels.Of(_trained.Select(static other => (other.Epochs, other.Value))).Levelled(one.Epochs, value) });
    }
}
