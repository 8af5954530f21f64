namespace RandWire.Search;

/// <summary>The trials of a study by number, with what is asked of them after every epoch: counts and sums are kept as trials are learnt, so that an answer costs no more for many
/// trials than for few.</summary>
internal sealed class TrialSums
{
    private readonly List<TrialRecord> _trials = [];
    private readonly Dictionary<int, (int Begun, int Over)> _rungs = [];
    private int _firstFinal = int.MaxValue;

    // Trials before the first number are over, and those from the second on are not.
    private int _whole, _reached;
    private double _seconds, _charged;

    /// <summary>All trials, by number.</summary>
    public IReadOnlyList<TrialRecord> All => _trials;

    /// <summary>The final runs, by number.</summary>
    public IEnumerable<TrialRecord> Finals => _trials.Skip(_firstFinal);

    /// <summary>How many are over.</summary>
    public int Over { get; private set; }

    /// <summary>Trainings of the search on a rung: begun or waiting, and over.</summary>
    public (int Begun, int Over) On(int rung) => _rungs.GetValueOrDefault(rung);

    /// <summary>Takes in a trial that is new, with the next number, or changed.</summary>
    public void Learn(TrialRecord trial)
    {
        int number = trial.Plan.Number;
        bool isNew = number == _trials.Count, ends = trial.IsOver && (isNew || !_trials[number].IsOver);
        if (isNew) _trials.Add(trial);
        else _trials[number] = trial;
        if (trial.Plan.Kind == TrialKind.Final) _firstFinal = Math.Min(_firstFinal, number);
        if (trial.Plan.Kind == TrialKind.Search)
        {
            (int begun, int over) = On(trial.Plan.Rung);
            _rungs[trial.Plan.Rung] = (begun + (isNew ? 1 : 0), over + (ends ? 1 : 0));
        }
        if (!ends) return;
        Over++;
        _reached = Math.Max(_reached, number + 1);
        for (; _whole < _reached && _trials[_whole].IsOver; _whole++)
        {
            _seconds += _trials[_whole].Outcome!.Seconds;
            _charged += _trials[_whole].Outcome!.ChargedMultiplyAdds;
        }
    }

    /// <summary>Seconds and multiply-adds of all that are over, added in order of number: the same bits whichever ended first.</summary>
    public (double Seconds, double Charged) Totals()
    {
        (double seconds, double charged) = (_seconds, _charged);
        for (int i = _whole; i < _reached; i++)
            if (_trials[i].Outcome is { } outcome) (seconds, charged) = (seconds + outcome.Seconds, charged + outcome.ChargedMultiplyAdds);
        return (seconds, charged);
    }
}
