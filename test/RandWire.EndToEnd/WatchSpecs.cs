using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace RandWire.EndToEnd;

/// <summary>Looking at studies: under way, stopped, finished, several.</summary>
public sealed class WatchSpecs : IDisposable
{
    private static readonly string[] Small = ["--budget", "3GMAC", "--trials", "3", "--seeds", "2", "--preset", "tiny", "--size", "12"];

    private readonly TestFolder _folder = new();

    public WatchSpecs() => _folder.WriteStripes("my data", perClass: 60);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_finished_study_is_told_listed_and_every_trial_is_trained_again_alone_to_its_bits()
    {
        Run(["run", "my data", .. Small, "--seed", "7", "--split-seed", "5", "--wiring-seed", "9", "--out", "out"]).Exits(0);

        CliResult status = Run("status", "out").Exits(0);
        Assert.All((string[])["Phase: done", "Best so far:", "Budget:", "of the validation images"], part => Assert.Contains(part, status.Output, StringComparison.Ordinal));
        JsonElement told = Run("status", "out", "--json").Exits(0).Events[0];
        Assert.Equal(("done", false), (told.GetProperty("phase").GetString(), told.GetProperty("atWork").GetBoolean()));
        JsonElement results = JsonDocument.Parse(File.ReadAllText(_folder["out/results.json"])).RootElement;
        Assert.Equal(results.GetProperty("usedMultiplyAdds").GetDouble(), told.GetProperty("usedMultiplyAdds").GetDouble());
        // JSON counts rungs from 0, as it always did, and texts count them from 1.
        int rung = told.GetProperty("best").GetProperty("rung").GetInt32(), best = told.GetProperty("best").GetProperty("trial").GetInt32();
        Assert.Contains($" on rung {rung + 1}: ", status.Output, StringComparison.Ordinal);
        Assert.Contains($"Trials on rung {rung + 1}: ", status.Output, StringComparison.Ordinal);
        Assert.Contains(results.GetProperty("trials")[best].GetProperty("rungs").EnumerateArray(), one => one.GetProperty("rung").GetInt32() == rung);
        // Options may stand before the verb.
        Assert.Equal("done", Run("--json", "status", "out").Exits(0).Events[0].GetProperty("phase").GetString());

        IReadOnlyList<JsonElement> trials = Run("list", "out", "--json").Exits(0).Events;
        Assert.Equal(3 + 2, trials.Count);
        Assert.Equal(trials.Count + 1, Run("list", "out", "--csv").Exits(0).Lines.Count);
        Run("list", "out", "--csv", "--out", "trials.csv").Exits(0);
        Assert.Equal(trials.Count + 1, File.ReadAllLines(_folder["trials.csv"]).Length);
        Assert.Empty(Run("list", "out", "--state", "failed", "--json").Exits(0).Events);

        // One of the search, and a full training, which is on the validation images too.
        foreach (int number in (int[])[1, 4])
        {
            JsonElement trial = Run("show", "out", $"{number}", "--json").Exits(0).Events[0];
            string hash = trial.GetProperty("weightsSha256").GetString()!;
            string[] arguments = [.. trial.GetProperty("arguments").EnumerateArray().Select(one => one.GetString()!)];
            Assert.Equal(hash, Hash(Run([.. arguments, "--json"]).Exits(0)));
            Assert.True(File.Exists(_folder[$"out-trial-{number}/report.html"]));
            Directory.Delete(_folder[$"out-trial-{number}"], recursive: true);
            // As it is printed, in another folder.
            string line = Run("show", "out", $"{number}").Exits(0).Lines.Single(line => line.StartsWith("Alone: ", StringComparison.Ordinal))["Alone: ".Length..];
            Assert.Equal(line, trial.GetProperty("command").GetString());
            using TestFolder elsewhere = new();
            Assert.Contains($"(weights {hash[..16]})", RandWireProcess.Shell(elsewhere, line).Exits(0).Output, StringComparison.Ordinal);
            Assert.True(File.Exists(_folder[$"out-trial-{number}/model.safetensors"]));
        }

        CliResult shown = Run("show", "out", "0").Exits(0);
        // The script that started the program says where it is.
        _folder.Write("a script", [35, 33]);
        Assert.Contains($"Alone: '{_folder["a script"]}' train ", RandWireProcess.Start(_folder, [("RANDWIRE_LAUNCHER", _folder["a script"])], "show", "out", "0").Wait().Exits(0).Output, StringComparison.Ordinal);
        Assert.All((string[])["Trial 0: rung 1, finished", "Attempts: 1", "Network 0: ", "Alone: ", " train '", "####"], part => Assert.Contains(part, shown.Output, StringComparison.Ordinal));
        // Classes are even: balanced accuracy is the same number, and one is enough.
        Assert.DoesNotContain("balanced", shown.Output + status.Output, StringComparison.Ordinal);
        Run("show", "out", "99").Exits(2).Complains("trial 99", "numbered from 0 to 4", "list out");

        CliResult report = Run("report", "out", "--out", "one.html").Exits(0);
        Assert.Contains("The test images were looked at once", report.Output, StringComparison.Ordinal);
        Assert.Contains(report.Lines[0], System.Net.WebUtility.HtmlDecode(File.ReadAllText(_folder["one.html"])), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stopped_study_is_told_as_unfinished_alone_and_beside_a_finished_one()
    {
        string[] command = ["run", "my data", .. Small, "--json", "--out", "stopped"];
        using RandWireProcess stopped = RandWireProcess.Start(_folder, command);
        stopped.Until("\"event\":\"trial\"").Signal("INT").Wait().Exits(4);
        CliResult status = Run("status", "stopped").Exits(0);
        Assert.Contains("Nobody works on it now", status.Output, StringComparison.Ordinal);
        Assert.Contains("Go on with: ./randwire run 'my data'", status.Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.StartsWith("Unfinished", Run("report", "stopped").Exits(0).Lines[0], StringComparison.Ordinal);
        Assert.True(File.Exists(_folder["stopped/report.html"]));

        Run(["run", "my data", .. Small, "--out", "done"]).Exits(0);
        JsonElement[] events = [.. Run("report", "stopped", "done", "--out", "both.html", "--json").Exits(0).Events];
        Assert.Equal(["study", "study", "done"], events.Select(one => one.GetProperty("event").GetString()));
        Assert.Equal("Unfinished", events[0].GetProperty("kind").GetString());
        Assert.True(File.Exists(_folder["both.html"]));
        Assert.Empty(events[^1].GetProperty("comparisons").EnumerateArray());
        // Looking changed nothing: the same command ends where it would have.
        string hash = Hash(Run(command).Exits(0));
        JsonElement pair = Assert.Single(Run("report", "stopped", "done", "--out", "both.html", "--json").Exits(0).Events[^1].GetProperty("comparisons").EnumerateArray());
        // The same study twice: the same models, the same seeds.
        Assert.Equal((2, 0, 0, 0.0), (pair.GetProperty("sharedSeeds").GetInt32(), pair.GetProperty("onlyFirstRight").GetInt32(), pair.GetProperty("onlySecondRight").GetInt32(), pair.GetProperty("difference").GetDouble()));
        string whole = JsonDocument.Parse(File.ReadAllText(_folder["done/results.json"])).RootElement.GetProperty("final").GetProperty("runs")[0].GetProperty("weightsSha256").GetString()!;
        Assert.Equal(whole, hash);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("list")]
    [InlineData("report")]
    public void What_is_no_study_is_refused(string verb)
    {
        Run(verb, "my data").Exits(3).Complains("my data: there is no study", "--out");
        Directory.CreateDirectory(_folder["broken"]);
        File.WriteAllText(_folder["broken/study.sqlite"], "no database at all, but some bytes that stand where one was");
        Run(verb, "broken").Exits(3).Complains("study.sqlite");
    }

    [Fact]
    public void Options_that_contradict_or_are_unknown_are_refused()
    {
        Run("list", "out", "--state", "asleep").Exits(2).Complains("--state asleep", "waiting");
        Run("list", "out", "--json", "--csv").Exits(2).Complains("--json and --csv");
        Run("report", "out", "--out", ".").Exits(2).Complains("is a folder");
        Run("run", "my data", "--split-seed", "x").Exits(2).Complains("--split-seed x", "whole number");
    }

    [Fact]
    public void Tables_are_read_by_pandas_as_they_are()
    {
        Assert.SkipUnless(Has("/usr/bin/python3", "-c", "import pandas"), "pandas is not there");
        Run(["run", "my data", .. Small, "--out", "out"]).Exits(0);
        string script = """
            import pandas, json, sys
            rows, epochs, results = pandas.read_csv("out/results.csv"), pandas.read_csv("out/epochs.csv"), json.load(open("out/results.json"))
            assert rows.k.dtype.kind in "if" and rows.p.dtype.kind == "f" and rows.validation_top1.dtype.kind == "f", rows.dtypes
            search = rows[rows.kind == "trial"]
            told = [rung for trial in results["trials"] for rung in trial["rungs"]]
            assert len(search) == len(told) and len(rows) == len(told) + len(results["final"]["runs"])
            assert sorted(search.validation_top1) == sorted(rung["validationTop1"] for rung in told)
            assert len(epochs) == sum(len(one["curve"]) for one in told + results["final"]["runs"])
            joined = epochs.merge(rows, on="number", suffixes=("", "_of_trial"))
            last = joined[(joined.kind == "trial") & (joined.epoch == joined.epochs)]
            assert (last.validation_top1 == last.validation_top1_of_trial).all()
            assert epochs.seconds.dtype.kind == "f" and (epochs.multiply_adds > 0).all()
            """;
        File.WriteAllText(_folder["read.py"], script.ReplaceLineEndings("\n"));
        CliResult read = RandWireProcess.Shell(_folder, "/usr/bin/python3 read.py");
        Assert.True(read.ExitCode == 0, read.Output + read.Error);
    }

    [Fact]
    public void Tables_are_read_by_R_as_they_are()
    {
        Assert.SkipUnless(Has("Rscript", "--version"), "R is not there");
        Run(["run", "my data", .. Small, "--out", "out"]).Exits(0);
        File.WriteAllText(_folder["read.R"], """
            rows <- read.csv("out/results.csv"); epochs <- read.csv("out/epochs.csv")
            stopifnot(is.numeric(rows$p), is.numeric(rows$k), is.numeric(rows$validation_top1), is.numeric(epochs$train_loss))
            stopifnot(nrow(rows) == 5, sum(rows$epochs_done) == nrow(epochs), all(epochs$number %in% rows$number))
            """.ReplaceLineEndings("\n"));
        CliResult read = RandWireProcess.Shell(_folder, "Rscript read.R");
        Assert.True(read.ExitCode == 0, read.Output + read.Error);
    }

    private CliResult Run(params string[] arguments) => RandWireProcess.Run(_folder, arguments);

    private static string Hash(CliResult run) => run.Events[^1].GetProperty("weightsSha256").GetString()!;

    private static bool Has(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
