using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace RandWire.Search;

// What a watcher needs: a ledger that is only read, and counts made where the rows lie.
public sealed partial class SqliteLedger
{
    /// <summary>Opens a ledger to look at it, beside whoever works on it: nothing is made or changed, and no writer waits for it. On a medium that cannot be written it is read as it lies
    /// there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="verify">Whether every row is checked; rows that are handed out are checked in any case, those that <see cref="Tally"/> only counts are not.</param>
    /// <exception cref="InvalidDataException">It is damaged, no ledger, or of another program.</exception>
    /// <exception cref="IOException">It is not there or cannot be read, or its folder cannot be written and a log with changes lies beside it.</exception>
    public static SqliteLedger OpenToRead(string path, bool verify = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        OrdinaryFile.Require(path);
        if (!File.Exists(path)) throw new FileNotFoundException($"{path}: there is no such file.", path);
        try
        {
            // Whoever only may read cannot tidy up the log when it is the last to leave, and would leave it behind.
            return Connect(path, SqliteOpenMode.ReadWrite, null, Begin);
        }
        catch (IOException error) when (error.InnerException is SqliteException { SqliteErrorCode: CannotOpen or ReadOnly })
        {
            FileInfo log = new(path + "-wal");
            if (log.Exists && log.Length > 0)
                throw new IOException($"{path}: its folder cannot be written, and {log.Name} beside it holds changes that only who may write there can take in. Make the folder writable, or copy the files that begin with {Path.GetFileName(path)} to where it is.", error);
            // Nobody can change it, and without a log the file alone is whole: SQLite then needs neither locks nor files beside it.
            return Connect(path, SqliteOpenMode.ReadOnly, null, Begin, Unchanging(path));
        }

        void Begin(SqliteLedger ledger)
        {
            ledger.Execute("PRAGMA query_only = ON");
            ledger.RequireKnown();
            if (verify) ledger.Verify();
        }
    }

    // https://sqlite.org/uri.html
    private static string Unchanging(string path)
    {
        string full = Path.GetFullPath(path).Replace('\\', '/');
        return $"file:{(full.StartsWith('/') ? "" : "/")}{Uri.EscapeDataString(full).Replace("%2F", "/", StringComparison.Ordinal).Replace("%3A", ":", StringComparison.Ordinal)}?immutable=1";
    }

    /// <inheritdoc/>
    public override Candidate Candidate(int id) => Do(() => CandidateHere(id));

    /// <inheritdoc/>
    public override NetworkGlance Network(int id) => Do(() => Query(CandidateColumns + " WHERE id = $1", row =>
    {
        Require("candidate", row, MarkOfCandidate);
        return Glance(row.GetString(1), NetworkGlance.Of, "candidate", row.GetInt64(0));
    }, id).FirstOrDefault() ?? throw Damaged("candidate", id, "is missing"));

    /// <inheritdoc/>
    public override LedgerTally Tally(SelectionCriterion criterion) => Look(() =>
    {
        List<TrialCount> counts = Query("SELECT kind, rung, state, COUNT(*) FROM trial GROUP BY kind, rung, state ORDER BY CASE kind WHEN 'Search' THEN 0 WHEN 'Final' THEN 1 ELSE 2 END, rung, state",
            row => new TrialCount(Enum.Parse<TrialKind>(row.GetString(0)), row.GetInt32(1), (TrialState)row.GetInt32(2), row.GetInt32(3)));
        (double charged, double seconds, double open) = Query("SELECT TOTAL(charged), TOTAL(seconds), TOTAL(CASE WHEN state < 3 THEN planned END) FROM trial",
            row => (row.GetDouble(0), row.GetDouble(1), row.GetDouble(2))).Single();
        string score = criterion == SelectionCriterion.BalancedAccuracy ? "COALESCE(balanced, accuracy, -1)" : "COALESCE(accuracy, -1)";
        TrialGlance? best = Query(TrialColumns + $"""
             WHERE number = (SELECT number FROM trial WHERE state = 3 AND kind = 'Search' ORDER BY epochs DESC, {score} DESC, COALESCE(loss, 9e999), candidate LIMIT 1)
            """, ReadGlance).FirstOrDefault();
        // Seconds alone: epochs are many, and their texts long.
        List<double> reports = Query("SELECT seconds FROM report ORDER BY id", row => row.GetDouble(0));
        List<(double Made, SignOfLife Sign)> entries = Query("SELECT seconds, kind, CASE WHEN kind IN ('opened', 'alive') THEN text ELSE '' END FROM entry ORDER BY id",
            row => (row.GetDouble(0), SignOfLife.Of(row.GetDouble(0), row.GetString(1), row.GetString(2))));
        double? beat = ReadBeat();
        // Networks that do not fit the data need no memory that anyone knows.
        long refused = (long)Scalar("SELECT COUNT(*) FROM trial WHERE state = 5 AND json_extract(text, '$.outcome.status') = 'Refused' AND json_extract(text, '$.plan.memoryBytes') > 0")!;
        // Cut when their hashes are checked.
        List<LedgerEntry> events = Query(EntryColumns + " WHERE kind <> 'charge' ORDER BY id DESC LIMIT $1", row => LedgerTally.Cut(ReadEntry(row)), LedgerTally.MostEvents);
        events.Reverse();
        return new LedgerTally
        {
            Counts = counts,
            ChargedMultiplyAdds = charged,
            OpenMultiplyAdds = open,
            TrainingSeconds = seconds,
            Best = best,
            Running = Query(TrialColumns + " WHERE state = 1 ORDER BY number", ReadGlance),
            Events = events,
            LastBeat = beat,
            RefusedForMemory = checked((int)refused),
            ElapsedSeconds = StudyClock.Recorded([.. entries.Select(entry => entry.Sign), .. reports.Select(SignOfLife.At)], beat),
            LastSign = entries.Select(entry => (double?)entry.Made).Concat(reports.Select(at => (double?)at)).Append(beat).Max(),
        };
    });

    private TrialGlance ReadGlance(SqliteDataReader row)
    {
        RequireTrial(row);
        return Glance(row.GetString(4), TrialGlance.Of, "trial", row.GetInt64(0));
    }

    private T Glance<T>(string json, Func<JsonElement, T> read, string table, long row)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return read(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw Damaged(table, row, $"cannot be read ({error.Message})");
        }
    }

    private void RequireKnown()
    {
        if (KnownVersion() < SchemaVersion) throw new InvalidDataException($"{_path}: version {KnownVersion()} of an earlier program. Give the command that began the study, which brings it forward.");
    }
}
