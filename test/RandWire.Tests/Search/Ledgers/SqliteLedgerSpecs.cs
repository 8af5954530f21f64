using Microsoft.Data.Sqlite;
using RandWire.Engine;
using RandWire.Search;
using RandWire.Tests.Training;
using Xunit;

namespace RandWire.Tests.Search.Ledgers;

public sealed class SqliteLedgerSpecs : LedgerSpecs
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder["study.sqlite"];

    private protected override Ledger Open() => SqliteLedger.Open(File, verify: true, clock: () => Time);

    public override void Dispose()
    {
        _folder.Dispose();
        base.Dispose();
    }

    [Fact]
    public void What_was_written_is_there_for_another_object_and_another_time()
    {
        Filled();
        using SqliteLedger again = SqliteLedger.Open(File);
        Assert.Equal(2, again.Candidates().Count);
        Assert.Equal([TrialState.Finished, TrialState.Preempted, TrialState.Waiting], again.Since(default).Trials.Select(trial => trial.State));
        Assert.Equal("words", again.Find("note"));
        Assert.InRange(again.Now, 1.7e9, 1e11);
    }

    [Theory]
    [InlineData("UPDATE candidate SET text = replace(text, '0.75', '0.5') WHERE id = 1")]
    [InlineData("UPDATE entry SET text = 'other'")]
    [InlineData("UPDATE report SET text = replace(text, '0.12', '0.13')")]
    [InlineData("UPDATE trial SET text = replace(text, '0.12', '0.98')")]
    public void What_is_handed_out_is_checked_without_checking_all(string statement)
    {
        Filled();
        Execute(statement);
        using SqliteLedger ledger = SqliteLedger.Open(File, verify: false);
        Action[] reads = [() => ledger.Since(default), () => ledger.Candidates(), () => ledger.Candidate(1), () => ledger.Find("note"), () => ledger.Tally(SelectionCriterion.Accuracy), () => ledger.Network(1)];
        string table = statement.Split(' ')[1];
        Exception?[] errors = [.. reads.Select(Record.Exception)];
        Assert.Equal(table switch
        {
            "candidate" => [false, true, true, false, false, true],
            "entry" => [true, false, false, true, true, false],
            // The best trial is read by a tally; epochs are counted there, and not read.
            "trial" => [true, false, false, false, true, false],
            _ => (bool[])[true, false, false, false, false, false],
        }, errors.Select(error => error is not null));
        Assert.All(errors, error => Assert.True(error is null || (error is InvalidDataException && error.Message.Contains(table, StringComparison.Ordinal)), error?.ToString()));
    }

    [Fact]
    public void Entries_that_belong_together_are_there_together_or_not_at_all()
    {
        using SqliteLedger ledger = SqliteLedger.Open(File);
        Assert.ThrowsAny<Exception>(() => ledger.Add([(EntryKinds.TestTouch, null, ""), (EntryKinds.Charge, null, null!)]));
        Assert.Empty(ledger.Since(default).Entries);
        ledger.Add(EntryKinds.Note, null, "words");
        Assert.Equal("words", ledger.Find(EntryKinds.Note));
    }

    [Fact]
    public void A_beat_that_was_changed_is_found()
    {
        using (SqliteLedger ledger = SqliteLedger.Open(File)) ledger.Beat();
        Execute("UPDATE head SET count = count + 1000 WHERE name = 'beat'");
        using SqliteLedger again = SqliteLedger.Open(File);
        Assert.Contains("study.sqlite", Assert.Throws<InvalidDataException>(() => again.Since(default)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_ledger_that_is_closed_while_another_thread_asks_says_so_and_nothing_else()
    {
        Filled();
        for (int round = 0; round < 20; round++)
        {
            SqliteLedger ledger = SqliteLedger.Open(File, verify: false);
            using ManualResetEventSlim asked = new();
            Exception? last = null;
            Thread asking = new(() =>
            {
                while (last is null)
                {
                    last = Record.Exception(() => ledger.Find("note"));
                    asked.Set();
                }
            });
            asking.Start();
            asked.Wait(TestContext.Current.CancellationToken);
            ledger.Dispose();
            asking.Join();
            Assert.IsType<ObjectDisposedException>(last);
        }
    }

    [Fact]
    public void Every_changed_missing_or_added_row_is_found()
    {
        Filled();
        string[] statements =
        [
            "UPDATE trial SET state = 0 WHERE number = 0", "UPDATE trial SET lease = 5 WHERE number = 1", "UPDATE trial SET text = replace(text, '0.12', '0.98') WHERE number = 0",
            "UPDATE trial SET number = 7 WHERE number = 2", "DELETE FROM trial WHERE number = 2", "DELETE FROM trial WHERE number = 0",
            "UPDATE report SET spent = 0 WHERE id = 1", "UPDATE report SET text = replace(text, '0.12', '0.13')", "DELETE FROM report WHERE id = 2", "DELETE FROM report",
            "UPDATE entry SET text = 'other' WHERE id = 1", "UPDATE entry SET seconds = 1", "DELETE FROM entry WHERE id = 1", "DELETE FROM entry",
            "INSERT INTO entry SELECT id + 1, seconds, kind, trial, text, mark FROM entry WHERE id = (SELECT MAX(id) FROM entry)",
            "UPDATE candidate SET text = replace(text, '0.75', '0.5')", "DELETE FROM candidate WHERE id = 1",
            "UPDATE head SET count = count - 1 WHERE name = 'report'", "DELETE FROM head WHERE name = 'entry'", "UPDATE head SET count = 99 WHERE name = 'change'",
            "UPDATE trial SET text = '{}', mark = x'00' WHERE number = 0", "PRAGMA user_version = 7", "PRAGMA application_id = 3",
        ];
        byte[] whole = System.IO.File.ReadAllBytes(File);
        foreach (string statement in statements)
        {
            System.IO.File.WriteAllBytes(File, whole);
            Execute(statement);
            Exception error = Assert.ThrowsAny<Exception>(() =>
            {
                using SqliteLedger ledger = SqliteLedger.Open(File);
                ledger.Since(default);
            });
            Assert.True(error is InvalidDataException, $"{statement}: {error}");
            Assert.Contains("study.sqlite", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_damaged_file_is_recovered_or_refused_by_name_never_wrong()
    {
        Filled();
        byte[] whole = System.IO.File.ReadAllBytes(File);
        (string, string) truth = Content();
        Seed seed = Seed.From(15);
        int refused = 0, whole1 = 0;
        for (int i = 0; i < 160; i++)
        {
            byte[] bytes = [.. whole];
            if (i < 60) bytes = bytes[..(int)Math.Min(bytes.Length, 512L * (i * (bytes.Length / 512) / 60))];
            else
            {
                int bit = seed.Child(i).Below(0, bytes.Length * 8);
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            }
            System.IO.File.Delete(File + "-wal");
            System.IO.File.Delete(File + "-shm");
            System.IO.File.WriteAllBytes(File, bytes);
            try
            {
                (string, string) read = Content();
                // An empty file is a new study's: the folder's other files tell that one was there.
                Assert.True(read == truth || bytes.Length == 0, $"case {i} was read otherwise");
                whole1++;
            }
            catch (InvalidDataException error)
            {
                Assert.Contains("study.sqlite", error.Message, StringComparison.Ordinal);
                refused++;
            }
        }
        Assert.True(refused > 60, $"{refused} refused, {whole1} whole");
    }

    private (string Trials, string Others) Content()
    {
        using SqliteLedger ledger = SqliteLedger.Open(File);
        LedgerChanges all = ledger.Since(default);
        return (string.Join('\n', all.Trials.Select(trial => trial.ToString() + string.Join(',', trial.Outcome?.Curve ?? []))),
            string.Join('\n', all.Reports) + string.Join('\n', all.Entries) + string.Join('\n', ledger.Candidates().Select(candidate => $"{candidate.Id} {candidate.Wiring} {candidate.Network} {candidate.AveragePath}")));
    }

    private void Filled()
    {
        using Ledger ledger = Open();
        ledger.Append([Candidate(0), Candidate(1)], [Trial(0, 0), Trial(1, 1), Trial(2, 1)]);
        TrialClaim claim = ledger.Claim("a", 10)!;
        ledger.Report(claim, Epoch(1));
        ledger.Report(claim, Epoch(2));
        ledger.Finish(claim, Finished(2));
        ledger.Release(ledger.Claim("b", 10)!, 4);
        ledger.Add("note", null, "words");
    }

    private void Execute(string statement)
    {
        using SqliteConnection connection = new($"Data Source={File};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }
}
