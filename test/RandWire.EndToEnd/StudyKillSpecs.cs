using System.Globalization;
using RandWire.Tests;
using Xunit;

namespace RandWire.EndToEnd;

/// <summary>Studies whose processes are killed and stopped, one or all of them: they end in the bits of an undisturbed one.</summary>
public sealed class StudyKillSpecs(StudyRuns studies) : IClassFixture<StudyRuns>
{
    // What is tried many times is tried two at a time: a small study keeps one core busy at most.
    private static readonly ParallelOptions Two = new() { MaxDegreeOfParallelism = 2 };

    private readonly StudyRun _study = studies.Usual;
    private readonly StudyRun _brief = studies.Brief;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Workers_in_processes_end_in_the_bits_of_one(int workers)
    {
        string folder = string.Create(CultureInfo.InvariantCulture, $"more-{workers}");
        Assert.Equal(1, _study.Finish(folder, "--workers", workers.ToString(CultureInfo.InvariantCulture)));
        Assert.Equal(_study.Whole, _study.Describe(folder));
        Assert.Empty(_study.Workers(folder));
    }

    [Fact]
    public void Killed_at_every_durable_write_a_study_ends_in_the_same_bits()
    {
        string whole = _brief.Whole, log = Path.Combine(_brief.Folder.Path, "points.log");
        using (RandWireProcess logged = RandWireProcess.Start(_brief.Folder, [("RANDWIRE_FAILPOINT_LOG", log)], _brief.Arguments("logged")))
            Assert.Equal(0, logged.Wait().ExitCode);
        Dictionary<string, int> points = File.ReadAllLines(log).GroupBy(name => name).ToDictionary(group => group.Key, group => group.Count());
        Assert.Contains("ledger/change", points.Keys);
        Assert.Contains("results.json/half", points.Keys);
        Assert.Contains("model.safetensors/renamed", points.Keys);
        // Every training writes by the same few points: each once is enough, in its middle; all of them are for the slow tests.
        (string Name, int Time)[] matrix =
            [.. points.SelectMany(point => Kills.AreAskedFor ? Enumerable.Range(1, point.Value) : [(point.Value + 1) / 2], static (point, time) => (point.Key, time))];
        int killed = 0;
        Parallel.For(0, matrix.Length, Two, index =>
        {
            (string name, int time) = matrix[index];
            string folder = string.Create(CultureInfo.InvariantCulture, $"matrix-{index}");
            using (RandWireProcess run = RandWireProcess.Start(_brief.Folder, [("RANDWIRE_FAILPOINT", string.Create(CultureInfo.InvariantCulture, $"{name}:{time}:kill"))], _brief.Arguments(folder)))
            {
                // Leases are renewed by the clock, so the last places may not be reached again.
                int code = run.Wait().ExitCode;
                Assert.True(code is 137 or 0, $"{name}:{time} ends with {code}");
                if (code == 137) Interlocked.Increment(ref killed);
            }
            _brief.Finish(folder);
            Assert.True(whole == _brief.Describe(folder), $"killed at {name}:{time}, the study ends otherwise");
            Directory.Delete(_brief.Folder[folder], recursive: true);
        });
        Assert.True(killed >= 0.9 * matrix.Length, $"only {killed} of {matrix.Length} places were reached");
    }

    [Fact]
    public void Killed_at_random_moments_coordinator_or_workers_a_study_ends_in_the_same_bits()
    {
        string whole = _brief.Whole;
        int wanted = Kills.AreAskedFor ? 200 : 20, kills = 0, rounds = 0;
        Parallel.For(0, Two.MaxDegreeOfParallelism, _ =>
        {
            while (Volatile.Read(ref kills) < wanted)
            {
                int round = Interlocked.Increment(ref rounds);
                Assert.True(round < 400, $"only {kills} kills were in time");
                Interlocked.Add(ref kills, KilledAtRandom(round, whole));
            }
        });
    }

    [SlowFact]
    public void Two_hundred_trials_on_four_workers_killed_and_stopped_at_random_are_the_study_of_one_worker()
    {
        Kills.RequireAskedFor();
        using StudyRun many = new("150GMAC", trials: 200, seeds: 1);
        string[] plain = ["--schedule", "none", "--scores", "none"];
        RandWireProcess.Run(many.Folder, many.Arguments("alone", plain)).Exits(0);
        using RandWireProcess run = RandWireProcess.Start(many.Folder, [("RANDWIRE_LEASE", "1")], many.Arguments("four", [.. plain, "--workers", "4"]));
        int kills = 0;
        for (int draw = 0; !run.HasEnded; draw++)
        {
            Thread.Sleep(100 + Chance(draw, 900));
            IReadOnlyList<int> hands = many.Workers("four");
            if (hands.Count == 0) continue;
            int one = hands[Chance(draw + 1_000_000, hands.Count)];
            if (Chance(draw + 2_000_000, 3) > 0)
            {
                if (Signals.Send("KILL", one)) kills++;
                continue;
            }
            Signals.Send("STOP", one);
            Thread.Sleep(1500);
            Signals.Send("CONT", one);
        }
        Assert.Equal(0, run.Wait().ExitCode);
        Assert.True(kills >= 5, $"only {kills} kills were in time");
        Assert.Equal(many.Describe("alone"), many.Describe("four"));
        using System.Text.Json.JsonDocument results = System.Text.Json.JsonDocument.Parse(File.ReadAllBytes(many.Folder["four/results.json"]));
        Assert.Equal(200, results.RootElement.GetProperty("trials").EnumerateArray().Count(trial => trial.GetProperty("rungs").GetArrayLength() == 1));
    }

    [Fact]
    public void Workers_and_coordinator_that_stand_still_beyond_their_lease_change_nothing()
    {
        using RandWireProcess run = RandWireProcess.Start(_study.Folder, [("RANDWIRE_LEASE", "1")], _study.Arguments("still", "--workers", "3"));
        List<int> stopped = [];
        for (int i = 0; i < 100 && stopped.Count == 0; i++)
        {
            Thread.Sleep(50);
            stopped = [.. _study.Workers("still").Take(2)];
        }
        Thread.Sleep(800);
        foreach (int id in stopped) Signals.Send("STOP", id);
        Thread.Sleep(2500);
        Signals.Send("STOP", run.Id);
        foreach (int id in stopped) Signals.Send("CONT", id);
        Thread.Sleep(2500);
        Signals.Send("CONT", run.Id);
        Assert.Equal(0, run.Wait().ExitCode);
        Assert.Equal(_study.Whole, _study.Describe("still"));
    }

    [Fact]
    public void Workers_end_soon_after_their_coordinator_was_killed()
    {
        using RandWireProcess run = RandWireProcess.Start(_study.Folder, _study.Arguments("orphans", "--workers", "2"));
        for (int i = 0; i < 200 && _study.Workers("orphans").Count < 2; i++) Thread.Sleep(25);
        run.Kill();
        run.Wait();
        for (int i = 0; i < 100 && _study.Workers("orphans").Count > 0; i++) Thread.Sleep(100);
        Assert.Empty(_study.Workers("orphans"));
    }

    [Fact]
    public void A_worker_started_by_hand_joins_and_the_study_is_the_same()
    {
        using RandWireProcess run = RandWireProcess.Start(_study.Folder, _study.Arguments("joined", "--workers", "1"));
        for (int i = 0; i < 400 && _study.Workers("joined").Count == 0; i++) Thread.Sleep(25);
        using RandWireProcess hand = RandWireProcess.Start(_study.Folder, "worker", "joined", "--threads", "1");
        Assert.Equal(0, run.Wait().ExitCode);
        CliResult joined = hand.Wait();
        Assert.True(joined.ExitCode == 0, joined.Error);
        Assert.Equal(_study.Whole, _study.Describe("joined"));
    }

    [Fact]
    public void A_second_run_in_the_same_folder_is_refused_with_the_holders_id()
    {
        using RandWireProcess first = RandWireProcess.Start(_study.Folder, _study.Arguments("one"));
        for (int i = 0; i < 400 && !File.Exists(Path.Combine(_study.Folder.Path, "one", "study.sqlite")); i++) Thread.Sleep(25);
        CliResult second = RandWireProcess.Run(_study.Folder, _study.Arguments("one"));
        Assert.Equal(3, second.ExitCode);
        Assert.Contains(first.Id.ToString(CultureInfo.InvariantCulture), second.Error, StringComparison.Ordinal);
        Assert.Equal(0, first.Wait().ExitCode);
        Assert.Equal(_study.Whole, _study.Describe("one"));
    }

    // A study that is started until it ends, and in every start killed once, it or one of its workers.
    private int KilledAtRandom(int round, string whole)
    {
        string folder = string.Create(CultureInfo.InvariantCulture, $"random-{round}");
        int workers = Chance(round, 4), kills = 0;
        string[] more = workers == 0 ? [] : ["--workers", workers.ToString(CultureInfo.InvariantCulture)];
        for (int attempt = 0; ; attempt++)
        {
            using RandWireProcess run = RandWireProcess.Start(_brief.Folder, [("RANDWIRE_LEASE", "1")], _brief.Arguments(folder, more));
            Thread.Sleep(300 + Chance(100 * round + attempt, 2500));
            IReadOnlyList<int> hands = _brief.Workers(folder);
            bool one = hands.Count > 0 && Chance(100 * round + attempt + 7_000_000, 2) == 0;
            if (one && Signals.Send("KILL", hands[Chance(100 * round + attempt + 9_000_000, hands.Count)])) kills++;
            else if (!one && run.Kill()) kills++;
            int code = run.Wait().ExitCode;
            if (code == 0) break;
            Assert.Equal(137, code);
        }
        Assert.True(whole == _brief.Describe(folder), $"round {round} ends otherwise");
        return kills;
    }

    // The same draws in every run of the test; what they meet depends on the machine.
    private static int Chance(int draw, int bound)
    {
        ulong mixed = unchecked((ulong)draw * 0x9E3779B97F4A7C15UL);
        mixed = unchecked((mixed ^ (mixed >> 29)) * 0xBF58476D1CE4E5B9UL);
        return (int)((mixed >> 33) % (ulong)bound);
    }
}
