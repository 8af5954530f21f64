namespace RandWire.Search;

/// <summary>What a decision may rest on: all that was proposed before it, and of the outcomes only those that a study with any number of workers has by
/// then.</summary>
/// <remarks>Decision n sees the outcomes of the trials before <see cref="Visible"/>, in order of trial number, and none beyond, even where a fast worker has
/// some ready: so no answer depends on who was faster. A study without order (<c>--asynchronous</c>) shows every outcome there is.</remarks>
public sealed class History
{
    private readonly IReadOnlyList<TrialRecord> _trials;
    private readonly int _count;
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
        Candidates = candidates;
        (_trials, _count, Visible, _everything) = (trials, count, visible, everything);
    }

    /// <summary>Whether the strategy has said, with every outcome seen, that it has no more to propose: a schedule that could use more makes do.</summary>
    public bool IsExhausted { get; init; }

    /// <summary>All candidates so far, by number.</summary>
    public IReadOnlyList<Candidate> Candidates { get; }

    /// <summary>Trials decided so far; the number of the next one.</summary>
    public int Count => _count;

    /// <summary>Trials whose outcome may be seen: those below this number.</summary>
    public int Visible { get; }

    /// <summary>A trial's plan.</summary>
    /// <param name="number">In [0, <see cref="Count"/>).</param>
    public TrialPlan Plan(int number) => _trials[number].Plan;

    /// <summary>A trial's outcome; null when it is not over or not to be seen yet.</summary>
    /// <param name="number">In [0, <see cref="Count"/>).</param>
    public TrialOutcome? Outcome(int number) => number < Visible || _everything ? _trials[number].Outcome : null;

    /// <summary>All trials so far, with what may be seen of their outcomes.</summary>
    public IEnumerable<(TrialPlan Plan, TrialOutcome? Outcome)> Trials
    {
        get
        {
            for (int i = 0; i < _count; i++) yield return (Plan(i), Outcome(i));
        }
    }

    /// <summary>Whether every trial so far is over and may be seen.</summary>
    public bool IsComplete
    {
        get
        {
            for (int i = 0; i < _count; i++)
                if (Outcome(i) is null) return false;
            return true;
        }
    }

    /// <summary>The same study as if it held no trials of one kind, those that are left counted anew from 0 (their plans keep their numbers); not exhausted.</summary>
    /// <param name="kind">The kind left out.</param>
    public History Without(TrialKind kind)
    {
        List<TrialRecord> kept = [];
        int visible = 0;
        for (int i = 0; i < _count; i++)
        {
            if (_trials[i].Plan.Kind == kind) continue;
            kept.Add(_trials[i]);
            if (i < Visible) visible++;
        }
        return new History(Candidates, kept, kept.Count, visible, _everything);
    }

    internal History Exhausted() => new(Candidates, _trials, _count, Visible, _everything) { IsExhausted = true };

    /// <summary>Multiply-adds charged: the outcome's where it may be seen, or else what was planned.</summary>
    public double Charged
    {
        get
        {
            double sum = 0;
            for (int i = 0; i < _count; i++) sum += Outcome(i)?.ChargedMultiplyAdds ?? Plan(i).PlannedMultiplyAdds;
            return sum;
        }
    }
}
