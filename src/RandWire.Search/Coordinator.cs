using System.Globalization;
using System.Text.Json;
using RandWire.Engine;
using RandWire.Training;

namespace RandWire.Search;

/// <summary>Brings a study from where its ledger stands to its end: decides, watches the workers, tells what happens.</summary>
/// <remarks>It keeps nothing that the ledger has not: killed at any moment, the next one goes on.</remarks>
internal sealed partial class Coordinator
{
    private readonly Ledger _ledger;
    private readonly StudyTerms _terms;
    private readonly SearchProcess _search;
    private readonly TrialSums _trials = new();
    private readonly string _schedule;
    private readonly StudyClock _clock;
    private readonly StudyRows _rows;
    private LedgerRevision _seen;
    private FinalPlan? _final;
    private int _toldRung = -1;
    private bool _tested;

    public Coordinator(Ledger ledger, StudyTerms terms)
    {
        (_ledger, _terms) = (ledger, terms);
        _search = new SearchProcess(terms.Strategy, terms.Schedule, new SearchRules
        {
            Purse = SearchPurse(),
            Cost = (candidate, epochs) => terms.Cost(candidate, TrialKind.Search, epochs),
            Reserve = candidate => Math.Max(0, FinalsLeast(candidate.MultiplyAdds) - FinalsLeast(terms.Plan.MultiplyAddsPerImage)),
            Refuse = terms.Refuse,
            Memory = terms.Memory,
            StrategySeed = terms.StrategySeed,
            TrainingSeed = terms.TrainingSeed,
            Asynchronous = terms.Asynchronous,
        });
        _rows = new StudyRows(terms.Plan);
        _schedule = terms.Plan.Schedule is { } schedule ? ScheduleText.Parse(schedule.Text).Trains.Name : terms.Schedule.Name;
        LedgerChanges all = ledger.Since(default);
        _clock = new StudyClock(all, ledger.Now, terms.PreparedSeconds);
        if (!all.Entries.Any(entry => entry.Kind == EntryKinds.Tested)) Open(all, terms.PreparedSeconds);
        Take(all);
        _search.Learn(ledger.Candidates(), []);
        _search.Learn([], all.Trials);
        _rows.Learn(ledger.Candidates(), all.Trials);
        if (ledger.Find(EntryKinds.SearchEnded) is { } reason) _search.Stop(reason);
        if (ledger.Find(EntryKinds.Final) is { } final) _final = JsonSerializer.Deserialize(final, LedgerJson.Default.FinalPlan);
    }

    // The beats of this session will write over what those of the one before say.
    private void Open(LedgerChanges all, double prepared)
    {
        (string, int?, string) opened = (EntryKinds.Opened, null, prepared.ToString("R", CultureInfo.InvariantCulture));
        _ledger.Add(StudyClock.Unsettled(all) is double beat ? [(EntryKinds.Alive, null, beat.ToString("R", CultureInfo.InvariantCulture)), opened] : [opened]);
    }

    /// <summary>Seconds of work on the study, over all sessions.</summary>
    public double Elapsed => _clock.Elapsed;

    /// <summary>Epochs reported so far.</summary>
    public long Reports => _seen.Report;

    /// <summary>Search, final trainings. The caller then tests.</summary>
    public IEnumerable<StudyEvent> Run(WorkerTeam team, CancellationToken cancellation)
    {
        if (_search.Ended is { } failure && SearchProcess.IsFailure(failure)) throw new StudyException(failure);
        while (_ledger.Find(EntryKinds.SearchEnded) is null || !_search.IsIdle)
        {
            Advance();
            foreach (StudyEvent e in Follow(team, cancellation)) yield return e;
            if (_search.Ended is { } reason && _search.IsIdle)
            {
                _ledger.Settle(EntryKinds.SearchEnded, reason);
                foreach (StudyEvent e in RungsEnded(final: true)) yield return e;
            }
        }
        _final ??= PlanFinal();
        TrialResult winner = _rows.Row(_final.Trial);
        yield return new FinalPlanned(Progress("final"), winner, _final.Epochs, _final.Seeds, _final.Reason);
        BeginFinals();
        while (Finals().Any(trial => !trial.IsOver))
        {
            DropLateFinals();
            foreach (StudyEvent e in Follow(team, cancellation)) yield return e;
        }
    }

    /// <summary>Candidates with what became of them.</summary>
    public IReadOnlyList<TrialResult> Rows => _rows.All;

    /// <summary>The final runs.</summary>
    public IEnumerable<TrialRecord> Finals() => _trials.Finals;

    /// <summary>The plan of the final training; after <see cref="Run"/>.</summary>
    public FinalPlan Final => _final!;

    /// <summary>Where the study stands.</summary>
    public StudyProgress Progress(string phase, int? rung = null)
    {
        StudyPlan plan = _terms.Plan;
        TrialResult? best = _rows.Best;
        double used = Used();
        int planned = Math.Max(_search.Trials.Count, _search.Ended is null ? plan.Rungs.Sum(r => r.Trials) : 0) + (_final?.Seeds ?? plan.FinalSeeds);
        (double done, double charged) = _trials.Totals();
        double rate = done > 1 && charged > 0 ? charged / done * Math.Max(1, _terms.Workers) : plan.MultiplyAddsPerSecond;
        return new StudyProgress(phase, rung, _trials.Over, planned,
            best?.Best?.ValidationTop1, best?.Wiring, used, plan.BudgetMultiplyAdds, Elapsed, Math.Max(0, plan.BudgetMultiplyAdds - used) / rate, best?.Best?.ValidationBalanced);
    }

    /// <summary>Multiply-adds charged so far: the plan's cost of everything, whoever did it how often.</summary>
    public double Used() => _terms.MeasuredMultiplyAdds + _trials.Totals().Charged + (_tested ? TestCost() : 0);

    /// <summary>Says that the test images were looked at, which is charged.</summary>
    public void Tested() => _tested = true;

    private double TestCost() => Finals().Count(trial => trial.State == TrialState.Finished) * (double)_rows.Row(_final!.Trial).MultiplyAdds * _terms.Images.Test;

    private void Advance()
    {
        const int Batch = 256;
        if (_search.Ended is null && IsLate(SearchDeadlineShare)) GiveUpSearch();
        if (_search.Ended is { } reason)
        {
            if (!_search.IsIdle && reason.StartsWith(DeadlineOption, StringComparison.Ordinal)) DropOpen(reason);
            return;
        }
        (IReadOnlyList<Candidate> candidates, IReadOnlyList<TrialRecord> trials) = Decide(Batch);
        if (trials.Count > 0) _ledger.Append(candidates, trials);
    }

    // Why it stopped stands in the ledger, for the report and for whoever gives the command again.
    private (IReadOnlyList<Candidate> Candidates, IReadOnlyList<TrialRecord> Trials) Decide(int most)
    {
        try
        {
            return _search.Decide(most);
        }
        catch (StudyException error) when (SearchProcess.IsFailure(error.Message))
        {
            _ledger.Settle(EntryKinds.SearchEnded, error.Message);
            throw;
        }
    }

    // News from the ledger as events; a pause where there are none.
    private IEnumerable<StudyEvent> Follow(WorkerTeam team, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        foreach (string owner in team.Tend()) _ledger.Abandon(owner);
        LedgerChanges news = _ledger.Since(_seen);
        Take(news);
        IReadOnlyList<Candidate> candidates = _ledger.Candidates(_search.Candidates.Count);
        _search.Learn(candidates, news.Trials);
        _rows.Learn(candidates, news.Trials);
        foreach (EpochReport report in news.Reports)
        {
            TrialPlan plan = _trials.All[report.Trial].Plan;
            yield return new EpochTrained(Progress(Phase(plan), plan.Kind == TrialKind.Final ? null : plan.Rung), plan.Candidate,
                plan.Kind == TrialKind.Final ? plan.Rung : null, plan.Epochs, report.Epoch);
        }
        foreach (TrialRecord trial in news.Trials.Where(trial => trial.IsOver))
        {
            TrialPlan plan = trial.Plan;
            if (plan.Kind == TrialKind.Final) yield return new FinalRunEnded(Progress("final"), StudyRows.Run(trial));
            else yield return new TrialEnded(Progress("search", plan.Rung), _rows.Row(plan.Candidate), trial);
        }
        foreach (StudyEvent e in RungsEnded(final: false)) yield return e;
        if (news.Trials.Count == 0 && news.Reports.Count == 0) team.Wait(cancellation);
    }

    private static string Phase(TrialPlan plan) => plan.Kind == TrialKind.Final ? "final" : "search";

    private void Take(LedgerChanges changes)
    {
        foreach (TrialRecord trial in changes.Trials) _trials.Learn(trial);
        _seen = changes.Revision;
    }

    // A rung has ended when all of it is over, no more can come, and the next one, or the end, was decided.
    private IEnumerable<StudyEvent> RungsEnded(bool final)
    {
        while (_trials.On(_toldRung + 1) is { Begun: > 0 } there && there.Over == there.Begun && (final || !CanGrow(_toldRung + 1)))
        {
            int rung = ++_toldRung;
            IEnumerable<int> ranked = Ranked(rung);
            yield return new RungEnded(Progress("search", rung), rung, [.. _trials.On(rung + 1).Begun == 0 ? ranked.Take(1) : GoesInOrder ? ranked.Take(Places(rung + 1)) : ranked.Where(On(rung + 1).Contains)]);
        }
    }

    private bool CanGrow(int rung) => _trials.On(rung + 1).Begun == 0 || (!GoesInOrder && (_trials.On(rung).Begun < Places(rung) || (rung > 0 && _schedule == "asha")));

    // Rung after rung, each whole before the next: not where brackets follow each other, nor where promotions wait for nobody.
    private bool GoesInOrder => _schedule is not ("asha" or "hyperband");

    // In all brackets.
    private int Places(int rung)
    {
        IReadOnlyList<IReadOnlyList<RungPlan>> brackets = _terms.Plan.Schedule?.Brackets ?? [_terms.Plan.Rungs];
        return brackets.Sum(bracket => rung < bracket.Count ? bracket[rung].Trials : 0);
    }

    // As the schedule ranks them: by what decides who goes on, which need not be what chooses the network in the end.
    private IEnumerable<int> Ranked(int rung)
    {
        SelectionCriterion judged = _terms.Judged ?? _terms.Plan.Selection;
        return _search.Trials.Where(trial => trial.Plan.Kind == TrialKind.Search && trial.Plan.Rung == rung && trial.Outcome?.Score(judged) is not null)
            .OrderByDescending(trial => trial.Outcome!.Score(judged)).ThenBy(trial => trial.Outcome!.ValidationLoss ?? double.PositiveInfinity).ThenBy(trial => trial.Plan.Number)
            .Select(trial => trial.Plan.Candidate).Distinct();
    }

    private HashSet<int> On(int rung) => [.. _search.Trials.Where(trial => trial.Plan.Kind == TrialKind.Search && trial.Plan.Rung == rung).Select(trial => trial.Plan.Candidate)];
}
