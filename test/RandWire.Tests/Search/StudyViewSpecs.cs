using RandWire.Search;
using RandWire.Tests.Training;
using Xunit;

namespace RandWire.Tests.Search;

public sealed class StudyViewSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(SelectionCriterion.Accuracy)]
    [InlineData(SelectionCriterion.BalancedAccuracy)]
    public void Counts_made_by_the_database_are_those_of_the_rows(SelectionCriterion criterion)
    {
        using RecordedStudy study = Eventful(_ => SqliteLedger.Open(_folder[SqliteLedger.FileName]), criterion);
        LedgerTally fast = study.Ledger.Tally(criterion), slow = LedgerTally.Of(study.Ledger.Since(default), criterion);
        Assert.Equal(slow.Counts, fast.Counts);
        Assert.Equal(slow.Best, fast.Best);
        Assert.Equal(1, fast.Best!.Rung);
        Assert.Equal(slow.Running, Assert.Single(fast.Running) is var running ? [running] : []);
        Assert.Equal(slow.Events, fast.Events);
        Assert.Equal((slow.ChargedMultiplyAdds, slow.OpenMultiplyAdds, slow.TrainingSeconds, slow.ElapsedSeconds, slow.LastSign), (fast.ChargedMultiplyAdds, fast.OpenMultiplyAdds, fast.TrainingSeconds, fast.ElapsedSeconds, fast.LastSign));
        Assert.Equal((slow.LastBeat, 1), (fast.LastBeat, fast.RefusedForMemory));
        Assert.Equal(1, slow.RefusedForMemory);
        Assert.All(fast.Counts, count => Assert.True(count.Count > 0));
        Assert.Equal(study.Ledger.Since(default).Trials.Count, fast.Counts.Sum(count => count.Count));
    }

    [Fact]
    public void A_glance_tells_what_the_whole_study_tells()
    {
        using RecordedStudy study = Eventful(_ => SqliteLedger.Open(_folder[SqliteLedger.FileName]), SelectionCriterion.BalancedAccuracy);
        for (int finished = 0; finished < 3; finished++)
        {
            using StudyView view = StudyView.Open(_folder.Path);
            using StudyGlance glance = StudyGlance.Open(_folder.Path);
            Assert.Equal(view.Progress(view.Tally()) with { ElapsedSeconds = 0, SecondsLeft = 0 }, glance.Progress(glance.Tally()) with { ElapsedSeconds = 0, SecondsLeft = 0 });
            Assert.Equal((view.Data.Path, view.CommandLine, view.Plan.Selection, view.Plan.Rungs.Count, view.SearchEnded, view.IsFinished, view.Stopped),
                (glance.DataPath, glance.CommandLine, glance.Selection, glance.Rungs, glance.SearchEnded, glance.IsFinished, glance.Stopped));
            Assert.Equal((view.SpentMultiplyAdds, view.Used(view.Tally())), (glance.SpentMultiplyAdds, glance.Used(glance.Tally())));
            Assert.All(view.Candidates, candidate => Assert.Equal(NetworkGlance.Of(candidate), glance.Network(candidate.Id)));
            if (finished == 0) study.Finish();
            else study.Test(0.9);
        }
    }

    [Fact]
    public void A_header_that_is_none_is_refused_by_a_glance_too()
    {
        using (SqliteLedger ledger = SqliteLedger.Open(_folder[SqliteLedger.FileName])) ledger.Settle(EntryKinds.Study, "{}");
        Assert.Contains("header cannot be read", Assert.Throws<InvalidDataException>(() => StudyGlance.Open(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_study_is_read_beside_whoever_writes_it_and_reading_writes_nothing()
    {
        string path = _folder[SqliteLedger.FileName];
        using RecordedStudy study = Eventful(_ => SqliteLedger.Open(path), SelectionCriterion.Accuracy);
        byte[] before = File.ReadAllBytes(path);
        using StudyView view = StudyView.Open(_folder.Path);
        Assert.Equal("final", view.Progress(view.Tally()).Phase);
        Assert.Equal(0, view.Chosen);
        Assert.Null(view.Results());
        Assert.Equal(before, File.ReadAllBytes(path));
        // The writer goes on, and the next look sees it.
        study.Finish();
        Assert.Equal(1, view.Tally().Count(TrialKind.Final, TrialState.Finished));
        using SqliteLedger reader = SqliteLedger.OpenToRead(path);
        Assert.Throws<IOException>(() => reader.Add(EntryKinds.Note, null, "no"));
    }

    [Fact]
    public void A_study_that_cannot_go_on_is_told_from_one_that_can()
    {
        using RecordedStudy open = new RecordedStudy().Sample("ws(k=4,p=0.75)", 0.8).Sample("er(p=0.2)", null);
        Assert.Null(open.View.DeadEnd(open.View.Tally()));
        // One that was pruned or diverged is over, and no result.
        using RecordedStudy none = new RecordedStudy().Sample("ws(k=4,p=0.75)", 0.8, TrialStatus.Pruned).Sample("er(p=0.2)", null, TrialStatus.Diverged, "loss became NaN");
        Assert.Null(none.View.DeadEnd(none.View.Tally()));
        none.Ledger.Settle(EntryKinds.SearchEnded, "every rung is done");
        Assert.Equal("no network finished a training", none.View.DeadEnd(none.View.Tally()));
        using RecordedStudy full = new RecordedStudy().Sample("ws(k=4,p=0.75)", 0.8).Choose(0, 2).Finish(TrialStatus.Diverged, "loss became NaN");
        Assert.Null(full.View.DeadEnd(full.View.Tally()));
        full.Finish(TrialStatus.Diverged, "loss became NaN");
        Assert.Equal("no full training of the chosen network finished", full.View.DeadEnd(full.View.Tally()));
        using RecordedStudy done = new RecordedStudy().Sample("ws(k=4,p=0.75)", 0.8).Choose(0, 1).Finish().Test(0.8);
        Assert.Equal((null, false), (done.View.DeadEnd(done.View.Tally()), done.View.IsDelivered));
    }

    [Fact]
    public void What_is_no_study_is_refused_by_name()
    {
        Assert.Contains("there is no study", Assert.Throws<InvalidDataException>(() => StudyView.Open(_folder.Path)).Message, StringComparison.Ordinal);
        File.WriteAllText(_folder["study.json"], "{}");
        Assert.Contains("earlier version", Assert.Throws<InvalidDataException>(() => StudyView.Open(_folder.Path)).Message, StringComparison.Ordinal);
        SqliteLedger.Open(_folder[SqliteLedger.FileName]).Dispose();
        Assert.Contains("not planned yet", Assert.Throws<InvalidDataException>(() => StudyView.Open(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_flipped_byte_is_found_by_a_report_that_checks()
    {
        string path = _folder[SqliteLedger.FileName];
        Eventful(_ => SqliteLedger.Open(path), SelectionCriterion.Accuracy).Dispose();
        byte[] bytes = File.ReadAllBytes(path);
        int at = bytes.AsSpan().IndexOf("what the budget allows"u8);
        bytes[at] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.Contains("entry", Assert.Throws<InvalidDataException>(() => StudyView.Open(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_best_of_a_study_in_brackets_is_that_of_the_longest_trainings(bool file)
    {
        using RecordedStudy study = new(schedule: new SchedulePlan("hyperband", [[new RungPlan(0, 6, 2), new RungPlan(1, 2, 6)], [new RungPlan(0, 2, 6)]]), ledger: clock => file ? SqliteLedger.Open(_folder[SqliteLedger.FileName], true, clock) : new MemoryLedger(clock));
        study.Sample("ws(k=4,p=0.75)", 0.8).Sample("er(p=0.2)", 0.9).Train(0, 1, 0.7).Sample("ba(m=2)", null, TrialStatus.Skipped).Train(2, 0, 0.95, bracketed: 6);
        Assert.Equal((2, 0, 6), (study.View.Tally().Best!.Candidate, study.View.Tally().Best!.Rung, study.View.Tally().Best!.Epochs));
        Assert.Equal([2, 0, 1], study.View.Order);
        StudyFindings findings = study.View.Findings();
        Assert.Equal((2, 0, 6, 0), (findings.Chosen, findings.RunnerUp, findings.Epochs, findings.Rung));
        Assert.Equal(0.25, findings.Lead!.Value, 1e-12);
    }

    [Fact]
    public void Tables_hold_every_training_and_every_epoch_with_parameters_in_columns()
    {
        using RecordedStudy study = Eventful(null, SelectionCriterion.Accuracy);
        string[] rows = StudyTables.Trainings(study.View, null).TrimEnd().Split('\n'), epochs = StudyTables.Epochs(study.View).TrimEnd().Split('\n');
        Assert.Equal(1 + study.View.Trials.Count, rows.Length);
        Assert.Equal(1 + study.View.Trials.Sum(trial => trial.Outcome?.Curve.Count ?? 0), epochs.Length);
        string[] heading = rows[0].Split(',');
        // Wirings hold commas, in quotes.
        string[] first = System.Text.RegularExpressions.Regex.Split(rows[1], ",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)");
        Assert.Equal(heading.Length, first.Length);
        Assert.Equal(("", "4", "0.75", ""), (first[Array.IndexOf(heading, "n")], first[Array.IndexOf(heading, "k")], first[Array.IndexOf(heading, "p")], first[Array.IndexOf(heading, "m")]));
        Assert.Equal("1", first[Array.IndexOf(heading, "rung_or_run")]);
    }

    [Fact]
    public void Scores_of_a_network_stand_in_its_rows_behind_all_other_columns()
    {
        using RecordedStudy study = new RecordedStudy().Sample("ws(k=4,p=0.75)", 0.8).Sample("er(p=0.2)", 0.9);
        Assert.DoesNotContain("score_", StudyTables.Trainings(study.View, null), StringComparison.Ordinal);
        study.Score(0, "synflow", 2.5).Score(0, "synflow", 3.5).Score(0, "naswot", 7);
        string[] rows = StudyTables.Trainings(study.View, null).TrimEnd().Split('\n');
        Assert.EndsWith(",weights_sha256,score_naswot,score_synflow", rows[0], StringComparison.Ordinal);
        Assert.EndsWith(",7,3", rows[1], StringComparison.Ordinal);
        Assert.EndsWith(",,", rows[2], StringComparison.Ordinal);
        Assert.Equal(3, study.View.Rows[0].Scores!["synflow"]);
        Assert.Null(study.View.Rows[1].Scores);
        Assert.Empty(study.View.Rows[0].Rungs.Skip(1));
    }

    private static RecordedStudy Eventful(Func<Func<double>, Ledger>? ledger, SelectionCriterion criterion)
    {
        RecordedStudy study = new(selection: criterion, ledger: ledger);
        study.Sample("ws(k=4,p=0.75)", 0.8).After(3).Sample("er(p=0.2)", 0.9).Sample("ba(m=2)", 0.9).Sample("ba(m=3)", null, TrialStatus.Diverged, "loss became NaN").Sample("er(p=0.4)", null, TrialStatus.Skipped, "late");
        study.After(5).Train(0, 1, 0.7).Train(1, 1, 0.6).Again().After(2);
        study.Ledger.Add(EntryKinds.Charge, 1, "5");
        study.Ledger.Beat();
        study.Refuse(2, needed: 100).Refuse(2, needed: 0);
        study.Choose(0, 3);
        study.Ledger.Claim("worker", 60);
        study.Ledger.Add(EntryKinds.Note, null, new string('x', 1000));
        return study;
    }
}
