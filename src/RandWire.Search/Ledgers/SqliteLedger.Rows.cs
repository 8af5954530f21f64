using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Data.Sqlite;
using RandWire.Training;

namespace RandWire.Search;

// Rows as they are read, each against its hash.
public sealed partial class SqliteLedger
{
    private const string TrialColumns = "SELECT number, state, lease, change, text, mark FROM trial";

    // What is only ever added carries the hash of the row before: that comes as the last column.
    private const string CandidateColumns = "SELECT id, text, mark, (SELECT mark FROM candidate AS b WHERE b.id = candidate.id - 1) FROM candidate",
        ReportColumns = "SELECT id, trial, attempt, epoch, seconds, spent, text, mark, (SELECT mark FROM report AS b WHERE b.id = report.id - 1) FROM report",
        EntryColumns = "SELECT id, seconds, kind, trial, text, mark, (SELECT mark FROM entry AS b WHERE b.id = entry.id - 1) FROM entry";

    private static byte[] MarkOfCandidate(SqliteDataReader row, byte[] before) => Mark(before, row.GetInt32(0), row.GetString(1));

    private static byte[] MarkOfReport(SqliteDataReader row, byte[] before) =>
        Mark(before, row.GetInt64(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3), row.GetDouble(4), row.GetDouble(5), row.GetString(6));

    private static byte[] MarkOfEntry(SqliteDataReader row, byte[] before) =>
        Mark(before, row.GetInt64(0), row.GetDouble(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetInt32(3), row.GetString(4));

    private static byte[] MarkOfTrial(SqliteDataReader row) => Mark([], row.GetInt32(0), row.GetInt32(1), row.GetDouble(2), row.GetInt64(3), row.GetString(4));

    private Candidate CandidateHere(int id) => Query(CandidateColumns + " WHERE id = $1", ReadCandidate, id).FirstOrDefault() ?? throw Damaged("candidate", id, "is missing");

    private Candidate ReadCandidate(SqliteDataReader row)
    {
        Require("candidate", row, MarkOfCandidate);
        return Parse(row.GetString(1), LedgerJson.Default.Candidate, "candidate", row.GetInt64(0));
    }

    private EpochReport ReadReport(SqliteDataReader row)
    {
        Require("report", row, MarkOfReport);
        return new EpochReport(row.GetInt64(0), row.GetInt32(1), row.GetInt32(2), row.GetDouble(4), Parse(row.GetString(6), LedgerJson.Default.EpochResult, "report", row.GetInt64(0)));
    }

    private LedgerEntry ReadEntry(SqliteDataReader row)
    {
        Require("entry", row, MarkOfEntry);
        return new LedgerEntry(row.GetInt64(0), row.GetDouble(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetInt32(3), row.GetString(4));
    }

    private TrialRecord ReadTrial(SqliteDataReader row)
    {
        RequireTrial(row);
        return Parse(row.GetString(4), LedgerJson.Default.TrialRecord, "trial", row.GetInt64(0));
    }

    private void RequireTrial(SqliteDataReader row)
    {
        if (!HasMark(row)) throw Damaged("trial", row.GetInt64(0), "does not have the hash that was written with it");
    }

    // The last two columns are the row's hash and that of the row before, which the first has not.
    private void Require(string table, SqliteDataReader row, Func<SqliteDataReader, byte[], byte[]> mark)
    {
        int last = row.FieldCount - 1;
        byte[] before = row.IsDBNull(last) ? [] : (byte[])row.GetValue(last);
        if (!mark(row, before).AsSpan().SequenceEqual((byte[])row.GetValue(last - 1))) throw Damaged(table, row.GetInt64(0), "does not have the hash that was written with it");
    }

    private T Parse<T>(string json, JsonTypeInfo<T> type, string table, long row)
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw Damaged(table, row, "is null");
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException or NotSupportedException)
        {
            throw Damaged(table, row, string.Create(CultureInfo.InvariantCulture, $"cannot be read ({error.Message})"));
        }
    }
}
