using RandWire.Search;
using RandWire.Training;
using Xunit;

namespace RandWire.Tests.Freeze;

/// <summary>Run folders, one that ended and one that was stopped after its first trial.</summary>
/// <remarks>The rule: models and training states are read by every later version; a run folder is read and gone on with as well, or refused with a message that
/// names the folder, says what it holds and what to do. It is never misread, and never begun anew in silence. A version that refuses these two folders puts the
/// refusal in place of the assertions; the model within the first must still load.</remarks>
public sealed class FrozenStudySpecs : IDisposable
{
    private const string Ended = "run-ended", Begun = "run-begun";
    private readonly FrozenTraining _training = new();

    public void Dispose() => _training.Dispose();

    [Fact]
    public void A_stored_run_that_ended_is_told_again_and_its_model_loads()
    {
        string folder = Copy(Ended);
        StudyResults results = Assert.IsType<StudyEnded>(Assert.Single(new Study(Options(folder)).Run())).Results;
        Assert.Equal(File.ReadAllText(Path.Combine(folder, "results.json")).Trim(), results.ToJson().Trim());
        FrozenText.Check("run.txt", Lines(results));
        TrainedModel model = TrainedModel.Load(Path.Combine(folder, "best", "model.safetensors"));
        using RandWire.Engine.ParameterStore store = model.Store;
        Assert.Equal(results.Final.Runs[results.Final.Delivered].WeightsSha256, model.WeightsSha256);
    }

    [Fact]
    public void A_stored_run_that_was_stopped_goes_on_to_the_same_bits()
    {
        string folder = Copy(Begun);
        StudyEvent[] events = [.. new Study(Options(folder)).Run()];
        Assert.True(events.OfType<PlanStated>().Single().IsResumed);
        // The first trial was done before.
        Assert.Equal([1], events.OfType<TrialEnded>().Select(ended => ended.Trial.Id));
        FrozenText.Check("run.txt", Lines(Assert.IsType<StudyEnded>(events[^1]).Results));
    }

    private static string[] Lines(StudyResults results) =>
    [
        .. results.Trials.Select(trial => $"trial {trial.Id} {trial.Network}"),
        $"leaderboard {string.Join(' ', results.Leaderboard)}",
        $"final {results.Final.Trial} {results.Final.Recipe}",
        .. results.Final.Runs.Select(run => $"run {run.Number} seed={run.Seed} weights={run.WeightsSha256}"),
    ];

    private StudyOptions Options(string folder) => new()
    {
        DataPath = _training.DataPath,
        Folder = folder,
        Budget = Budget.Parse("20GMAC"),
        Preset = "tiny",
        Trials = 2,
        Seeds = 1,
        Seed = 3,
        CommandLine = "randwire run data",
    };

    private void Write()
    {
        string ended = _training.Folder("ended"), begun = _training.Folder("begun"), before = Directory.GetCurrentDirectory();
        // Results tell the path of the data as it was given: a relative one says nothing of the machine.
        Directory.SetCurrentDirectory(Path.GetDirectoryName(_training.DataPath)!);
        foreach (StudyEvent _ in new Study(Options(ended) with { DataPath = "data" }).Run()) { }
        foreach (StudyEvent e in new Study(Options(begun) with { DataPath = "data" }).Run())
            if (e is TrialEnded) break;
        Directory.SetCurrentDirectory(before);
        CopyFiles(ended, FrozenText.PathOf(Ended));
        CopyFiles(begun, FrozenText.PathOf(Begun));
    }

    private string Copy(string name)
    {
        if (FrozenText.IsWriting && !Directory.Exists(FrozenText.PathOf(Ended))) Write();
        string folder = _training.Folder(name);
        CopyFiles(FrozenText.PathOf(name), folder);
        return folder;
    }

    private static void CopyFiles(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
