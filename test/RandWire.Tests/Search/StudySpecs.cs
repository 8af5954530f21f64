using System.Security.Cryptography;
using RandWire.Engine;
using RandWire.Graphs;
using RandWire.Reports;
using RandWire.Search;
using RandWire.Tests.Training;
using RandWire.Training;
using RandWire.Training.Data;
using Xunit;

namespace RandWire.Tests.Search;

public sealed class StudySpecs : IDisposable
{
    private readonly StripedFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_study_leaves_a_model_a_table_and_results_that_agree()
    {
        StudyOptions options = Options("whole");
        List<StudyEvent> events = [.. new Study(options).Run()];
        StudyResults results = Assert.IsType<StudyEnded>(events[^1]).Results;

        Assert.IsType<DataOpened>(events[0]);
        Assert.IsType<PlanStated>(events[1]);
        Assert.Equal((3, 1), (results.Plan.Rungs[0].Trials, results.TestTouches));
        Assert.Equal(3, results.Trials.Count);
        Assert.Equal(3, results.Trials.Select(trial => trial.Network).Distinct().Count());
        Assert.Equal(results.Final.Trial, results.Leaderboard[0]);
        Assert.Equal(2, results.Final.Runs.Count);
        Assert.Equal(results.Final.Runs.Average(run => run.Test!.Top1), results.Final.MeanTop1, 1e-12);
        Assert.NotNull(results.Final.Deviation);
        Assert.True(results.UsedMultiplyAdds <= 1.02 * results.Plan.BudgetMultiplyAdds, $"{results.UsedMultiplyAdds} of {results.Plan.BudgetMultiplyAdds}");
        Assert.Equal(events[^1].Progress.UsedMultiplyAdds, results.UsedMultiplyAdds);
        Assert.All(events.Zip(events.Skip(1)), pair => Assert.True(pair.Second.Progress.UsedMultiplyAdds >= pair.First.Progress.UsedMultiplyAdds - 1));

        TrainedModel best = TrainedModel.Load(_folder["whole/best/model.safetensors"]);
        Assert.Equal(results.Final.Runs[results.Final.Delivered].WeightsSha256, best.WeightsSha256);
        using Dataset data = Dataset.Open(_folder["data"], new DatasetOptions { Seed = options.Seed, ValidationShare = Study.ValidationShare });
        Assert.Equal(results.Delivered.Top1, best.Evaluate(data.Test).Top1);
        Assert.Equal(results.Data.Classes.Select(c => c.Name), File.ReadAllLines(_folder["whole/best/labels.txt"]));
        Assert.Equal(1 + 3 + 2, File.ReadAllLines(_folder["whole/results.csv"]).Length);

        StudyResults back = StudyResults.Load(_folder["whole/results.json"]);
        Assert.Equal(results.ToJson(), back.ToJson());
        RunManifest manifest = RunManifest.Write(options.Folder);
        Assert.Equal(["best/labels.txt", "best/model.safetensors", "best/spec.json", "epochs.csv", "results.csv", "results.json"], manifest.Files.Keys);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(_folder["whole/results.csv"]))), manifest.Files["results.csv"]);
        Assert.False(Directory.Exists(_folder["whole/work"]));

        StudyEnded again = Assert.IsType<StudyEnded>(new Study(options).Run().Last());
        Assert.Equal(results.ToJson(), again.Results.ToJson());
        Assert.Equal((results.ElapsedSeconds, 0.0), (again.Progress.ElapsedSeconds, again.Progress.SecondsLeft));
        // A worker that was still when the study ended may have written once more.
        Directory.CreateDirectory(StudyFiles.Attempt(options.Folder, 0, 1));
        Assert.Equal(0, Study.Work(new WorkerStart(options.Folder, "late", null, 1), TestContext.Current.CancellationToken));
        Assert.False(Directory.Exists(_folder["whole/work"]));
    }

    [Fact]
    public void A_study_stopped_again_and_again_ends_in_the_same_bits()
    {
        StudyResults whole = Last(new Study(Options("whole")).Run());
        StudyResults? pieces = null;
        int calls = 0;
        while (pieces is null)
        {
            Assert.True(++calls < 100);
            using CancellationTokenSource source = new();
            int seen = 0;
            try
            {
                foreach (StudyEvent e in new Study(Options("pieces")).Run(source.Token))
                {
                    if (e is StudyEnded ended) pieces = ended.Results;
                    if (++seen == 4) source.Cancel();
                }
            }
            catch (OperationCanceledException)
            {
                Assert.False(File.Exists(_folder["pieces/manifest.json"]));
            }
        }
        Assert.True(calls > 3);
        Assert.Equal(whole.Leaderboard, pieces.Leaderboard);
        Assert.Equal(whole.Final.Recipe, pieces.Final.Recipe);
        Assert.Equal(whole.Final.Runs.Select(run => run.WeightsSha256), pieces.Final.Runs.Select(run => run.WeightsSha256));
        Assert.Equal(whole.UsedMultiplyAdds, pieces.UsedMultiplyAdds);
        Assert.Equal(1, pieces.TestTouches);
    }

    [Fact]
    public void Another_study_in_the_same_folder_is_refused()
    {
        using CancellationTokenSource source = new();
        IEnumerator<StudyEvent> events = new Study(Options("taken")).Run().GetEnumerator();
        Assert.True(events.MoveNext() && events.MoveNext());
        events.Dispose();
        SpecException error = Assert.Throws<SpecException>(() => new Study(Options("taken") with { Seed = 99 }).Run().Count());
        Assert.Contains("--seed was 1, now 99", error.Message, StringComparison.Ordinal);
        StripedImages.WriteIdx(_folder["data"], 60, 30, 28, seed: 2);
        string changed = Assert.Throws<InvalidDataException>(() => new Study(Options("taken")).Run().Count()).Message;
        Assert.Matches("^\\d+ images of the training split have other pixels\\.", changed);
        Assert.EndsWith($"So the data has changed since the study in {_folder["taken"]} was begun. Give the data that it was begun with to go on, or another --out folder.", changed, StringComparison.Ordinal);
    }

    [Fact]
    public void Diverging_trials_are_recorded_and_a_study_without_any_other_says_so()
    {
        StudyOptions options = Options("wild") with { Recipe = "lr=1e30 warmup=0" };
        List<TrialResult> ended = [];
        StudyException error = Assert.Throws<StudyException>(() =>
        {
            foreach (StudyEvent e in new Study(options).Run()) if (e is TrialEnded trial) ended.Add(trial.Trial);
        });
        Assert.StartsWith("No network finished a training, so there is no winner: of 3 trainings, 3 diverged. The first message: ", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, ended.Count);
        Assert.All(ended, trial => Assert.Equal(TrialStatus.Diverged, trial.Rungs[^1].Status));
    }

    [Fact]
    public void A_budget_below_the_least_plan_is_refused_with_the_least_that_works()
    {
        StudyOptions options = Options("least") with { Budget = Budget.Parse("1MMAC"), Trials = null, Seeds = null };
        string refusal = Assert.Throws<SpecException>(() => new Study(options).Run().Count()).Message;
        Assert.Contains("Give at least ", refusal, StringComparison.Ordinal);
        string least = refusal.Split("Give at least ")[1].Split(',')[0];
        StudyResults results = Last(new Study(options with { Budget = Budget.Parse(least) }).Run());
        Assert.Equal(Wirings.PaperBest, results.Trials[results.Final.Trial].Wiring);
        Assert.Equal((1, 0), (results.Final.Runs.Single().Curve.Count, results.Trials.Sum(trial => trial.Rungs.Count)));
        Assert.True(File.Exists(_folder["least/best/model.safetensors"]));
        Assert.True(results.UsedMultiplyAdds <= results.Plan.BudgetMultiplyAdds);
    }

    [Theory]
    [InlineData("none(epochs=7)", null, 1, "auto", "", "2 networks x 7 epochs")]
    [InlineData("halving(rungs=2,epochs=3)", null, 1, "synflow jacob_cov naswot snip grad_norm", "", "6 networks x 1 epoch, 2 x 3")]
    [InlineData("screen(score=multiplyadds,factor=3,then=none(epochs=6))", null, 1, "auto", "", "2 networks x 6 epochs")]
    [InlineData("screen(score=synflow,factor=2,then=none(epochs=3))", 4, 1, "none", "", "4 networks x 3 epochs")]
    [InlineData("screen(score=parameters,factor=4,then=none(epochs=9))", 1, 1, "none", "ws(k=4,p=0.5,width=8|9|10|32)", "1 network x 9 epochs")]
    [InlineData("none(epochs=9)", 4, 1, "auto", "", "4 networks x 9 epochs")]
    [InlineData("none(epochs=3)", 3, 9, "none", "ws(k=4,p=0.5,width=8|9|10|32)", "3 networks x 3 epochs")]
    [InlineData("halving(rungs=2)", 6, 4, "synflow jacob_cov naswot snip grad_norm", "", "6 networks x 1 epoch, 2 x 3")]
    public void Rungs_and_epochs_that_were_asked_for_are_done_or_refused_with_the_least_that_works(string schedule, int? trials, int seeds, string scores, string space, string least)
    {
        StudyOptions options = Options("asked") with { Budget = Budget.Parse("1MMAC"), Schedule = schedule, Trials = trials, Seeds = seeds, Scores = scores, Space = space, ImageSize = 8 };
        string refusal = Assert.Throws<SpecException>(() => new Study(options).Run().Count()).Message;
        Assert.Contains($"{least} (--schedule {schedule}) and one epoch of ", refusal, StringComparison.Ordinal);
        options = options with { Budget = Budget.Parse(refusal.Split("Give at least ")[1].Split(',')[0].Split(' ')[0]) };
        StudyResults results = Last(new Study(options).Run());
        IReadOnlyList<RungPlan> planned = results.Plan.Rungs;
        Assert.Equal(planned.Select(static rung => (rung.Epochs, rung.Trials)), results.Trials.SelectMany(static trial => trial.Rungs).GroupBy(static rung => rung.Epochs).OrderBy(static rung => rung.Key).Select(static rung => (rung.Key, rung.Count())));
        Assert.Equal(seeds, results.Final.Runs.Count);
        Assert.True(results.UsedMultiplyAdds <= results.Plan.BudgetMultiplyAdds);
    }

    [Fact]
    public void A_recipe_with_more_epochs_of_warmup_than_the_shortest_training_has_is_trained()
    {
        StudyResults results = Last(new Study(Options("warm") with { Budget = Budget.Parse("20GMAC"), Recipe = "warmup=2" }).Run());
        Assert.All(results.Trials, trial => Assert.All(trial.Rungs, rung => Assert.Equal(TrialStatus.Finished, rung.Status)));
    }

    [Fact]
    public void A_deadline_among_scores_trains_the_best_of_them()
    {
        StudyOptions options = Options("late") with { Schedule = "screen(score=parameters,factor=2,then=none)", Trials = 2, Seeds = 1 };
        foreach (StudyEvent happened in new Study(options).Run())
            if (happened is TrialEnded) break;
        using (StudyGlance glance = StudyGlance.Open(options.Folder)) Assert.Null(glance.DeadEnd(glance.Tally()));
        StudyResults results = Last(new Study(options with { DeadlineSeconds = 0.001 }).Run());
        Assert.Equal("its score parameters alone, because no training was begun before the search ended", results.Final.ChosenBy);
        Assert.All(results.Trials, trial => Assert.Empty(trial.Rungs));
        Assert.Contains(results.Trials, trial => trial.Scores is not null);
        double most = results.Trials.Where(trial => trial.Scores is not null).Max(trial => trial.Scores!["parameters"]);
        Assert.Equal(most, results.Trials[results.Final.Trial].Scores!["parameters"]);
        using StudyView view = StudyView.Open(options.Folder);
        Assert.Contains("its score parameters alone", new StudyAccount(view).Verdict, StringComparison.Ordinal);
        Assert.Contains("No training was begun", string.Join(' ', new StudyAccount(view).Sentences), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_an_earlier_version_is_refused_by_name()
    {
        Directory.CreateDirectory(_folder["older"]);
        File.WriteAllText(_folder["older/study.json"], "{\"version\":1}");
        Assert.Contains("earlier version", Assert.Throws<SpecException>(() => new Study(Options("older")).Run().Count()).Message, StringComparison.Ordinal);
        Assert.Equal(["study.json"], Directory.EnumerateFileSystemEntries(_folder["older"]).Select(Path.GetFileName));
    }

    [Fact]
    public void Workers_on_threads_end_in_the_bits_of_one()
    {
        StudyResults one = Last(new Study(Options("one")).Run()), three = Last(new Study(Options("three") with { Workers = 3, Threads = 3 }).Run());
        Assert.Equal(one.Leaderboard, three.Leaderboard);
        Assert.Equal(one.Final.Runs.Select(run => run.WeightsSha256), three.Final.Runs.Select(run => run.WeightsSha256));
        Assert.Equal(one.Trials.Select(trial => trial.Rungs[0].ValidationTop1), three.Trials.Select(trial => trial.Rungs[0].ValidationTop1));
        Assert.Equal(one.UsedMultiplyAdds, three.UsedMultiplyAdds);
    }

    [Fact]
    public void What_does_not_fit_into_memory_is_refused_by_name_and_told()
    {
        StudyOptions options = Options("small") with { MemoryBytes = 1_000_000 };
        StudyException error = Assert.Throws<StudyException>(() => new Study(options).Run().Count());
        Assert.Contains("the study may use 1 MB (--memory)", error.Message, StringComparison.Ordinal);
        Assert.Contains("ws(k=4,p=0.75)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_final_model_that_is_lost_before_the_test_is_trained_again()
    {
        StudyResults whole = Last(new Study(Options("whole")).Run());
        foreach (StudyEvent happened in new Study(Options("lost")).Run())
            if (happened is FinalRunEnded { Run.Number: 1 }) break;
        string[] models = Directory.GetFiles(_folder["lost/work"], "final-*.safetensors");
        Assert.NotEmpty(models);
        foreach (string model in models) File.Delete(model);
        StudyResults lost = Last(new Study(Options("lost")).Run());
        Assert.Equal(whole.Final.Runs.Select(run => run.WeightsSha256), lost.Final.Runs.Select(run => run.WeightsSha256));
        Assert.Equal(whole.Delivered.Top1, lost.Delivered.Top1);
    }

    [Fact]
    public void Two_at_once_in_one_folder_are_kept_apart()
    {
        IEnumerator<StudyEvent> first = new Study(Options("both")).Run().GetEnumerator();
        Assert.True(first.MoveNext());
        Assert.Contains("in use", Assert.Throws<FolderInUseException>(() => new Study(Options("both")).Run().Count()).Message, StringComparison.Ordinal);
        first.Dispose();
        Last(new Study(Options("both")).Run());
    }

    [Fact]
    public void One_class_only_is_nothing_to_tell_apart()
    {
        for (int i = 0; i < 12; i++) StripedImages.WritePng(Path.Combine(_folder["single"], "alone", $"{i}.png"), StripedImages.Draw(0, 28, new Seed((ulong)i)), 28);
        Assert.Throws<DataException>(() => new Study(Options("single-run") with { DataPath = _folder["single"] }).Run().Count());
    }

    [Theory]
    [InlineData("tiny", "ws(k=4)", "")]
    [InlineData("huge", "ws(k=4,p=0.5)", "")]
    [InlineData("tiny", "ws(k=4,p=0.5)", "epochs=3")]
    [InlineData("tiny", "ws(k=4,p=0.5)", "lr=fast")]
    public void A_wrong_option_is_refused_before_anything_is_trained(string preset, string wiring, string recipe) =>
        Assert.Throws<SpecException>(() => new Study(Options("wrong") with { Preset = preset, Wirings = [wiring], Recipe = recipe }).Run().Count());

    private StudyOptions Options(string name) => _folder.Options(name);

    private static StudyResults Last(IEnumerable<StudyEvent> events) => StripedFolder.Last(events);
}
