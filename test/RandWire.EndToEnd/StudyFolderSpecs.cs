using System.Text.Json;
using Xunit;

namespace RandWire.EndToEnd;

/// <summary>Folders of studies that cannot go on, cannot be written, or hold what is no file; and what is told of them.</summary>
public sealed class StudyFolderSpecs : IDisposable
{
    private static readonly string[] Small = ["--budget", "3GMAC", "--trials", "3", "--seeds", "1", "--preset", "tiny", "--size", "12"];

    private readonly TestFolder _folder = new();

    public StudyFolderSpecs() => _folder.WriteStripes("photos", perClass: 30);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--limit|weight=3", "Limit 'weight=3'")]
    [InlineData("--space|ws(k=2000000000,p=0.5)", "2000000000 is out of range")]
    [InlineData("--scores|none,snip", "none is an answer of its own")]
    [InlineData("--schedule|sometimes", "sometimes")]
    [InlineData("--strategy|magic", "magic")]
    [InlineData("--recipe|epochs=3", "Leave epochs out")]
    [InlineData("--budget|99999999PMAC", "100000PMAC at most")]
    [InlineData("--deadline|never", "--deadline 'never'")]
    [InlineData("--memory|much", "--memory 'much'")]
    [InlineData("--validation|0", "--validation 0: must be a number above 0")]
    [InlineData("--test|0", "--test 0: must be a number above 0")]
    public void A_wrong_text_is_refused_and_leaves_no_folder(string option, string named)
    {
        Run(["run", "photos", "--out", "new", .. option.Split('|')]).Exits(2).Complains(named);
        Assert.False(Directory.Exists(_folder["new"]));
    }

    [Fact]
    public void Where_nothing_goes_on_status_says_so_and_the_way_out()
    {
        Run(["run", "photos", .. Small, "--memory", "1MB", "--out", "dead"]).Exits(5).Complains("the study may use 1 MB (--memory)", "another --out folder");
        CliResult status = Run("status", "dead").Exits(0);
        string told = status.Output.ReplaceLineEndings(" ");
        Assert.All((string[])["Phase: over, without a model", "Memory: trials together may use", "3 trials were refused because they need more", "It ended without a model: no network finished a training"],
            part => Assert.Contains(part, told, StringComparison.Ordinal));
        Assert.DoesNotContain("Go on with", told, StringComparison.Ordinal);
        JsonElement json = Run("status", "dead", "--json").Exits(0).Events[0];
        Assert.Equal((1_000_000, 3, "no network finished a training"), (json.GetProperty("memoryBytes").GetInt64(), json.GetProperty("refusedForMemory").GetInt32(), json.GetProperty("deadEnd").GetString()));
        Run(["run", "photos", .. Small, "--memory", "1GB", "--out", "dead"]).Exits(3).Complains("may use 1 MB together, --memory would make it 1000 MB", "another --out folder");
    }

    [Fact]
    public void A_study_on_a_medium_that_cannot_be_written_is_read_and_a_log_that_is_not_taken_in_is_told()
    {
        Run(["run", "photos", .. Small, "--out", "out"]).Exits(0);
        const string Lock = "mount --bind out out && mount -o remount,ro,bind out out";
        Assert.SkipUnless(OperatingSystem.IsLinux() && Shell($"{Lock} && ! touch out/x 2>/dev/null").ExitCode == 0, "It needs a mount of its own.");
        CliResult read = Shell($"{Lock} && $RANDWIRE status out && $RANDWIRE list out && $RANDWIRE show out 0 && $RANDWIRE report out --out elsewhere.html");
        Assert.True(read.ExitCode == 0, read.Output + read.Error);
        Assert.Contains("Phase: done", read.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder["elsewhere.html"]));
        File.WriteAllBytes(_folder["out/study.sqlite-wal"], new byte[4096]);
        CliResult log = Shell($"{Lock} && $RANDWIRE status out");
        Assert.True(log.ExitCode == 3, log.Output + log.Error);
        Assert.Contains("study.sqlite-wal beside it holds changes", log.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Changed_data_is_told_first_with_the_exit_code_of_data()
    {
        Run(["run", "photos", .. Small, "--out", "out"]).Exits(0);
        File.Move(_folder["photos/class0/000.png"], _folder["photos/class1/moved.png"]);
        CliResult changed = Run(["run", "photos", .. Small, "--out", "out"]).Exits(3);
        Assert.Matches("^1 image of the [a-z]+ split has another label", changed.Error);
        Assert.Contains("So the data has changed since the study in out was begun.", changed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_hears_signals_and_a_worker_speaks_json()
    {
        Run(["run", "photos", .. Small, "--out", "out"]).Exits(0);
        // The same study over and over is work enough to be stopped in.
        using RandWireProcess report = RandWireProcess.Start(_folder, ["report", .. Enumerable.Repeat("out", 2000), "--out", "many.html"]);
        Thread.Sleep(1500);
        report.Signal("TERM").Wait().Exits(4);
        Assert.False(File.Exists(_folder["many.html"]));

        CliResult worker = Run("worker", "out", "--name", "late", "--json", "--out", "worker.json").Exits(0);
        Assert.Equal(["joined", "done"], worker.Events.Select(one => one.GetProperty("event").GetString()));
        Assert.Equal(("late", 0, false), (worker.Events[1].GetProperty("name").GetString(), worker.Events[1].GetProperty("trialsEnded").GetInt32(), worker.Events[1].GetProperty("stopped").GetBoolean()));
        Assert.Equal(worker.Lines, File.ReadAllLines(_folder["worker.json"]));
    }

    private CliResult Run(params string[] arguments) => RandWireProcess.Run(_folder, arguments);

    // With a view of the file system of its own, which ends with it.
    private CliResult Shell(string commands) => RandWireProcess.Shell(_folder, $"unshare -rm sh -c '{commands}'");
}
