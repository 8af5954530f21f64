using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using RandWire.Graphs;

namespace RandWire.Search;

// Tables, transactions, hashes.
public sealed partial class SqliteLedger
{
    /// <summary>Version of the tables. Raised with every change of them; older ones are brought forward, newer ones refused.</summary>
    public const int SchemaVersion = 1;

    private const int ApplicationId = 0x52574C31;
    private const int MarkBytes = 16;
    private const string BeatName = "beat";

    // The least of each state by the index: sorting all that wait would cost more with every one.
    private const string FirstFree = """
         WHERE number = (SELECT MIN(least) FROM (
            SELECT MIN(number) AS least FROM trial WHERE state = 0 UNION ALL SELECT MIN(number) FROM trial WHERE state = 2 UNION ALL
            SELECT MIN(number) FROM trial WHERE state = 1 AND lease < $1))
        """;

    // SQLite's own codes: https://sqlite.org/rescode.html
    private const int NoSuchTable = 1, Busy = 5, Locked = 6, ReadOnly = 8, Corrupt = 11, CannotOpen = 14, NotADatabase = 26;

    // What is counted again and again stands in columns that SQLite makes from the text.
    private const string Tables = """
        CREATE TABLE candidate(id INTEGER PRIMARY KEY, text TEXT NOT NULL, mark BLOB NOT NULL);
        CREATE TABLE trial(number INTEGER PRIMARY KEY, state INTEGER NOT NULL, lease REAL NOT NULL, change INTEGER NOT NULL,
            kind TEXT AS (json_extract(text, '$.plan.kind')) STORED,
            rung INTEGER AS (CASE json_extract(text, '$.plan.kind') WHEN 'Final' THEN 0 ELSE json_extract(text, '$.plan.rung') END) STORED,
            epochs INTEGER AS (json_extract(text, '$.plan.epochs')) STORED,
            candidate INTEGER AS (json_extract(text, '$.plan.candidate')) STORED,
            planned REAL AS (json_extract(text, '$.plan.plannedMultiplyAdds')) STORED,
            charged REAL AS (json_extract(text, '$.outcome.chargedMultiplyAdds')) STORED,
            seconds REAL AS (json_extract(text, '$.outcome.seconds')) STORED,
            accuracy REAL AS (json_extract(text, '$.outcome.curve[#-1].validationTop1')) STORED,
            balanced REAL AS (json_extract(text, '$.outcome.curve[#-1].validationBalanced')) STORED,
            loss REAL AS (json_extract(text, '$.outcome.curve[#-1].validationLoss')) STORED,
            text TEXT NOT NULL, mark BLOB NOT NULL);
        CREATE INDEX trial_state ON trial(state, number);
        CREATE INDEX trial_change ON trial(change);
        CREATE TABLE report(id INTEGER PRIMARY KEY, trial INTEGER NOT NULL, attempt INTEGER NOT NULL, epoch INTEGER NOT NULL, seconds REAL NOT NULL, spent REAL NOT NULL, text TEXT NOT NULL, mark BLOB NOT NULL);
        CREATE INDEX report_epoch ON report(trial, epoch);
        CREATE TABLE entry(id INTEGER PRIMARY KEY, seconds REAL NOT NULL, kind TEXT NOT NULL, trial INTEGER, text TEXT NOT NULL, mark BLOB NOT NULL);
        CREATE INDEX entry_kind ON entry(kind, id);
        CREATE TABLE head(name TEXT PRIMARY KEY, count INTEGER NOT NULL, mark BLOB NOT NULL, seal BLOB NOT NULL);
        """;

    private readonly Dictionary<string, SqliteCommand> _commands = [];
    private bool? _flushes;
    private bool _isClosed;

    // How many rows a table has, and the hash of the last one.
    private readonly record struct Head(long Count, byte[] Mark)
    {
        public Head After(byte[] mark) => new(Count + 1, mark);
    }

    private static SqliteLedger Connect(string path, SqliteOpenMode mode, Func<double>? clock, Action<SqliteLedger> begin, string? source = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        SqliteConnection? connection = null;
        try
        {
            connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = source ?? path, Mode = mode, Pooling = false, DefaultTimeout = 60 }.ToString());
            connection.Open();
            SqliteLedger ledger = new(path, connection, clock);
            begin(ledger);
            return ledger;
        }
        catch (Exception error)
        {
            connection?.Dispose();
            if (error is SqliteException failed) throw Translated(path, failed);
            throw;
        }
    }

    private void Prepare()
    {
        Execute("PRAGMA journal_mode = WAL");
        Change(() =>
        {
            if (Version() == 0 && Application() == 0 && (long)Scalar("SELECT COUNT(*) FROM sqlite_master")! == 0)
            {
                Execute(Tables);
                foreach (string name in (string[])["candidate", "trial", "change", "report", "entry"])
                {
                    Head empty = new(0, []);
                    Execute("INSERT INTO head(name, count, mark, seal) VALUES ($1, $2, $3, $4)", name, empty.Count, empty.Mark, Mark([], name, empty.Count, Hex(empty.Mark)));
                }
                Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}"));
                Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {SchemaVersion}"));
                return true;
            }
            return KnownVersion() == SchemaVersion ? true : throw new InvalidDataException($"{_path}: version {Version()} is none. The file is damaged; delete the folder to begin anew.");
        });
    }

    private long Version() => (long)Scalar("PRAGMA user_version")!;

    private long Application() => (long)Scalar("PRAGMA application_id")!;

    // Of a study, and not of a newer program.
    private long KnownVersion()
    {
        if (Application() != ApplicationId) throw new InvalidDataException($"{_path}: a database, but not that of a study. Give another folder.");
        return Version() is var version && version <= SchemaVersion ? version
            : throw new InvalidDataException($"{_path}: version {version} of a newer program; this one knows {SchemaVersion}. Use the program that wrote it.");
    }

    // Every row against its hash, every chain against its end.
    private void Verify() => Look(() =>
    {
        if (Query("PRAGMA integrity_check(1)", row => row.GetString(0)) is not ["ok"])
            throw new InvalidDataException($"{_path}: its pages contradict each other. {Remedy}");
        Chain("candidate", "SELECT id, text, mark FROM candidate ORDER BY id", 0, MarkOfCandidate);
        Chain("report", "SELECT id, trial, attempt, epoch, seconds, spent, text, mark FROM report ORDER BY id", 1, MarkOfReport);
        Chain("entry", "SELECT id, seconds, kind, trial, text, mark FROM entry ORDER BY id", 1, MarkOfEntry);
        long next = 0;
        foreach (bool ok in Query(TrialColumns + " ORDER BY number", row => Expect(row.GetInt64(0), ref next) && HasMark(row)))
            if (!ok) throw Damaged("trial", next - 1, "is not what was written");
        if (next != ReadHead("trial").Count) throw Damaged("trial", next, "is missing");
        return true;
    });

    private static bool Expect(long number, ref long next) => number == next++;

    private static bool HasMark(SqliteDataReader row) => MarkOfTrial(row).AsSpan().SequenceEqual((byte[])row.GetValue(5));

    private void Chain(string table, string query, long first, Func<SqliteDataReader, byte[], byte[]> mark)
    {
        byte[] last = [];
        long expected = first;
        foreach (bool ok in Query(query, row =>
        {
            byte[] there = (byte[])row.GetValue(row.FieldCount - 1);
            last = mark(row, last);
            return row.GetInt64(0) == expected++ && last.AsSpan().SequenceEqual(there);
        }))
            if (!ok) throw Damaged(table, expected - 1, "is not what was written");
        Head head = ReadHead(table);
        if (head.Count != expected - first || !head.Mark.AsSpan().SequenceEqual(last)) throw Damaged(table, expected, "is missing");
    }

    private Head ReadHead(string name)
    {
        (Head head, byte[] seal) = Query("SELECT count, mark, seal FROM head WHERE name = $1", row => (new Head(row.GetInt64(0), (byte[])row.GetValue(1)), (byte[])row.GetValue(2)), name)
            is [var only] ? only : throw Damaged("head", 0, $"does not name {name}");
        return Mark([], name, head.Count, Hex(head.Mark)).AsSpan().SequenceEqual(seal) ? head : throw Damaged("head", 0, $"of {name} is not what was written");
    }

    private void WriteHead(string name, Head head) =>
        Execute("UPDATE head SET count = $2, mark = $3, seal = $4 WHERE name = $1", name, head.Count, head.Mark, Mark([], name, head.Count, Hex(head.Mark)));

    // One row that is written over: an entry for every beat would outweigh all that the ledger is for. A ledger that nobody beat has none.
    private void WriteBeat(double at)
    {
        long milliseconds = (long)(1000 * at);
        Execute("INSERT INTO head(name, count, mark, seal) VALUES ($1, $2, $3, $4) ON CONFLICT(name) DO UPDATE SET count = $2, mark = $3, seal = $4",
            BeatName, milliseconds, Array.Empty<byte>(), Mark([], BeatName, milliseconds, ""));
    }

    private double? ReadBeat() => (long)Scalar("SELECT COUNT(*) FROM head WHERE name = $1", BeatName)! == 0 ? null : ReadHead(BeatName).Count / 1000.0;

    private double Clock() => _clock?.Invoke() ?? (double)Scalar("SELECT unixepoch('subsec') * 1.0")!;

    private T Do<T>(Func<T> work)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            try
            {
                return work();
            }
            catch (SqliteException error)
            {
                throw Translated(_path, error);
            }
        }
    }

    // Writers are let in one after another from the start, so none fails in its middle because another was faster.
    private T Change<T>(Func<T> work) => Change(work, flush: true);

    // What a power cut may take back, since it can be done again: claims, leases, epochs. A killed process loses none of it, and the next change that is flushed flushes it too.
    private T ChangeLazily<T>(Func<T> work) => Change(work, flush: false);

    private T Change<T>(Func<T> work, bool flush)
    {
        lock (_lock)
        {
            Do(() =>
            {
                if (_flushes != flush) Execute(flush ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
                _flushes = flush;
                return true;
            });
            T result = Within("BEGIN IMMEDIATE", () =>
            {
                T done = work();
                FailPoint.Reach("ledger/change");
                return done;
            });
            FailPoint.Reach("ledger/committed");
            return result;
        }
    }

    // What is read in several statements is of one moment.
    private T Look<T>(Func<T> work) => Within("BEGIN", work);

    private T Within<T>(string begin, Func<T> work) => Do(() =>
    {
        Execute(begin);
        try
        {
            T result = work();
            Execute("COMMIT");
            return result;
        }
        catch
        {
            Undo();
            throw;
        }
    });

    // SQLite has already undone it where the disk failed.
    private void Undo()
    {
        try
        {
            Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            return;
        }
    }

    private object? Scalar(string statement, params ReadOnlySpan<object?> values) => Command(statement, values).ExecuteScalar();

    private void Execute(string statement, params ReadOnlySpan<object?> values) => Command(statement, values).ExecuteNonQuery();

    private List<T> Query<T>(string statement, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        using SqliteDataReader reader = Command(statement, values).ExecuteReader();
        List<T> rows = [];
        while (reader.Read())
        {
            try
            {
                rows.Add(read(reader));
            }
            catch (Exception error) when (error is InvalidCastException or FormatException or OverflowException)
            {
                throw new InvalidDataException($"{_path}: a row holds what is never written there ({error.Message}). {Remedy}", error);
            }
        }
        return rows;
    }

    // Statements are few and kept prepared.
    private SqliteCommand Command(string statement, ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(statement, out SqliteCommand? command))
        {
            command = _connection.CreateCommand();
            command.CommandText = statement;
            for (int i = 1; i <= values.Length; i++)
            {
                SqliteParameter parameter = command.CreateParameter();
                parameter.ParameterName = string.Create(CultureInfo.InvariantCulture, $"${i}");
                command.Parameters.Add(parameter);
            }
            _commands.Add(statement, command);
        }
        for (int i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command;
    }

    private static byte[] Mark(byte[] before, params ReadOnlySpan<object?> values)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(before);
        foreach (object? value in values)
        {
            byte[] text = Encoding.UTF8.GetBytes(value is IFormattable number ? number.ToString(value is double ? "R" : null, CultureInfo.InvariantCulture) : value?.ToString() ?? "\u0000");
            // The length before the content: two rows that read the same when joined are still two.
            hash.AppendData(BitConverter.GetBytes(text.Length));
            hash.AppendData(text);
        }
        return hash.GetHashAndReset()[..MarkBytes];
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private const string Remedy = "The file is damaged or was changed. Take another copy of the folder, or delete it to begin anew; models and training states under it are whole or refused on their own.";

    private InvalidDataException Damaged(string table, long row, string what) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{_path}: {table} {row} {what}. {Remedy}"));

    private static Exception Translated(string path, SqliteException error) => error.SqliteErrorCode switch
    {
        NoSuchTable or Corrupt or NotADatabase => new InvalidDataException($"{path}: not a readable database ({error.Message}). The file is damaged or was changed. Take another copy of the folder, or delete it to begin anew.", error),
        Busy or Locked => new IOException($"{path}: another process has kept it locked for a minute. Try again, or end that process.", error),
        CannotOpen or ReadOnly => new IOException($"{path}: {error.Message} The file and its folder must be writable; what was recorded before is unchanged.", error),
        _ => new IOException($"{path}: {error.Message} Free some space or choose another folder; what was recorded before is unchanged.", error),
    };
}
