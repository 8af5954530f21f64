using RandWire.Engine;

namespace RandWire.Search;

/// <summary>The course of a search as a function of what it has seen: strategy, schedule and purse together. No clock, no files, no workers.</summary>
/// <remarks>Ordered commit: decision n first sees the outcomes of the trials before n - window (and no fewer than the decision before it), then one more at a
/// time until it answers. It does not matter which of them were ready when, so one worker and eight end in the same study.</remarks>
public sealed class SearchProcess
{
    private const string NoMore = "the space holds no more networks", InARow = "trials in a row failed, so the study stops";

    private readonly IStrategy _strategy;
    private readonly ISchedule _schedule;
    private readonly SearchRules _rules;
    private readonly List<Candidate> _candidates = [];
    private readonly TrialIndex _trials = new();
    private int _judged;

    // The largest reserve of the candidates so far: any of them may win.
    private double _reserve;

    // The decision that waits, and the outcomes with which it said so: the same question has the same answer, so it is not asked twice.
    private (int Number, int Visible) _waiting = (-1, -1);

    /// <summary>A search at its beginning.</summary>
    /// <param name="strategy">Where candidates come from.</param>
    /// <param name="schedule">How trials are spent.</param>
    /// <param name="rules">Costs, purse and seeds.</param>
    public SearchProcess(IStrategy strategy, ISchedule schedule, SearchRules rules)
    {
        (_strategy, _schedule, _rules) = (strategy, schedule, rules);
    }

    /// <summary>All candidates so far, by number.</summary>
    public IReadOnlyList<Candidate> Candidates => _candidates;

    /// <summary>All trials of the search so far, by number.</summary>
    public IReadOnlyList<TrialRecord> Trials => _trials.Trials;

    /// <summary>Why the search is over; null while it is not.</summary>
    public string? Ended { get; private set; }

    /// <summary>Whether every trial that was decided is over.</summary>
    public bool IsIdle => _trials.Over == Count;

    private int Count => _trials.Trials.Count;

    /// <summary>Takes in what stands in the ledger: candidates by number, trials new or changed.</summary>
    public void Learn(IEnumerable<Candidate> candidates, IEnumerable<TrialRecord> trials)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentNullException.ThrowIfNull(trials);
        foreach (Candidate candidate in candidates)
            if (candidate.Id == _candidates.Count) Add(candidate);
        foreach (TrialRecord trial in trials)
        {
            if (trial.Plan.Kind == TrialKind.Final) continue;
            if (trial.Plan.Number == Count) _trials.Add(trial);
            else _trials.Set(trial.Plan.Number, trial);
        }
    }

    /// <summary>Ends the search from outside; what was decided stays.</summary>
    /// <param name="reason">Why.</param>
    public void Stop(string reason) => Ended ??= reason;

    /// <summary>Decides as many trials as can be decided now.</summary>
    /// <param name="most">At most so many, at least 1.</param>
    /// <returns>New candidates and trials, to be put into the ledger and learnt from there; both empty when an outcome has to come first, or when the search
    /// is over.</returns>
    /// <exception cref="StudyException">Too many trials in a row failed, or the strategy asks for an outcome that will not come.</exception>
    public (IReadOnlyList<Candidate> Candidates, IReadOnlyList<TrialRecord> Trials) Decide(int most)
    {
        int candidates = _candidates.Count, trials = Count;
        while (Ended is null && Count - trials < most)
        {
            try
            {
                if (!DecideOne()) break;
            }
            catch (StudyException) when (Count > trials)
            {
                // What was decided before is told first; the next call meets the same end.
                break;
            }
        }
        (IReadOnlyList<Candidate>, IReadOnlyList<TrialRecord>) decided = ([.. _candidates[candidates..]], [.. Trials.Skip(trials)]);
        // What is decided counts once the ledger has it.
        _candidates.RemoveRange(candidates, _candidates.Count - candidates);
        _trials.Truncate(trials);
        return decided;
    }

    private bool DecideOne()
    {
        int number = Count, window = Math.Min(_strategy.Window, _schedule.Window);
        int least = Math.Max(number == 0 ? 0 : Trials[^1].Plan.Seen, number - window);
        if (_rules.Asynchronous)
        {
            // Several outcomes may have come since the last decision.
            for (; _judged < _trials.Over; _judged++) RequireSuccess(_judged + 1);
            return Take(new History(_candidates, _trials, _trials.Over, everything: true), isLast: IsIdle);
        }
        if (_waiting.Number == number) least = Math.Max(least, _waiting.Visible + 1);
        for (int visible = least; visible <= _trials.Over; visible++)
        {
            RequireSuccess(visible);
            if (Take(new History(_candidates, _trials, visible), isLast: visible == number)) return true;
            _waiting = (number, visible);
        }
        return false;
    }

    // False when an outcome has to be seen first.
    private bool Take(History history, bool isLast)
    {
        Move move = _schedule.Next(history);
        switch (move)
        {
            case Move.End end:
                Ended = history.IsExhausted ? NoMore : end.Reason;
                return true;
            case Move.New made:
                IReadOnlyList<Proposal> proposals = _strategy.Propose(history, 1, _rules.StrategySeed);
                if (proposals.Count > 0) return Begin(history, proposals[0].Candidate, proposals[0].SeedOffset, made.Epochs, made.Rung, made.Bracket, made.Prune);
                if (!isLast) return false;
                // What is there may still be promoted.
                if (!history.IsExhausted) return Take(history.Exhausted(), isLast);
                Ended = NoMore;
                return true;
            case Move.Again again:
                return Begin(history, _candidates[again.Candidate], again.SeedOffset, again.Epochs, again.Rung, again.Bracket, again.Prune);
            default:
                return isLast ? throw new StudyException($"Schedule {_schedule.Name} waits for an outcome although all {history.Count} trials are over.") : false;
        }
    }

    private bool Begin(History history, Candidate candidate, int seedOffset, int epochs, int rung, int bracket, PruneRule? prune)
    {
        double planned = _rules.Cost(candidate, epochs);
        // Never beyond the purse, not with the first trial either: a study whose purse holds none is refused when it is planned.
        if (history.Charged + planned + Math.Max(_reserve, _rules.Reserve(candidate)) > _rules.Purse)
        {
            Ended = "the search's share of the budget is spent";
            return true;
        }
        if (candidate.Id == _candidates.Count) Add(candidate);
        else if (candidate.Id > _candidates.Count) throw new StudyException($"Strategy {_strategy.Name} proposed candidate {candidate.Id} where {_candidates.Count} is the next.");
        TrialPlan plan = new(Count, epochs == 0 ? TrialKind.Score : TrialKind.Search, candidate.Id, rung, epochs, _rules.TrainingSeed + seedOffset, planned, prune, bracket,
            _rules.Asynchronous ? 0 : history.Visible, _rules.Memory(candidate));
        TrialRecord record = new() { Plan = plan };
        if (_rules.Refuse(candidate) is { } reason) record = record.Closed(new TrialOutcome { Status = TrialStatus.Refused, ChargedMultiplyAdds = 0, Message = reason });
        _trials.Add(record);
        return true;
    }

    private void Add(Candidate candidate)
    {
        _candidates.Add(candidate);
        _reserve = Math.Max(_reserve, _rules.Reserve(candidate));
    }

    private void RequireSuccess(int visible)
    {
        int most = _rules.MostFailuresInARow;
        if (visible < most) return;
        for (int i = visible - most; i < visible; i++)
            if (Trials[i].State != TrialState.Failed) return;
        throw new StudyException($"{most} {InARow}. The last says: {Trials[visible - 1].Outcome?.Message}");
    }

    /// <summary>Whether a study that ended for this reason stopped because too many trials in a row failed: no choice is made then, and no model trained.</summary>
    internal static bool IsFailure(string reason) => reason.Contains(InARow, StringComparison.Ordinal);
}
