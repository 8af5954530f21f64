using System.Text.Json;
using Microsoft.Data.Sqlite;
using RandWire.Training;

namespace RandWire.Search;

/// <summary>The ledger in a run folder: SQLite (write-ahead log; decisions and outcomes are flushed to disk before they count, claims and epochs with the next of them).</summary>
/// <remarks>SQLite has no checksums of its own, so rows carry hashes: what is only ever added carries a chain of them whose end is kept beside it, and a trial
/// carries the hash of its row. A flipped bit, a missing row and a row too many are found when the ledger is opened, and refused by name.</remarks>
public sealed partial class SqliteLedger : Ledger
{
    /// <summary>Name of the file in a run folder.</summary>
    public const string FileName = "study.sqlite";

    private readonly string _path;

    /// <summary>The file, for messages.</summary>
    internal string FilePath => _path;

    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;

    private readonly Func<double>? _clock;

    private SqliteLedger(string path, SqliteConnection connection, Func<double>? clock) => (_path, _connection, _clock) = (path, connection, clock);

    /// <summary>Opens the ledger at a path, or makes it; checks all that it holds.</summary>
    /// <param name="path">The file.</param>
    /// <param name="verify">Whether every row is checked; rows that are handed out are checked in any case, those that <see cref="Tally"/> only counts are not.</param>
    /// <exception cref="InvalidDataException">It is damaged, no ledger, or of a newer program.</exception>
    /// <exception cref="IOException">It cannot be read or written, or another process holds it for too long.</exception>
    public static SqliteLedger Open(string path, bool verify = true) => Open(path, verify, null);

    /// <summary>With a clock that a test moves.</summary>
    internal static SqliteLedger Open(string path, bool verify, Func<double>? clock) => Connect(path, SqliteOpenMode.ReadWriteCreate, clock, ledger =>
    {
        ledger.Prepare();
        if (verify) ledger.Verify();
    });

    /// <inheritdoc/>
    public override double Now => Do(() => Clock());

    /// <inheritdoc/>
    public override double Spent => Do(() => (double)Scalar("SELECT (SELECT TOTAL(spent) FROM report) + (SELECT TOTAL(CAST(text AS REAL)) FROM entry WHERE kind = 'charge')")!);

    /// <inheritdoc/>
    public override string? Find(string kind) => Do(() => FindHere(kind));

    /// <inheritdoc/>
    public override string? Last(string kind) => Do(() => Query(EntryColumns + " WHERE kind = $1 ORDER BY id DESC LIMIT 1", ReadEntry, kind).FirstOrDefault()?.Text);

    /// <inheritdoc/>
    public override void Add(IReadOnlyList<(string Kind, int? Trial, string Text)> entries) => Change(() =>
    {
        foreach ((string kind, int? trial, string text) in entries) AddHere(kind, trial, text);
        return true;
    });

    /// <inheritdoc/>
    public override void Beat() => ChangeLazily(() =>
    {
        WriteBeat(Clock());
        return true;
    });

    /// <inheritdoc/>
    public override string Settle(string kind, string text) => Change(() =>
    {
        if (FindHere(kind) is { } there) return there;
        AddHere(kind, null, text);
        return text;
    });

    /// <inheritdoc/>
    public override void Append(IReadOnlyList<Candidate> candidates, IReadOnlyList<TrialRecord> trials) => Change(() =>
    {
        RequireNext(candidates, checked((int)ReadHead("candidate").Count), trials, checked((int)ReadHead("trial").Count));
        Head head = ReadHead("candidate");
        foreach (Candidate candidate in candidates)
        {
            string json = JsonSerializer.Serialize(candidate, LedgerJson.Default.Candidate);
            head = head.After(Mark(head.Mark, candidate.Id, json));
            Execute("INSERT INTO candidate(id, text, mark) VALUES ($1, $2, $3)", candidate.Id, json, head.Mark);
        }
        WriteHead("candidate", head);
        Head count = ReadHead("trial");
        foreach (TrialRecord trial in trials) Write(trial, "INSERT INTO trial(number, state, lease, change, text, mark) VALUES ($1, $2, $3, $4, $5, $6)");
        WriteHead("trial", count with { Count = count.Count + trials.Count });
        return true;
    });

    /// <inheritdoc/>
    public override IReadOnlyList<Candidate> Candidates(int from = 0) => Do(() =>
        Query(CandidateColumns + " WHERE id >= $1 ORDER BY id", ReadCandidate, from));

    /// <inheritdoc/>
    public override LedgerChanges Since(LedgerRevision revision) => Look(() =>
    {
        List<TrialRecord> trials = Query(TrialColumns + " WHERE change > $1 ORDER BY +number", ReadTrial, revision.Change);
        List<EpochReport> reports = Query(ReportColumns + " WHERE id > $1 ORDER BY id", ReadReport, revision.Report);
        List<LedgerEntry> entries = Query(EntryColumns + " WHERE id > $1 ORDER BY id", ReadEntry, revision.Entry);
        long change = ReadHead("change").Count;
        return new LedgerChanges(new LedgerRevision(change, reports.Count > 0 ? reports[^1].Id : revision.Report, entries.Count > 0 ? entries[^1].Id : revision.Entry),
            trials, reports, entries)
        { LastBeat = ReadBeat() };
    });

    /// <inheritdoc/>
    public override TrialClaim? Claim(string owner, double leaseSeconds, long memoryBytes = long.MaxValue) => ChangeLazily(() =>
    {
        double now = Clock();
        while (true)
        {
            TrialRecord? free = Query(TrialColumns + FirstFree, ReadTrial, now).FirstOrDefault();
            if (free is null) return null;
            if (!free.IsDeadly)
            {
                if (memoryBytes < long.MaxValue && !Fits(free, Query(TrialColumns + " WHERE state = 1 AND lease >= $1 ORDER BY number", ReadTrial, now), memoryBytes)) return null;
                TrialRecord claimed = Update(free.Claimed(owner, now + leaseSeconds));
                return new TrialClaim(claimed.Plan.Number, claimed.Attempt, claimed.Plan, CandidateHere(claimed.Plan.Candidate), claimed.EpochsReported);
            }
            Update(free.Closed(Deadly(free)));
        }
    });

    /// <inheritdoc/>
    public override bool Renew(TrialClaim claim, double leaseSeconds) => ChangeLazily(() => TryUpdate(Trial(claim.Number).Renewed(claim, Clock() + leaseSeconds)));

    /// <inheritdoc/>
    public override bool Report(TrialClaim claim, EpochResult epoch) => ChangeLazily(() =>
    {
        if (!TryUpdate(Trial(claim.Number).Reported(claim, epoch.Epoch))) return false;
        EpochResult? earlier = Query(ReportColumns + " WHERE trial = $1 AND epoch = $2 ORDER BY id LIMIT 1", ReadReport, claim.Number, epoch.Epoch).FirstOrDefault()?.Epoch;
        if (earlier is not null && Contradiction(claim, earlier, epoch) is { } words) AddHere(EntryKinds.Contradiction, claim.Number, words);
        string json = JsonSerializer.Serialize(epoch, LedgerJson.Default.EpochResult);
        Head head = ReadHead("report");
        long id = head.Count + 1;
        double now = Clock();
        head = head.After(Mark(head.Mark, id, claim.Number, claim.Token, epoch.Epoch, now, epoch.MultiplyAdds, json));
        Execute("INSERT INTO report(id, trial, attempt, epoch, seconds, spent, text, mark) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            id, claim.Number, claim.Token, epoch.Epoch, now, epoch.MultiplyAdds, json, head.Mark);
        WriteHead("report", head);
        return true;
    });

    /// <inheritdoc/>
    public override bool Release(TrialClaim claim, double spent) => ChangeLazily(() =>
    {
        if (!TryUpdate(Trial(claim.Number).Released(claim))) return false;
        Charge(claim.Number, spent);
        return true;
    });

    /// <inheritdoc/>
    public override bool Finish(TrialClaim claim, TrialOutcome outcome, double spent = 0) => Change(() =>
    {
        if (!TryUpdate(Trial(claim.Number).Ended(claim, outcome))) return false;
        Charge(claim.Number, spent);
        return true;
    });

    /// <inheritdoc/>
    public override IReadOnlyList<int> Abandon(string owner, bool forgive = false, string reason = "its worker ended") => Change(() =>
    {
        List<int> abandoned = [];
        foreach (TrialRecord trial in Query(TrialColumns + " WHERE state = 1 ORDER BY number", ReadTrial))
            if (TryUpdate(trial.Abandoned(owner, forgive))) abandoned.Add(trial.Plan.Number);
        foreach (int trial in abandoned) AddHere(EntryKinds.Preempted, trial, reason);
        return abandoned;
    });

    /// <inheritdoc/>
    public override bool Drop(int trial, TrialOutcome outcome) => Change(() =>
    {
        TrialRecord record = Trial(trial);
        if (!TryUpdate(!record.IsOver && record.IsFree(Clock()) ? record.Closed(outcome) : null)) return false;
        AddHere(EntryKinds.Dropped, trial, outcome.Message ?? "");
        return true;
    });

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // A lease may be renewed on another thread at this moment.
            lock (_lock)
            {
                _isClosed = true;
                foreach (SqliteCommand command in _commands.Values) command.Dispose();
                _commands.Clear();
                _connection.Dispose();
            }
        }
        base.Dispose(disposing);
    }

    private void Charge(int trial, double spent)
    {
        if (spent > 0) AddHere(EntryKinds.Charge, trial, ChargeText(spent));
    }

    private string? FindHere(string kind) => Query(EntryColumns + " WHERE kind = $1 ORDER BY id LIMIT 1", ReadEntry, kind).FirstOrDefault()?.Text;

    private void AddHere(string kind, int? trial, string text)
    {
        Head head = ReadHead("entry");
        long id = head.Count + 1;
        double now = Clock();
        head = head.After(Mark(head.Mark, id, now, kind, trial, text));
        Execute("INSERT INTO entry(id, seconds, kind, trial, text, mark) VALUES ($1, $2, $3, $4, $5, $6)", id, now, kind, trial, text, head.Mark);
        WriteHead("entry", head);
    }

    private TrialRecord Trial(int number) => Query(TrialColumns + " WHERE number = $1", ReadTrial, number).FirstOrDefault()
        ?? throw Damaged("trial", number, "is missing");

    private bool TryUpdate(TrialRecord? changed)
    {
        if (changed is not null) Update(changed);
        return changed is not null;
    }

    private TrialRecord Update(TrialRecord changed)
    {
        Write(changed, "UPDATE trial SET state = $2, lease = $3, change = $4, text = $5, mark = $6 WHERE number = $1");
        return changed;
    }

    private void Write(TrialRecord trial, string statement)
    {
        Head change = ReadHead("change");
        change = change with { Count = change.Count + 1 };
        WriteHead("change", change);
        string json = JsonSerializer.Serialize(trial, LedgerJson.Default.TrialRecord);
        Execute(statement, trial.Plan.Number, (int)trial.State, trial.LeaseUntil, change.Count, json,
            Mark([], trial.Plan.Number, (int)trial.State, trial.LeaseUntil, change.Count, json));
    }
}
