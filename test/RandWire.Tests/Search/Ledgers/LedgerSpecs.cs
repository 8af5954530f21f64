using RandWire.Search;
using RandWire.Training;
using Xunit;

namespace RandWire.Tests.Search.Ledgers;

/// <summary>What every ledger must do. A new back end is one more class below.</summary>
public abstract class LedgerSpecs : IDisposable
{
    /// <summary>Seconds that the ledger's clock shows are the ledger's business; this one can be moved.</summary>
    protected double Time { get; set; } = 1000;

    private protected abstract Ledger Open();

    public virtual void Dispose() => GC.SuppressFinalize(this);

    [Fact]
    public void A_new_ledger_is_empty()
    {
        using Ledger ledger = Open();
        LedgerChanges all = ledger.Since(default);
        Assert.Empty(all.Trials);
        Assert.Empty(all.Reports);
        Assert.Empty(all.Entries);
        Assert.Empty(ledger.Candidates());
        Assert.Null(ledger.Find("study"));
        Assert.Null(ledger.Claim("a", 10));
        Assert.Equal(0, ledger.Spent);
    }

    [Fact]
    public void What_may_stand_once_is_settled_once()
    {
        using Ledger ledger = Open();
        Assert.Equal("first", ledger.Settle("final", "first"));
        Assert.Equal("first", ledger.Settle("final", "second"));
        ledger.Add([("note", 3, "words"), ("note", null, "more")]);
        Assert.Equal(("words", "more"), (ledger.Find("note"), ledger.Last("note")));
        Assert.Null(ledger.Last("study"));
        Assert.Equal([("final", null, "first"), ("note", 3, "words"), ("note", (int?)null, "more")],
            ledger.Since(default).Entries.Select(entry => (entry.Kind, entry.Trial, entry.Text)));
    }

    [Fact]
    public void Numbers_go_on_where_the_ledger_stands()
    {
        using Ledger ledger = Open();
        ledger.Append([Candidate(0)], [Trial(0, 0), Trial(1, 0)]);
        Assert.Throws<InvalidOperationException>(() => ledger.Append([Candidate(0)], []));
        Assert.Throws<InvalidOperationException>(() => ledger.Append([], [Trial(1, 0)]));
        Assert.Throws<InvalidOperationException>(() => ledger.Append([], [Trial(2, 1)]));
        Assert.Throws<InvalidOperationException>(() => ledger.Append([Candidate(1)], [Trial(3, 1)]));
        ledger.Append([Candidate(1)], [Trial(2, 1)]);
        Assert.Equal([0, 1], ledger.Candidates().Select(candidate => candidate.Id));
        Assert.Equal([1], ledger.Candidates(1).Select(candidate => candidate.Id));
        Assert.Equal([0, 1, 2], ledger.Since(default).Trials.Select(trial => trial.Plan.Number));
        Assert.Equal(Trial(2, 1), ledger.Since(default).Trials[2]);
        Assert.Equal(Candidate(1), ledger.Candidates()[1]);
    }

    [Fact]
    public void A_trial_is_claimed_by_one_reported_and_finished()
    {
        using Ledger ledger = Open();
        ledger.Append([Candidate(0)], [Trial(0, 0), Trial(1, 0)]);
        TrialClaim first = ledger.Claim("a", 10)!, second = ledger.Claim("b", 10)!;
        Assert.Equal((0, 1, 0), (first.Number, first.Token, first.EpochsReported));
        Assert.Equal(Candidate(0), first.Candidate);
        Assert.Equal((1, 1), (second.Number, second.Token));
        Assert.Null(ledger.Claim("c", 10));

        Assert.True(ledger.Report(first, Epoch(1)));
        Assert.True(ledger.Renew(first, 10));
        Assert.True(ledger.Report(first, Epoch(2)));
        Assert.True(ledger.Finish(first, Finished(2), spent: 5));
        LedgerChanges all = ledger.Since(default);
        Assert.Equal((TrialState.Finished, "a", 2), (all.Trials[0].State, all.Trials[0].Owner, all.Trials[0].EpochsReported));
        Assert.Equal(Finished(2).Curve, all.Trials[0].Outcome!.Curve);
        Assert.Equal([(0, 1, 1), (0, 1, 2)], all.Reports.Select(report => (report.Trial, report.Attempt, report.Epoch.Epoch)));
        Assert.Equal(Epoch(2), all.Reports[1].Epoch);
        Assert.Equal(2 * 7 + 5, ledger.Spent, 1e-9);

        Assert.False(ledger.Finish(first, Finished(2)));
        Assert.False(ledger.Report(first, Epoch(3)));
        Assert.False(ledger.Renew(first, 10));
        Assert.False(ledger.Release(first, 1));
    }

    [Fact]
    public void News_are_told_once()
    {
        using Ledger ledger = Open();
        ledger.Append([Candidate(0)], [Trial(0, 0), Trial(1, 0)]);
        LedgerChanges first = ledger.Since(default);
        Assert.Empty(ledger.Since(first.Revision).Trials);
        TrialClaim claim = ledger.Claim("a", 10)!;
        ledger.Report(claim, Epoch(1));
        ledger.Add("note", null, "x");
        LedgerChanges next = ledger.Since(first.Revision);
        Assert.Equal([0], next.Trials.Select(trial => trial.Plan.Number));
        Assert.Single(next.Reports);
        Assert.Single(next.Entries);
        LedgerChanges none = ledger.Since(next.Revision);
        Assert.Equal((0, 0, 0), (none.Trials.Count, none.Reports.Count, none.Entries.Count));
        Assert.Equal(next.Revision, none.Revision);
    }

    [Fact]
    public void A_lease_that_ended_passes_the_trial_on_and_fences_the_first()
    {
        using Ledger ledger = Open();
        ledger.Append([Candidate(0)], [Trial(0, 0)]);
        TrialClaim stale = ledger.Claim("a", 10)!;
        Assert.True(ledger.Report(stale, Epoch(1)));
        Time += 9;
        Assert.Null(ledger.Claim("b", 10));
        Assert.True(ledger.Renew(stale, 10));
        Time += 9;
        Assert.Null(ledger.Claim("b", 10));
        Time += 2;
        TrialClaim next = ledger.Claim("b", 10)!;
        Assert.Equal((0, 2, 1), (next.Number, next.Token, next.EpochsReported));

        Assert.False(ledger.Renew(stale, 10));
        Assert.False(ledger.Report(stale, Epoch(2)));
        Assert.False(ledger.Release(stale, 3));
        Assert.False(ledger.Finish(stale, Finished(1)));
        Assert.Equal(7, ledger.Spent);
        Assert.True(ledger.Finish(next, Finished(2)));
        Assert.Equal(2, ledger.Since(default).Trials[0].Outcome!.Curve.Count);
    }

    [Fact]
    public void An_overdue_worker_that_comes_back_before_anyone_else_keeps_its_trial()
    {
        using Ledger ledger = Open();
        ledger.Append([Candidate(0)], [Trial(0, 0)]);
        TrialClaim claim = ledger.Claim("a", 10)!;
        Time += 100;
        Assert.True(ledger.Renew(claim, 10));
        Assert.Null(ledger.Claim("b", 10));
    }

    [Fact]
    public void What_is_given_back_or_abandoned_is_free_at_once_and_goes_on()
    {
        using Ledger ledger = Open();
        ledger.Append([Candidate(0)], [Trial(0, 0), Trial(1, 0)]);
        TrialClaim claim = ledger.Claim("a", 10)!;
        Assert.True(ledger.Release(claim, 2));
        Assert.Equal(TrialState.Preempted, ledger.Since(default).Trials[0].State);
        Assert.Equal((0, 2), Told(ledger.Claim("b", 10)!));
        Assert.Equal((1, 1), Told(ledger.Claim("a", 10)!));
        Assert.Equal([0], ledger.Abandon("b", reason: "it left"));
        Assert.Empty(ledger.Abandon("b"));
        Assert.Equal([(EntryKinds.Preempted, 0, "it left")], ledger.Since(default).Entries.Where(entry => entry.Kind != EntryKinds.Charge).Select(entry => (entry.Kind, entry.Trial, entry.Text)));
        Assert.Equal((0, 3), Told(ledger.Claim("c", 10)!));
        Assert.Equal(2, ledger.Spent);
    }

    [Fact]
    public void A_trial_that_keeps_killing_its_workers_fails_by_name()
    {
        using Ledger ledger = Open();
        ledger.Append([Candidate(0)], [Trial(0, 0), Trial(1, 0)]);
        for (int i = 0; i < TrialRecord.MostBarrenAttempts; i++)
        {
            Assert.Equal((0, i + 1), Told(ledger.Claim("a", 10)!));
            ledger.Abandon("a");
        }
        Assert.Equal((1, 1), Told(ledger.Claim("a", 10)!));
        TrialRecord deadly = ledger.Since(default).Trials[0];
        Assert.Equal((TrialState.Failed, TrialStatus.Failed), (deadly.State, deadly.Outcome!.Status));
        Assert.Contains("trial 0", deadly.Outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Killed_is_not_failed_as_long_as_epochs_are_finished_or_the_trial_is_given_back()
    {
        using Ledger ledger = Open();
        ledger.Append([Candidate(0)], [Trial(0, 0)]);
        for (int i = 0; i < 20; i++)
        {
            TrialClaim claim = ledger.Claim("a", 10)!;
            if (i % 2 == 0) Assert.True(ledger.Report(claim, Epoch(1)));
            else Assert.True(ledger.Release(claim, 0));
            ledger.Abandon("a");
        }
        Assert.Equal((0, 21), Told(ledger.Claim("a", 10)!));
    }

    [Fact]
    public void An_end_that_says_nothing_about_the_trial_does_not_count()
    {
        using Ledger ledger = Open();
        ledger.Append([Candidate(0)], [Trial(0, 0)]);
        int attempts = 0;
        // As often as one likes where epochs are finished, and a number of times where none is.
        for (int i = 0; i < 3; i++)
        {
            for (int end = 0; end < TrialRecord.MostForgivenAttempts; end++)
            {
                Assert.Equal((0, ++attempts), Told(ledger.Claim("a", 10)!));
                Assert.Equal([0], ledger.Abandon("a", forgive: true));
            }
            Assert.True(ledger.Report(ledger.Claim("a", 10)!, Epoch(1)));
            Assert.Equal([0], ledger.Abandon("a", forgive: true));
            attempts++;
        }
        Assert.Equal((0, 0), (ledger.Since(default).Trials[0].Barren, ledger.Since(default).Trials[0].Forgiven));
    }

    [Fact]
    public void A_trial_that_ends_its_whole_run_every_time_fails_by_name_after_all()
    {
        using Ledger ledger = Open();
        ledger.Append([Candidate(0)], [Trial(0, 0), Trial(1, 0)]);
        int most = TrialRecord.MostForgivenAttempts + TrialRecord.MostBarrenAttempts;
        for (int i = 0; i < most; i++)
        {
            Assert.Equal((0, i + 1), Told(ledger.Claim("a", 10)!));
            Assert.Equal([0], ledger.Abandon("a", forgive: true));
        }
        Assert.Equal((1, 1), Told(ledger.Claim("a", 10)!));
        TrialRecord deadly = ledger.Since(default).Trials[0];
        Assert.Equal((TrialState.Failed, TrialStatus.Failed), (deadly.State, deadly.Outcome!.Status));
        Assert.Contains($"trial 0: {most} workers in a row ended", deadly.Outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_nobody_has_can_be_dropped()
    {
        using Ledger ledger = Open();
        ledger.Append([Candidate(0)], [Trial(0, 0), Trial(1, 0)]);
        TrialOutcome skipped = new() { Status = TrialStatus.Skipped, ChargedMultiplyAdds = 0, Message = "late" };
        TrialClaim claim = ledger.Claim("a", 10)!;
        Assert.False(ledger.Drop(claim.Number, skipped));
        Assert.True(ledger.Drop(1, skipped));
        Assert.False(ledger.Drop(1, skipped));
        Assert.Equal(TrialState.Dropped, ledger.Since(default).Trials[1].State);
        Assert.Equal([(EntryKinds.Dropped, 1, "late")], ledger.Since(default).Entries.Select(entry => (entry.Kind, entry.Trial, entry.Text)));
        Assert.True(ledger.Finish(claim, Finished(1)));
        Assert.Null(ledger.Claim("a", 10));
    }

    [Fact]
    public void A_trial_waits_until_it_fits_beside_those_that_run_and_where_none_runs_it_is_let_in()
    {
        using Ledger ledger = Open();
        ledger.Append([Candidate(0)], [Needing(0, 60), Needing(1, 50), Needing(2, 30), Needing(3, 500)]);
        TrialClaim first = ledger.Claim("a", 10, 100)!;
        // The third would fit beside the first, but the second is not to be passed over for ever.
        Assert.Null(ledger.Claim("b", 10, 100));
        Assert.True(ledger.Finish(first, Finished(1)));
        TrialClaim second = ledger.Claim("b", 10, 100)!, third = ledger.Claim("c", 10, 100)!;
        Assert.Equal((1, 2), (second.Number, third.Number));
        Assert.Null(ledger.Claim("d", 10, 100));
        // Whoever let its lease end counts no more.
        Time += 11;
        Assert.Equal(1, ledger.Claim("e", 100, 100)!.Number);
        Assert.Equal(2, ledger.Claim("f", 10, 100)!.Number);
        Assert.Null(ledger.Claim("g", 10, 100));
        ledger.Abandon("f");
        Assert.Equal(2, ledger.Claim("g", 100, 100)!.Number);
        Assert.True(ledger.Finish(new TrialClaim(1, 2, second.Plan, second.Candidate), Finished(1)) && ledger.Finish(new TrialClaim(2, 3, third.Plan, third.Candidate), Finished(1)));
        Assert.Equal(3, ledger.Claim("h", 10, 100)!.Number);
    }

    [Fact]
    public void The_last_beat_is_kept_and_is_no_news()
    {
        using Ledger ledger = Open();
        Assert.Null(ledger.Since(default).LastBeat);
        ledger.Beat();
        Time += 5.25;
        ledger.Beat();
        LedgerChanges all = ledger.Since(default);
        Assert.Equal(1005.25, all.LastBeat!.Value, 1e-3);
        Assert.Empty(all.Entries);
        LedgerTally tally = ledger.Tally(SelectionCriterion.Accuracy);
        Assert.Equal((all.LastBeat, all.LastBeat), (tally.LastBeat, tally.LastSign));
    }

    [Fact]
    public void Two_attempts_that_disagree_are_told()
    {
        using Ledger ledger = Open();
        ledger.Append([Candidate(0)], [Trial(0, 0)]);
        TrialClaim first = ledger.Claim("a", 10)!;
        ledger.Report(first, Epoch(1));
        ledger.Abandon("a");
        TrialClaim second = ledger.Claim("b", 10)!;
        Assert.True(ledger.Report(second, Epoch(1) with { Seconds = 99, LoaderWaitShare = 0.9 }));
        Assert.Null(ledger.Find(EntryKinds.Contradiction));
        Assert.True(ledger.Report(second, Epoch(1) with { TrainLoss = 0.25 }));
        Assert.Contains("0.25", ledger.Find(EntryKinds.Contradiction), StringComparison.Ordinal);
        Assert.Equal(3 * 7, ledger.Spent);
    }

    [Fact]
    public void Many_threads_take_every_trial_once()
    {
        using Ledger ledger = Open();
        const int Trials = 60;
        ledger.Append([Candidate(0)], [.. Enumerable.Range(0, Trials).Select(number => Trial(number, 0))]);
        int taken = 0;
        Thread[] threads =
        [
            .. Enumerable.Range(0, 4).Select(worker => new Thread(() =>
            {
                while (ledger.Claim($"w{worker}", 1000) is { } claim)
                {
                    Interlocked.Increment(ref taken);
                    Assert.True(ledger.Report(claim, Epoch(1)));
                    Assert.True(ledger.Finish(claim, Finished(1)));
                }
            })),
        ];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        Assert.Equal(Trials, taken);
        Assert.All(ledger.Since(default).Trials, trial => Assert.Equal((TrialState.Finished, 1), (trial.State, trial.Attempt)));
    }

    private protected static Candidate Candidate(int id) => new()
    {
        Id = id,
        Wiring = "ws(k=4,p=0.75)",
        Family = "ws",
        WiringSeed = 10 + id,
        Network = "a text",
        Parameters = 100,
        MultiplyAdds = 1000,
        Clustering = 0.5,
        AveragePath = id == 0 ? null : 1.5,
        LongestPath = 3,
    };

    private protected static TrialRecord Trial(int number, int candidate) => new() { Plan = new TrialPlan(number, TrialKind.Search, candidate, 0, 3, 1, 30, null, 0, number) };

    private static TrialRecord Needing(int number, long bytes) => new() { Plan = Trial(number, 0).Plan with { MemoryBytes = bytes } };

    private protected static EpochResult Epoch(int number) => new(number, 1.5 / number, 0.1 * number, 0.12 * number, null, 3, 0.01, 0.1, 7);

    private protected static TrialOutcome Finished(int epochs) => new()
    {
        Status = TrialStatus.Finished,
        Curve = [.. Enumerable.Range(1, epochs).Select(Epoch)],
        ChargedMultiplyAdds = 7 * epochs,
        WeightsSha256 = new string('a', 64),
    };

    private static (int Number, int Token) Told(TrialClaim claim) => (claim.Number, claim.Token);
}
