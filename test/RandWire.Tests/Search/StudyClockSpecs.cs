using System.Globalization;
using RandWire.Search;
using RandWire.Tests.Training;
using Xunit;

namespace RandWire.Tests.Search;

/// <summary>Time spent on a study, whatever became of its sessions.</summary>
public sealed class StudyClockSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private double _now = 100;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_session_counts_up_to_its_last_beat_and_with_what_it_read_before()
    {
        using MemoryLedger ledger = new(() => _now);
        Open(ledger, prepared: 7);
        Assert.Equal(7, Recorded(ledger));
        _now += 20;
        ledger.Beat();
        _now += 1000;
        // Killed: the next session settles what the beats of the one before say.
        Assert.Equal(27, Recorded(ledger));
        Assert.Equal(120, StudyClock.Unsettled(ledger.Since(default)));
        // Another limit of memory is taken before the session that brings it begins.
        ledger.Add(EntryKinds.Memory, null, "5000000");
        Assert.Equal(27, Recorded(ledger));
        Assert.Equal(120, StudyClock.Unsettled(ledger.Since(default)));
        ledger.Add(EntryKinds.Alive, null, "120");
        Assert.Null(StudyClock.Unsettled(ledger.Since(default)));
        Open(ledger, prepared: 3);
        _now += 10;
        ledger.Beat();
        Assert.Equal(27 + 3 + 10, Recorded(ledger));
        _now += 5;
        ledger.Add(EntryKinds.Tested, null, "");
        _now += 50;
        ledger.Beat();
        Assert.Equal(27 + 3 + 15, Recorded(ledger));
    }

    [Fact]
    public void A_worker_from_outside_lengthens_neither_a_pause_nor_the_next_session()
    {
        using MemoryLedger ledger = new(() => _now);
        Open(ledger, prepared: 5);
        _now += 10;
        ledger.Add(EntryKinds.Closed, null, StudySession.Stopped);
        // It works on for a while, and while the next session reads.
        _now += 500;
        ledger.Add(EntryKinds.Charge, 0, "1");
        _now += 100;
        Assert.Equal(15, Recorded(ledger));
        Open(ledger, prepared: 20);
        _now += 3;
        ledger.Beat();
        Assert.Equal(15 + 20 + 3, Recorded(ledger));
        // Killed: what its own workers did until they saw it counts, what others do for hours after does not.
        _now += 2;
        ledger.Add(EntryKinds.Charge, 0, "1");
        _now += 5000;
        ledger.Add(EntryKinds.Charge, 0, "1");
        Assert.Equal(15 + 20 + 5, Recorded(ledger));
        LedgerChanges all = ledger.Since(default);
        Assert.InRange(new StudyClock(all, _now, prepared: 30).Elapsed, 15 + 20 + 5 + 30, 15 + 20 + 5 + 31);
        Assert.NotNull(StudyClock.Unsettled(all));
        ledger.Add(EntryKinds.Alive, null, StudyClock.Unsettled(all)!.Value.ToString(CultureInfo.InvariantCulture));
        Open(ledger, prepared: 30);
        Assert.Equal(15 + 20 + 5 + 30, Recorded(ledger));
    }

    [Fact]
    public void A_clock_that_was_set_back_loses_no_session()
    {
        using MemoryLedger ledger = new(() => _now);
        _now = 1000;
        Open(ledger, prepared: 0);
        _now = 2000;
        ledger.Add(EntryKinds.Closed, null, StudySession.Stopped);
        _now = 1500;
        Open(ledger, prepared: 0);
        _now = 4000;
        ledger.Add(EntryKinds.Tested, null, "");
        // What passed until the clock had caught up is not known.
        Assert.Equal(1000 + 2000, Recorded(ledger));
    }

    [Fact]
    public void A_study_whose_session_ends_before_its_first_epoch_has_lasted_and_says_how_sessions_ended()
    {
        StripedImages.WriteIdx(_folder["data"], 60, 30, 8);
        using CancellationTokenSource stop = new();
        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (StudyEvent happened in new Study(Options).Run(stop.Token))
                if (happened is PlanStated) stop.Cancel();
        });
        double first = Elapsed(out SessionEnds none);
        Assert.True(first > 0, "nothing counted");
        Assert.Equal(new SessionEnds(0, 0, 0), none);
        // As a killed one leaves it: begun, beaten, no word of its end.
        using (SqliteLedger ledger = SqliteLedger.Open(_folder["run/study.sqlite"]))
        {
            Open(ledger, prepared: 100);
            ledger.Beat();
        }
        StudyEnded ended = Assert.IsType<StudyEnded>(new Study(Options).Run().Last());
        Assert.True(ended.Results.ElapsedSeconds > first + 100);
        Elapsed(out SessionEnds ends);
        Assert.Equal(new SessionEnds(Stopped: 1, Killed: 1, Failed: 0), ends);
    }

    private double Elapsed(out SessionEnds ends)
    {
        using StudyView view = StudyView.Open(_folder["run"]);
        ends = view.Ends;
        return view.Tally().ElapsedSeconds;
    }

    private StudyOptions Options => new() { DataPath = _folder["data"], Folder = _folder["run"], Budget = Budget.Parse("1GMAC"), Preset = "tiny", ImageSize = 8, Trials = 2, Seeds = 1, Threads = 1 };

    private static void Open(Ledger ledger, double prepared) => ledger.Add(EntryKinds.Opened, null, prepared.ToString(CultureInfo.InvariantCulture));

    private static double Recorded(Ledger ledger)
    {
        double slow = StudyClock.Recorded(ledger.Since(default));
        Assert.Equal(slow, ledger.Tally(SelectionCriterion.Accuracy).ElapsedSeconds);
        return slow;
    }
}
