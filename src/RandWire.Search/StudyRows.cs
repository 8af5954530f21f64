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
            if (trial.IsOver) _rows[id] = TrialResult.Of(_candidates[id], _trials[id].Values);
        }
    }

    /// <summary>The final run that a trial is.</summary>
    public static FinalRun Run(TrialRecord trial)
    {
        TrialOutcome outcome = trial.Outcome!;
        return new FinalRun(trial.Plan.Rung, trial.Plan.Seed, outcome.Status, outcome.ChargedMultiplyAdds, outcome.Seconds, outcome.Curve,
            outcome.WeightsSha256, outcome.Message, null);
    }
}
