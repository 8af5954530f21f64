using RandWire.Engine;
using RandWire.Networks;
using RandWire.Reports;
using RandWire.Search;
using RandWire.Training;
using RandWire.Training.Data;
using Xunit;

namespace RandWire.Tests.Search;

/// <summary>Studies whose ledger is lost, whose strategy errs, whose trials all fail.</summary>
public sealed class StudyRefusalSpecs : IDisposable
{
    private readonly StripedFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void States_of_a_study_whose_ledger_was_deleted_are_nobodys()
    {
        string attempt = StudyFiles.Attempt(_folder["run"], 0, 1);
        Directory.CreateDirectory(attempt);
        using (Dataset data = Dataset.Open(_folder["data"], new DatasetOptions { Seed = 1 }))
        using (TrainingRun other = new(new TrainingSetup
        {
            Network = Presets.Create("tiny", new PresetOptions { Height = 28, Width = 28, ImageChannels = 1, Classes = data.Classes.Count, Wiring = "ba(m=2)", Seed = 99 }),
            Recipe = new Recipe { Epochs = 2 },
            Classes = data.Classes,
            Format = new InputFormat(28, 28, 1, [0.5f], [0.25f]),
            Train = data.Train,
            Seed = 99,
            Folder = attempt,
            Threads = 2,
        }))
        {
            Assert.NotEmpty(other.Epochs(TestContext.Current.CancellationToken).Take(1));
        }
        Assert.NotEmpty(Directory.GetFiles(attempt, "*.safetensors"));
        StudyResults results = Last(new Study(Options).Run());
        Assert.All(results.Trials, trial => Assert.Equal(TrialStatus.Finished, trial.Rungs[0].Status));
    }

    [Fact]
    public void Results_without_the_ledger_that_they_came_from_are_not_written_over()
    {
        Last(new Study(Options).Run());
        byte[] model = File.ReadAllBytes(_folder["run/best/model.safetensors"]);
        foreach (Action<string> lose in (Action<string>[])[static path => File.WriteAllBytes(path, []), File.Delete])
        {
            LoseLedger(lose);
            for (int time = 0; time < 2; time++)
            {
                InvalidDataException error = Assert.Throws<InvalidDataException>(() => new Study(Options).Run().Count());
                Assert.Contains("results.json, best", error.Message, StringComparison.Ordinal);
                Assert.Contains("study.sqlite, is gone or empty", error.Message, StringComparison.Ordinal);
                Assert.Contains("another --out folder", error.Message, StringComparison.Ordinal);
            }
        }
        Assert.Equal(model, File.ReadAllBytes(_folder["run/best/model.safetensors"]));
    }

    [Fact]
    public void A_network_of_another_shape_is_refused_by_name_and_the_study_goes_on()
    {
        StudyResults results = Last(new Study(Options with { MakeStrategy = static space => new ErringStrategy(space), Strategy = "erring" }).Run());
        RungResult first = results.Trials[0].Rungs.Single();
        Assert.Equal((TrialStatus.Refused, 0), (first.Status, first.MultiplyAdds));
        Assert.Contains("The network takes", first.Message, StringComparison.Ordinal);
        Assert.Equal(1, results.Final.Trial);
    }

    [Fact]
    public void Too_many_failures_in_a_row_stand_in_the_ledger_and_in_the_report()
    {
        StudyOptions options = Options with { MemoryBytes = 1_000_000, Trials = 6 };
        string first = Assert.Throws<StudyException>(() => new Study(options).Run().Count()).Message;
        Assert.StartsWith("5 trials in a row failed, so the study stops. The last says: ", first, StringComparison.Ordinal);
        using (StudyView view = StudyView.Open(_folder["run"]))
        {
            Assert.Equal((first, first), (view.SearchEnded, view.Stopped));
            StudyAccount account = new(view);
            Assert.Equal(VerdictKind.NothingTrained, account.Findings.Verdict);
            Assert.StartsWith($"Stopped, so there is no model: {first}", account.Verdict, StringComparison.Ordinal);
            Assert.EndsWith("Of 6 trainings, 6 refused.", account.Verdict, StringComparison.Ordinal);
        }
        Assert.Equal(first, Assert.Throws<StudyException>(() => new Study(options).Run().Count()).Message);
    }

    [Theory]
    [InlineData("halving")]
    [InlineData("asha(window=1)")]
    [InlineData("hyperband")]
    public void A_rung_that_was_told_as_ended_gets_no_trial_any_more(string schedule)
    {
        HashSet<int> ended = [];
        int trials = 0;
        foreach (StudyEvent happened in new Study(Options with { Budget = Budget.Parse("20GMAC"), Schedule = schedule, Trials = schedule == "hyperband" ? null : 6 }).Run())
        {
            if (happened is RungEnded rung) Assert.True(ended.Add(rung.Rung), $"rung {rung.Rung} is told twice");
            if (happened is not TrialEnded trial) continue;
            Assert.DoesNotContain(trial.Record.Plan.Rung, ended);
            Assert.Equal(trials++ == 0, trial.Record.Plan.Number == 0);
        }
        Assert.Contains(0, ended);
        if (schedule != "hyperband") Assert.Contains(1, ended);
    }

    private void LoseLedger(Action<string> lose)
    {
        lose(_folder["run/study.sqlite"]);
        foreach (string log in (string[])["run/study.sqlite-wal", "run/study.sqlite-shm"])
            if (File.Exists(_folder[log])) File.Delete(_folder[log]);
    }

    private StudyOptions Options => _folder.Options("run") with { Seeds = 1 };

    private static StudyResults Last(IEnumerable<StudyEvent> events) => StripedFolder.Last(events);

    // The first network takes images of another size.
    private sealed class ErringStrategy(ISearchSpace space) : IStrategy
    {
        public string Name => "erring";

        public int Window => int.MaxValue;

        public IReadOnlyList<Proposal> Propose(History history, int wanted, Seed seed)
        {
            int id = history.Candidates.Count;
            if (id > 1) return [];
            const string Setting = "ws(k=4,p=0.75)";
            NetworkSpec other = Presets.Create("tiny", new PresetOptions { Height = 12, Width = 12, ImageChannels = 1, Classes = 2, Wiring = Setting, Seed = 1 });
            return [new Proposal(id > 0 ? space.Make(id, Setting, id, Name) : Candidate.Of(id, other, Setting, 1, Name))];
        }
    }
}
