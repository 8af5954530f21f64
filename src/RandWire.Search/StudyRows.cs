namespace RandWire.Search;

/// <summary>Candidates with the rungs that they ended: what tables and reports show.</summary>
/// <param name="plan">The plan.</param>
internal sealed class StudyRows(StudyPlan plan)
{
    private readonly List<Candidate> _candidates = [];
    private readonly List<SortedDictionary<int, TrialRecord>> _trials = [];
    private readonly List<TrialResult> _rows = [];

    /// <summary>All rows, by number of the candidate.</summary>
    public IReadOnlyList<TrialResult> All => _rows;

    public StudyPlan Plan => plan;

    /// <summary>The best row so far, as <see cref="Leaderboard.Order"/> has it first; null while no training has finished.</summary>
    public TrialResult? Best { get; private set; }

    public Candidate Candidate(int id) => _candidates[id];

    public TrialResult Row(int candidate) => _rows[candidate];

    /// <summary>Takes in new candidates and changed trials.</summary>
    public void Learn(IEnumerable<Candidate> candidates, IEnumerable<TrialRecord> trials)
    {
        foreach (Candidate candidate in candidates)
        {
            if (candidate.Id != _candidates.Count) continue;
            _candidates.Add(candidate);
            _trials.Add([]);
            _rows.Add(TrialResult.Of(candidate, []));
        }
        foreach (TrialRecord trial in trials)
        {
            if (trial.Plan.Kind == TrialKind.Final) continue;
            int id = trial.Plan.Candidate;
            _trials[id][trial.Plan.Number] = trial;
            if (trial.IsOver) Put(TrialResult.Of(_candidates[id], _trials[id].Values));
        }
    }

    private void Put(TrialResult row)
    {
        TrialResult before = _rows[row.Id];
        _rows[row.Id] = row;
        if (Best is null || Best.Id != row.Id)
        {
            if (row.Best is not null) Best = Best is null ? row : Better(Best, row);
        }
        else
        {
            // Another may stand above it only where it fell.
            Best = ReferenceEquals(Better(row, before), row) ? row : Leaderboard.Order(_rows, plan.Selection).FirstOrDefault(one => one.Best is not null);
        }
    }

    // The first of two that are equal.
    private TrialResult Better(TrialResult one, TrialResult other) => Leaderboard.Order([one, other], plan.Selection)[0];

    /// <summary>The final run that a trial is.</summary>
    public static FinalRun Run(TrialRecord trial)
    {
        TrialOutcome outcome = trial.Outcome!;
        return new FinalRun(trial.Plan.Rung, trial.Plan.Seed, outcome.Status, outcome.ChargedMultiplyAdds, outcome.Seconds, outcome.Curve,
            outcome.WeightsSha256, outcome.Message, null);
    }
}
