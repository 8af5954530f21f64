namespace RandWire.Search;

/// <summary>What a decision may rest on: all that was proposed before it, and of the outcomes only those that a study with any number of workers has by
/// then.</summary>
/// <remarks>Decision n sees the outcomes of the trials before <see cref="Visible"/>, in order of trial number, and none beyond, even where a fast worker has
/// some ready: so no answer depends on who was faster. A study without order (<c>--asynchronous</c>) shows every outcome there is.</remarks>
public sealed class History
{
    private readonly TrialIndex _index;
    private readonly bool _everything;

    /// <summary>A view.</summary>
    /// <param name="candidates">All candidates.</param>
    /// <param name="trials">All trials, by number.</param>
    /// <param name="count">Trials that were decided before, at most as many as there are.</param>
    /// <param name="visible">Trials whose outcome may be seen; ignored when <paramref name="everything"/>.</param>
    /// <param name="everything">Whether every outcome may be seen.</param>
    public History(IReadOnlyList<Candidate> candidates, IReadOnlyList<TrialRecord> trials, int count, int visible, bool everything = false)
    {
        ArgumentNullException.ThrowIfNull(trials);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, trials.Count);
        Candidates = candidates;
        (_index, Visible, _everything) = (new TrialIndex(), visible, everything);
        for (int i = 0; i < count; i++) _index.Add(trials[i]);
    }

    /// <summary>A view of all that an index holds; good until the index changes.</summary>
    internal History(IReadOnlyList<Candidate> candidates, TrialIndex index, int visible, bool everything = false) =>
        (Candidates, _index, Visible, _everything) = (candidates, index, visible, everything);

    /// <summary>Whether the strategy has said, with every outcome seen, that it has no more to propose: a schedule that could use more makes do.</summary>
    public bool IsExhausted { get; init; }

    /// <summary>All candidates so far, by number.</summary>
    public IReadOnlyList<Candidate> Candidates { get; }

    /// <summary>Trials decided so far; the number of the next one.</summary>
    public int Count => _index.Trials.Count;

    /// <summary>Trials whose outcome may be seen: those below this number.</summary>
    public int Visible { get; }

    /// <summary>Every trial before this number is over and may be seen.</summary>
    internal int FirstUnseen => _everything ? 0 : Visible;

    /// <summary>A trial's plan.</summary>
    /// <param name="number">In [0, <see cref="Count"/>).</param>
    public TrialPlan Plan(int number) => _index.Trials[number].Plan;

    /// <summary>A trial's outcome; null when it is not over or not to be seen yet.</summary>
    /// <param name="number">In [0, <see cref="Count"/>).</param>
    public TrialOutcome? Outcome(int number) => number < Visible || _everything ? _index.Trials[number].Outcome : null;

    /// <summary>All trials so far, with what may be seen of their outcomes.</summary>
    public IEnumerable<(TrialPlan Plan, TrialOutcome? Outcome)> Trials
    {
        get
        {
            for (int i = 0; i < Count; i++) yield return (Plan(i), Outcome(i));
        }
    }

    /// <summary>Whether every trial so far is over and may be seen.</summary>
    public bool IsComplete => _index.Over == Count && (_everything || Visible >= Count);

    /// <summary>The same study as if it held no trials of one kind, those that are left counted anew from 0 (their plans keep their numbers); not exhausted.</summary>
    /// <param name="kind">The kind left out.</param>
    public History Without(TrialKind kind)
    {
        if (kind == TrialKind.Score) return new History(Candidates, _index.Trained, _index.TrainedBefore(Math.Min(Visible, Count)), _everything);
        TrialRecord[] kept = [.. _index.Trials.Where(trial => trial.Plan.Kind != kind)];
        return new History(Candidates, kept, kept.Length, _index.Trials.Take(Visible).Count(trial => trial.Plan.Kind != kind), _everything);
    }

    internal History Exhausted() => new(Candidates, _index, Visible, _everything) { IsExhausted = true };

    /// <summary>Multiply-adds charged: the outcome's where it may be seen, or else what was planned.</summary>
    public double Charged => _index.Charged(Visible, _everything);

    /// <summary>Candidates that have a trial.</summary>
    internal int CandidatesTried => _index.CandidatesTried;

    /// <summary>Whether a candidate has a trial.</summary>
    internal bool IsTried(int candidate) => _index.IsTried(candidate);

    /// <summary>Numbers of the trials on a rung of a bracket, rising.</summary>
    internal List<int> On(int rung, int bracket) => _index.On(bracket, rung);

    /// <summary>Numbers of the trials of a kind, rising.</summary>
    internal List<int> Of(TrialKind kind) => _index.Of(kind);

    /// <summary>Something made of the outcomes that may be seen, in order of number, and kept for the next decision where outcomes come in order. It may be asked for less than before.</summary>
    /// <param name="key">What it is, with all that it depends on but the outcomes; equal keys are the same.</param>
    /// <param name="take">Takes in a trial by its number and record, which is over.</param>
    internal T Grown<T>(object key, Action<T, int, TrialRecord> take) where T : class, new()
    {
        if (!_everything && Visible <= _index.Over) return _index.Grown(key, Visible, take);
        T made = new();
        for (int i = 0; i < Count; i++)
            if (Outcome(i) is not null) take(made, i, _index.Trials[i]);
        return made;
    }
}
