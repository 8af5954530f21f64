using RandWire.Training;

namespace RandWire.Search;

/// <summary>A ledger that lives as long as the process: for studies over tables of known results, and for tests under a clock of their own.</summary>
/// <param name="clock">Seconds; called under the ledger's lock.</param>
public sealed class MemoryLedger(Func<double> clock) : Ledger
{
    private readonly Lock _lock = new();
    private readonly List<Candidate> _candidates = [];
    private readonly List<TrialRecord> _trials = [];
    private readonly List<long> _changes = [];
    private readonly List<EpochReport> _reports = [];
    private readonly List<LedgerEntry> _entries = [];
    private readonly SortedSet<int> _open = [];
    private readonly Dictionary<(int Trial, int Epoch), EpochResult> _epochs = [];
    private long _change;
    private double _spent;
    private double? _beat;

    /// <inheritdoc/>
    public override double Now
    {
        get
        {
            lock (_lock) return clock();
        }
    }

    /// <inheritdoc/>
    public override double Spent
    {
        get
        {
            lock (_lock) return _spent;
        }
    }

    /// <inheritdoc/>
    public override string? Find(string kind)
    {
        lock (_lock) return _entries.Find(entry => entry.Kind == kind)?.Text;
    }

    /// <inheritdoc/>
    public override string? Last(string kind)
    {
        lock (_lock) return _entries.FindLast(entry => entry.Kind == kind)?.Text;
    }

    /// <inheritdoc/>
    public override void Add(IReadOnlyList<(string Kind, int? Trial, string Text)> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        lock (_lock)
            foreach ((string kind, int? trial, string text) in entries) AddHere(kind, trial, text);
    }

    /// <inheritdoc/>
    public override void Beat()
    {
        lock (_lock) _beat = clock();
    }

    /// <inheritdoc/>
    public override string Settle(string kind, string text)
    {
        lock (_lock)
        {
            if (_entries.Find(entry => entry.Kind == kind) is { } there) return there.Text;
            AddHere(kind, null, text);
            return text;
        }
    }

    /// <inheritdoc/>
    public override void Append(IReadOnlyList<Candidate> candidates, IReadOnlyList<TrialRecord> trials)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentNullException.ThrowIfNull(trials);
        lock (_lock)
        {
            RequireNext(candidates, _candidates.Count, trials, _trials.Count);
            _candidates.AddRange(candidates);
            foreach (TrialRecord trial in trials)
            {
                _trials.Add(trial);
                _changes.Add(++_change);
                if (!trial.IsOver) _open.Add(trial.Plan.Number);
            }
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Candidate> Candidates(int from = 0)
    {
        lock (_lock) return [.. _candidates.Skip(from)];
    }

    /// <inheritdoc/>
    public override LedgerChanges Since(LedgerRevision revision)
    {
        lock (_lock)
        {
            List<TrialRecord> changed = [];
            if (revision.Change < _change)
                for (int i = 0; i < _trials.Count; i++)
                    if (_changes[i] > revision.Change) changed.Add(_trials[i]);
            return new LedgerChanges(new LedgerRevision(_change, _reports.Count, _entries.Count), changed,
                _reports.GetRange((int)revision.Report, _reports.Count - (int)revision.Report),
                _entries.GetRange((int)revision.Entry, _entries.Count - (int)revision.Entry))
            { LastBeat = _beat };
        }
    }

    /// <inheritdoc/>
    public override TrialClaim? Claim(string owner, double leaseSeconds, long memoryBytes = long.MaxValue)
    {
        lock (_lock)
        {
            double now = clock();
            foreach (int number in (int[])[.. _open])
            {
                TrialRecord trial = _trials[number];
                if (!trial.IsFree(now)) continue;
                if (trial.IsDeadly)
                {
                    Put(trial.Closed(Deadly(trial)));
                    continue;
                }
                if (memoryBytes < long.MaxValue && !Fits(trial, [.. _open.Select(one => _trials[one]).Where(one => one.State == TrialState.Running && one.LeaseUntil >= now)], memoryBytes)) return null;
                TrialRecord claimed = Put(trial.Claimed(owner, now + leaseSeconds));
                return new TrialClaim(number, claimed.Attempt, claimed.Plan, _candidates[claimed.Plan.Candidate], claimed.EpochsReported);
            }
            return null;
        }
    }

    /// <inheritdoc/>
    public override bool Renew(TrialClaim claim, double leaseSeconds)
    {
        ArgumentNullException.ThrowIfNull(claim);
        lock (_lock) return TryPut(_trials[claim.Number].Renewed(claim, clock() + leaseSeconds));
    }

    /// <inheritdoc/>
    public override bool Report(TrialClaim claim, EpochResult epoch)
    {
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentNullException.ThrowIfNull(epoch);
        lock (_lock)
        {
            if (!TryPut(_trials[claim.Number].Reported(claim, epoch.Epoch))) return false;
            if (!_epochs.TryAdd((claim.Number, epoch.Epoch), epoch) && Contradiction(claim, _epochs[(claim.Number, epoch.Epoch)], epoch) is { } words)
                AddHere(EntryKinds.Contradiction, claim.Number, words);
            _reports.Add(new EpochReport(_reports.Count + 1, claim.Number, claim.Token, clock(), epoch));
            _spent += epoch.MultiplyAdds;
            return true;
        }
    }

    /// <inheritdoc/>
    public override bool Release(TrialClaim claim, double spent)
    {
        ArgumentNullException.ThrowIfNull(claim);
        lock (_lock)
        {
            if (!TryPut(_trials[claim.Number].Released(claim))) return false;
            Charge(claim.Number, spent);
            return true;
        }
    }

    /// <inheritdoc/>
    public override bool Finish(TrialClaim claim, TrialOutcome outcome, double spent = 0)
    {
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentNullException.ThrowIfNull(outcome);
        lock (_lock)
        {
            if (!TryPut(_trials[claim.Number].Ended(claim, outcome))) return false;
            Charge(claim.Number, spent);
            return true;
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<int> Abandon(string owner, bool forgive = false, string reason = "its worker ended")
    {
        lock (_lock)
        {
            int[] abandoned = [.. _open.ToArray().Where(number => TryPut(_trials[number].Abandoned(owner, forgive)))];
            foreach (int trial in abandoned) AddHere(EntryKinds.Preempted, trial, reason);
            return abandoned;
        }
    }

    /// <inheritdoc/>
    public override bool Drop(int trial, TrialOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        lock (_lock)
        {
            if (!TryPut(!_trials[trial].IsOver && _trials[trial].IsFree(clock()) ? _trials[trial].Closed(outcome) : null)) return false;
            AddHere(EntryKinds.Dropped, trial, outcome.Message ?? "");
            return true;
        }
    }

    private void Charge(int trial, double spent)
    {
        if (spent <= 0) return;
        AddHere(EntryKinds.Charge, trial, ChargeText(spent));
        _spent += spent;
    }

    private void AddHere(string kind, int? trial, string text) => _entries.Add(new LedgerEntry(_entries.Count + 1, clock(), kind, trial, text));

    private bool TryPut(TrialRecord? changed)
    {
        if (changed is not null) Put(changed);
        return changed is not null;
    }

    private TrialRecord Put(TrialRecord changed)
    {
        int number = changed.Plan.Number;
        _trials[number] = changed;
        _changes[number] = ++_change;
        if (changed.IsOver) _open.Remove(number);
        return changed;
    }
}
