using System.Globalization;
using RandWire.Networks;
using RandWire.Search;
using Xunit;

namespace RandWire.Tests.Search;

/// <summary>What trials may use of memory: together, and changed on the way.</summary>
public sealed class StudyMemorySpecs : IDisposable
{
    private const long Little = 1_000_000;

    private readonly StripedFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Workers_take_turns_where_memory_holds_one_training_and_end_in_the_bits_of_one()
    {
        StudyResults one = Last(_folder.Options("one"));
        long needed = Needed("one").Max();
        StudyResults three = Last(_folder.Options("three") with { Workers = 3, Threads = 3, MemoryBytes = needed + needed / 2 });
        Assert.Equal(one.Final.Runs.Select(run => run.WeightsSha256), three.Final.Runs.Select(run => run.WeightsSha256));
        Assert.Equal(one.Leaderboard, three.Leaderboard);
        Assert.All(Needed("three"), bytes => Assert.InRange(bytes, needed / 2, needed));
    }

    [Fact]
    public void A_folder_that_was_begun_with_too_little_says_how_to_get_out_of_it()
    {
        StudyOptions options = _folder.Options("little") with { MemoryBytes = Little };
        string dead = Assert.Throws<StudyException>(() => new Study(options).Run().Count()).Message;
        long needed = Needed("little")[0];
        string enough = Math.Ceiling(needed / 1e6).ToString(CultureInfo.InvariantCulture);
        Assert.Contains($"begun in another --out folder with --memory {enough}MB or more it is trained", dead, StringComparison.Ordinal);

        InvalidDataException error = Assert.Throws<InvalidDataException>(() => new Study(options with { MemoryBytes = 1L << 40 }).Run().Count());
        Assert.Contains("may use 1 MB together, --memory would make it 1099512 MB: 3 trials were refused there that would fit now (trial 0 needs", error.Message, StringComparison.Ordinal);
        Assert.Contains("begin in another --out folder with --memory 1099512MB", error.Message, StringComparison.Ordinal);
        // Without a word on memory the way out is told all the same.
        List<string> notes = [];
        Assert.Throws<StudyException>(() =>
        {
            foreach (StudyEvent happened in new Study(options with { MemoryBytes = null }).Run())
                if (happened is StudyNoted note) notes.Add(note.Text);
        });
        Assert.StartsWith("3 trials were refused so far because the study may use 1 MB (--memory); begun in another", Assert.Single(notes), StringComparison.Ordinal);
        using StudyView view = StudyView.Open(options.Folder);
        Assert.Equal((Little, 3, "no network finished a training"), (view.MemoryBytes, view.Tally().RefusedForMemory, view.DeadEnd(view.Tally())));
        Assert.Equal(3, LedgerTally.Of(new LedgerChanges(default, view.Trials, [], []), SelectionCriterion.Accuracy).RefusedForMemory);
    }

    [Fact]
    public void Another_limit_is_taken_and_told_where_it_would_have_decided_the_same()
    {
        StudyResults whole = Last(_folder.Options("whole"));
        foreach (StudyEvent happened in new Study(_folder.Options("changed") with { MemoryBytes = 1L << 33 }).Run())
            if (happened is TrialEnded) break;
        List<StudyEvent> events = [.. new Study(_folder.Options("changed") with { MemoryBytes = 1L << 32 }).Run()];
        Assert.Contains("From here on trials may use 4295 MB together (--memory), before it were 8590 MB", Assert.Single(events.OfType<StudyNoted>()).Text, StringComparison.Ordinal);
        Assert.Equal(whole.Final.Runs.Select(run => run.WeightsSha256), StripedFolder.Last(events).Final.Runs.Select(run => run.WeightsSha256));
        using (StudyView view = StudyView.Open(_folder["changed"])) Assert.Equal(1L << 32, view.MemoryBytes);
        foreach (long other in (long[])[1L << 34, Little])
            Assert.Contains("changes nothing: the study is over", Assert.Single(new Study(_folder.Options("changed") with { MemoryBytes = other }).Run().OfType<StudyNoted>()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_limit_that_would_have_decided_otherwise_is_refused_and_the_command_names_the_one_in_force()
    {
        StudyOptions options = _folder.Options("let") with { MemoryBytes = 1L << 33, CommandLine = "randwire run data --memory 8590MB --seed 1" };
        foreach (StudyEvent happened in new Study(options).Run())
            if (happened is TrialEnded) break;
        Assert.Contains("were let in there that would not fit now", Assert.Throws<InvalidDataException>(() => new Study(options with { MemoryBytes = Little }).Run().Count()).Message, StringComparison.Ordinal);
        foreach (StudyEvent happened in new Study(options with { MemoryBytes = 1L << 32 }).Run())
            if (happened is PlanStated) break;
        using StudyGlance glance = StudyGlance.Open(options.Folder);
        Assert.Equal("randwire run data --seed 1 --memory 4294967296B", glance.CommandLine);
    }

    [Fact]
    public void A_worker_that_lives_through_a_change_takes_the_new_limit_with_its_next_claim()
    {
        using MemoryLedger ledger = new(static () => 1);
        Candidate candidate = Candidate.Of(0, Presets.Create("tiny", new PresetOptions { Height = 8, Width = 8, ImageChannels = 1, Classes = 2 }), "chain()", 1);
        ledger.Append([candidate], [.. Enumerable.Range(0, 2).Select(static number => new TrialRecord { Plan = new TrialPlan(number, TrialKind.Search, 0, 0, 1, number, 1, MemoryBytes: 600) })]);
        Assert.NotNull(ledger.Claim("other", 100, 1000));
        using TrialWorker worker = new(ledger, new NoRunner(), "one", 100, () => StudyMemory.Limit(ledger, 1000));
        Assert.Equal(TrialWorker.Did.Nothing, worker.Step(CancellationToken.None));
        ledger.Add(EntryKinds.Memory, null, "1200");
        Assert.Equal(TrialWorker.Did.Took, worker.Step(CancellationToken.None));
    }

    private long[] Needed(string name)
    {
        using StudyView view = StudyView.Open(_folder[name]);
        return [.. view.Trials.Select(trial => trial.Plan.MemoryBytes)];
    }

    private sealed class NoRunner : ITrialRunner
    {
        public ITrialExecution Begin(TrialClaim claim) => throw new NotSupportedException();

        public void Clean(int trial) => throw new NotSupportedException();
    }

    private static StudyResults Last(StudyOptions options) => StripedFolder.Last(new Study(options).Run());
}
