using RandWire.Search;
using RandWire.Training;
using Xunit;

namespace RandWire.Tests.Freeze;

/// <summary>Run folders, one that ended and one that was stopped after its first trial.</summary>
/// <remarks>The rule: models and training states are read by every later version; a run folder is read and gone on with as well, or refused with a message that
/// names the folder, says what it holds and what to do. It is never misread, and never begun anew in silence. The program that keeps studies in
/// a ledger refuses these two; the results and the model within the first still load.</remarks>
public sealed class FrozenStudySpecs : IDisposable
{
    private const string Ended = "run-ended", Begun = "run-begun";
    private readonly FrozenTraining _training = new();

    public void Dispose() => _training.Dispose();

    [Fact]
    public void A_stored_run_that_ended_is_refused_by_name_and_its_results_and_model_load()
    {
        string folder = Copy(Ended);
        Refused(folder);
        StudyResults results = StudyResults.Load(Path.Combine(folder, "results.json"));
        FrozenText.Check("run.txt", Lines(results));
        TrainedModel model = TrainedModel.Load(Path.Combine(folder, "best", "model.safetensors"));
        using RandWire.Engine.ParameterStore store = model.Store;
        Assert.Equal(results.Final.Runs[results.Final.Delivered].WeightsSha256, model.WeightsSha256);
    }

    [Fact]
    public void A_stored_run_that_was_stopped_is_refused_by_name() => Refused(Copy(Begun));

    private void Refused(string folder)
    {
        Dictionary<string, byte[]> before = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(path => path, File.ReadAllBytes);
        string message = Assert.Throws<RandWire.Graphs.SpecException>(() => new Study(Options(folder)).Run().Count()).Message;
        Assert.Contains(folder, message, StringComparison.Ordinal);
        Assert.Contains("study of an earlier version of RandWire", message, StringComparison.Ordinal);
        Assert.Contains("--out", message, StringComparison.Ordinal);
        Assert.Equal(before.Keys.Order(), Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order());
        Assert.All(before, file => Assert.Equal(file.Value, File.ReadAllBytes(file.Key)));
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

    private string Copy(string name)
    {
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
