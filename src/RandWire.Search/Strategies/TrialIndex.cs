using System.Runtime.InteropServices;

namespace RandWire.Search;

/// <summary>The trials of a search by number, with what decisions ask of them again and again: kept as trials are decided and learnt, so that an answer costs hardly more for many
/// trials than for few. What it answers is what counting anew would.</summary>
internal sealed class TrialIndex
{
    private static readonly List<int> None = [];

    private readonly List<TrialRecord> _trials = [];
    private readonly Dictionary<(int Bracket, int Rung), List<int>> _places = [];
    private readonly Dictionary<TrialKind, List<int>> _kinds = [];
    private readonly Dictionary<int, int> _candidates = [];
    private readonly Dictionary<object, (object Made, int UpTo)> _grown = [];

    // At n: what the first n trials were charged. As long as all of them are over.
    private readonly List<double> _charged = [0];

    // The last sum with planned costs in it, and for how many trials.
    private (int Seen, int Count, double Sum) _sum = (-1, 0, 0);

    // The same trials without those that only score, once there are any, and at n how many of the first n are among them.
    private TrialIndex? _trained;
    private List<int> _kept = [];

    /// <summary>All trials, by number.</summary>
    public IReadOnlyList<TrialRecord> Trials => _trials;

    /// <summary>Trials before this number are over.</summary>
    public int Over => _charged.Count - 1;

    /// <summary>Candidates that have a trial.</summary>
    public int CandidatesTried => _candidates.Count;

    /// <summary>The index without the trials that only score; this one where there are none.</summary>
    public TrialIndex Trained => _trained ?? this;

    /// <summary>How many of the first trials are left in <see cref="Trained"/>.</summary>
    public int TrainedBefore(int number) => _trained is null ? number : _kept[number];

    /// <summary>Whether a candidate has a trial.</summary>
    public bool IsTried(int candidate) => _candidates.ContainsKey(candidate);

    /// <summary>Numbers of the trials on a rung of a bracket, rising.</summary>
    public List<int> On(int bracket, int rung) => _places.GetValueOrDefault((bracket, rung), None);

    /// <summary>Numbers of the trials of a kind, rising.</summary>
    public List<int> Of(TrialKind kind) => _kinds.GetValueOrDefault(kind, None);

    /// <summary>Adds a trial behind the others.</summary>
    public void Add(TrialRecord trial)
    {
        if (trial.Plan.Kind == TrialKind.Score && _trained is null)
        {
            _trained = new TrialIndex();
            foreach (TrialRecord earlier in _trials) _trained.Add(earlier);
            _kept = [.. Enumerable.Range(0, _trials.Count + 1)];
        }
        int number = _trials.Count;
        _trials.Add(trial);
        Place(_places, (trial.Plan.Bracket, trial.Plan.Rung)).Add(number);
        Place(_kinds, trial.Plan.Kind).Add(number);
        CollectionsMarshal.GetValueRefOrAddDefault(_candidates, trial.Plan.Candidate, out _)++;
        if (_trained is not null)
        {
            if (trial.Plan.Kind != TrialKind.Score) _trained.Add(trial);
            _kept.Add(_trained._trials.Count);
        }
        Reach();
    }

    /// <summary>Replaces a trial by what became of it; the plan is the same.</summary>
    public void Set(int number, TrialRecord trial)
    {
        _trials[number] = trial;
        if (_trained is not null && trial.Plan.Kind != TrialKind.Score) _trained.Set(_kept[number], trial);
        _sum = (-1, 0, 0);
        Reach();
    }

    /// <summary>Takes back all but the first trials.</summary>
    public void Truncate(int count)
    {
        if (count == _trials.Count) return;
        for (int i = _trials.Count - 1; i >= count; i--)
        {
            TrialPlan plan = _trials[i].Plan;
            List<int> place = _places[(plan.Bracket, plan.Rung)], kind = _kinds[plan.Kind];
            place.RemoveAt(place.Count - 1);
            kind.RemoveAt(kind.Count - 1);
            if (--CollectionsMarshal.GetValueRefOrAddDefault(_candidates, plan.Candidate, out _) == 0) _candidates.Remove(plan.Candidate);
        }
        _trials.RemoveRange(count, _trials.Count - count);
        if (_charged.Count > count + 1) _charged.RemoveRange(count + 1, _charged.Count - count - 1);
        foreach ((object key, (object _, int upTo)) in _grown.ToArray())
            if (upTo > count) _grown.Remove(key);
        _sum = (-1, 0, 0);
        if (_trained is null) return;
        _trained.Truncate(_kept[count]);
        _kept.RemoveRange(count + 1, _kept.Count - count - 1);
    }

    /// <summary>Multiply-adds charged where the outcome may be seen, planned where not; added in order of number.</summary>
    /// <param name="visible">Outcomes of the trials before this number may be seen.</param>
    /// <param name="everything">Whether all outcomes may be.</param>
    public double Charged(int visible, bool everything)
    {
        int seen = everything ? int.MaxValue : visible, from = Math.Min(seen, Over);
        double sum = _charged[from];
        if (_sum.Seen == seen && _sum.Count >= from) (from, sum) = (_sum.Count, _sum.Sum);
        for (; from < _trials.Count; from++)
            sum += (from < seen ? _trials[from].Outcome?.ChargedMultiplyAdds : null) ?? _trials[from].Plan.PlannedMultiplyAdds;
        _sum = (seen, _trials.Count, sum);
        return sum;
    }

    /// <summary>Something made of the outcomes before a number, one after another, that is kept, so that the next question costs only what is new.</summary>
    /// <param name="key">What it is.</param>
    /// <param name="visible">Outcomes of the trials before this number are taken in; all of them are there.</param>
    /// <param name="take">Takes one in.</param>
    public T Grown<T>(object key, int visible, Action<T, int, TrialRecord> take) where T : class, new()
    {
        (object made, int upTo) = _grown.GetValueOrDefault(key);
        // Whoever asks for less than before has it made anew.
        if (made is null || upTo > visible) (made, upTo) = (new T(), 0);
        for (; upTo < visible; upTo++) take((T)made, upTo, _trials[upTo]);
        _grown[key] = (made, upTo);
        return (T)made;
    }

    private void Reach()
    {
        while (Over < _trials.Count && _trials[Over].Outcome is { } outcome) _charged.Add(_charged[^1] + outcome.ChargedMultiplyAdds);
    }

    private static List<int> Place<TKey>(Dictionary<TKey, List<int>> places, TKey key) where TKey : notnull
    {
        ref List<int>? place = ref CollectionsMarshal.GetValueRefOrAddDefault(places, key, out _);
        return place ??= [];
    }
}
