using RandWire.Tests;
using Xunit;

namespace RandWire.EndToEnd;

/// <summary>Trainings that are killed at every durable write, started twice, sent where they do not belong, or broken on the way.</summary>
public sealed class DurableTrainSpecs
{
    private static readonly string[] Command = ["train", "data", "--preset", "tiny", "--epochs", "3", "--json", "--out"];

    // The process is killed for good, by itself: SIGKILL comes as 128 + 9.
    private const int Killed = 137;

    [Fact]
    public void Killed_at_each_of_the_first_kinds_of_durable_write_the_same_command_ends_in_the_same_bits()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Exit codes of killed processes are those of Unix.");
        using TestFolder folder = new();
        folder.WriteStripes("data", perClass: 20);
        (string weights, List<(string Name, int Count)> places) = Places(folder);
        // The second save of a state is the first that has an older one to keep; of all other files the first.
        string[] some = ["state.safetensors/begin", "state.safetensors/half", "state.safetensors/written", "state.safetensors/kept", "state.safetensors/renamed", "model.safetensors/half"];
        foreach (string name in some)
        {
            int count = name.StartsWith("state", StringComparison.Ordinal) && !name.EndsWith("/kept", StringComparison.Ordinal) ? 2 : 1;
            Assert.Contains((name, count), places);
            KillAndGoOn(folder, name, count, weights);
        }
    }

    [SlowFact]
    public void Killed_at_every_durable_write_the_same_command_ends_in_the_same_bits()
    {
        Kills.RequireAskedFor();
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Exit codes of killed processes are those of Unix.");
        using TestFolder folder = new();
        folder.WriteStripes("data", perClass: 20);
        (string weights, List<(string Name, int Count)> places) = Places(folder);
        Assert.True(places.Count >= 3 * 4 + 2 + 5 * 4, $"{places.Count} places");
        foreach ((string name, int count) in places) KillAndGoOn(folder, name, count, weights);
    }

    [SlowFact]
    public void Killed_again_and_again_on_the_way_the_same_command_ends_in_the_same_bits()
    {
        Kills.RequireAskedFor();
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Exit codes of killed processes are those of Unix.");
        using TestFolder folder = new();
        folder.WriteStripes("data", perClass: 20);
        (string weights, _) = Places(folder);
        // Each call saves one state and dies at the next.
        foreach (string point in (string[])["begin", "half", "written", "kept", "renamed"])
        {
            string run = "again-" + point;
            int calls = 0;
            CliResult result;
            do
            {
                using RandWireProcess process = RandWireProcess.Start(folder, [("RANDWIRE_FAILPOINT", $"state.safetensors/{point}:2")], [.. Command, run]);
                result = process.Wait();
                Assert.True(result.ExitCode is 0 or Killed, $"{point}: {result.ExitCode} {result.Error}");
            }
            while (result.ExitCode != 0 && ++calls < 9);
            Assert.Equal(weights, Weights(result));
        }
    }

    [Fact]
    public void A_fail_point_that_cannot_be_read_is_refused()
    {
        using TestFolder folder = new();
        folder.WriteStripes("data");
        using RandWireProcess process = RandWireProcess.Start(folder, [("RANDWIRE_FAILPOINT", "nonsense")], [.. Command, "run"]);
        process.Wait().Exits(2).Complains("RANDWIRE_FAILPOINT=nonsense", "name:count");
    }

    [Fact]
    public void A_second_training_in_a_folder_is_refused_by_the_first_one_s_process_id_and_a_killed_one_is_followed()
    {
        using TestFolder folder = new();
        folder.WriteStripes("data", perClass: 200);
        string[] command = ["train", "data", "--preset", "tiny", "--epochs", "500", "--json", "--out", "run"];
        using RandWireProcess first = RandWireProcess.Start(folder, command);
        first.Until("\"event\":\"plan\"");
        CliResult second = RandWireProcess.Run(folder, command).Exits(3);
        second.Complains("run is in use", "(train, started", "another folder");
        string owner = File.ReadAllLines(folder["run/.randwire.owner"]).Single(line => line.StartsWith("process=", StringComparison.Ordinal))["process=".Length..];
        second.Complains($"process {owner} ", $"kill {owner}");
        first.Signal("KILL").Wait();
        using RandWireProcess third = RandWireProcess.Start(folder, command);
        third.Until("\"event\":\"plan\"").Signal("TERM").Wait().Exits(4);
        Assert.False(File.Exists(folder["run/.randwire.owner"]));
    }

    [Theory]
    [InlineData("run", "run/study.json")]
    [InlineData("run", "run/study.sqlite")]
    [InlineData("run", "run/results.json")]
    [InlineData("run/best", "run/manifest.json")]
    public void A_training_does_not_go_into_a_study_s_folder(string target, string file)
    {
        using TestFolder folder = new();
        folder.WriteStripes("data");
        folder.Write(file, "{}");
        RandWireProcess.Run(folder, [.. Command, target]).Exits(2).Complains("study", Path.GetFileName(file), "--out");
        Assert.Single(Directory.GetFileSystemEntries(folder["run"]));
    }

    [Theory]
    [InlineData("train")]
    [InlineData("run")]
    [InlineData("graph")]
    [InlineData("draw")]
    [InlineData("cost")]
    [InlineData("bench")]
    [InlineData("evaluate")]
    [InlineData("predict")]
    [InlineData("networks")]
    [InlineData("data check")]
    [InlineData("doctor")]
    [InlineData("try")]
    public void An_empty_out_is_refused_by_every_verb(string verb)
    {
        using TestFolder folder = new();
        RandWireProcess.Run(folder, [.. verb.Split(' '), "--out", ""]).Exits(2).Complains("--out ''", "it is empty");
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_damaged_state_is_passed_over_with_a_note_and_without_a_whole_one_the_way_out_is_told()
    {
        using TestFolder folder = new();
        folder.WriteStripes("data");
        string whole = Weights(RandWireProcess.Run(folder, [.. Command, "whole"]).Exits(0));
        RandWireProcess.Run(folder, [.. Command, "run"]).Exits(0);
        string newest = folder["run/state/state.safetensors"], previous = folder["run/state/state.previous.safetensors"];
        File.WriteAllBytes(newest, File.ReadAllBytes(newest)[..2000]);
        CliResult again = RandWireProcess.Run(folder, [.. Command, "run"]).Exits(0).Complains("Note:", "state.safetensors", "state of epoch 2");
        Assert.Equal(whole, Weights(again));
        Assert.Contains("state of epoch 2", again.Events[0].GetProperty("passedOver")[0].GetString(), StringComparison.Ordinal);
        File.WriteAllText(newest, "");
        File.WriteAllText(previous, "nothing");
        RandWireProcess.Run(folder, [.. Command, "run"]).Exits(3).Complains("state.safetensors", "state.previous.safetensors", "Delete that folder");
    }

    [Fact]
    public void A_diverged_training_ends_with_5_and_what_it_leaves_is_evaluated_or_refused_properly()
    {
        using TestFolder folder = new();
        folder.WriteStripes("data");
        string[] wild = ["train", "data", "--preset", "tiny", "--epochs", "8", "--recipe", "warmup=0 decay=60", "--lr", "0.5", "--out"];
        RandWireProcess.Run(folder, [.. wild, "late"]).Exits(5).Complains("Lower the learning rate");
        RandWireProcess.Run(folder, "train", "data", "--preset", "tiny", "--epochs", "8", "--recipe", "warmup=0 decay=10", "--lr", "1000", "--out", "early").Exits(5);
        foreach (string run in (string[])["late", "early"])
        {
            CliResult evaluated = RandWireProcess.Run(folder, "evaluate", run, "data", "--json");
            evaluated.Exits(File.Exists(folder[run + "/model.safetensors"]) ? evaluated.ExitCode == 0 ? 0 : 3 : 3);
            if (evaluated.ExitCode == 0) Assert.InRange(Assert.Single(evaluated.Events).GetProperty("top1").GetDouble(), 0, 1);
            else Assert.NotEmpty(evaluated.Error);
        }
    }

    [Fact]
    public void Seeds_of_wiring_split_and_training_are_apart_and_one_seed_is_all_three()
    {
        using TestFolder folder = new();
        folder.WriteStripes("data");
        CliResult all = Train("all", "--seed", "4"), said = Train("said", "--seed", "4", "--wiring-seed", "4", "--split-seed", "4");
        CliResult start = Train("start", "--seed", "5", "--wiring-seed", "4", "--split-seed", "4"), wiring = Train("wiring", "--seed", "4", "--wiring-seed", "-9"), split = Train("split", "--seed", "4", "--split-seed", "9");
        Assert.Equal(Weights(all), Weights(said));
        Assert.Equal(5, ((CliResult[])[all, start, wiring, split]).Select(Weights).Append("").Distinct().Count());
        Assert.Equal(Network(all), Network(start));
        Assert.Equal(Network(all), Network(split));
        Assert.NotEqual(Network(all), Network(wiring));
        // The model knows its split: the same test images as those of training.
        Assert.Equal(split.Events[^1].GetProperty("testTop1").GetDouble(), Assert.Single(RandWireProcess.Run(folder, "evaluate", "split", "data", "--json").Exits(0).Events).GetProperty("top1").GetDouble());
        RandWireProcess.Run(folder, [.. Command, "none", "--wiring-seed", "x"]).Exits(2).Complains("--wiring-seed x", "whole number");

        CliResult Train(string run, params string[] seeds) => RandWireProcess.Run(folder, ["train", "data", "--preset", "tiny", "--epochs", "1", "--json", "--out", run, .. seeds]).Exits(0);

        static string Network(CliResult result) => result.Events[0].GetProperty("network").GetString()!;
    }

    private static (string Weights, List<(string Name, int Count)> Places) Places(TestFolder folder)
    {
        using RandWireProcess process = RandWireProcess.Start(folder, [("RANDWIRE_FAILPOINT_LOG", folder["places.txt"])], [.. Command, "whole"]);
        string weights = Weights(process.Wait().Exits(0));
        Dictionary<string, int> seen = [];
        List<(string, int)> places = [];
        foreach (string name in File.ReadAllLines(folder["places.txt"])) places.Add((name, seen[name] = seen.GetValueOrDefault(name) + 1));
        return (weights, places);
    }

    private static void KillAndGoOn(TestFolder folder, string name, int count, string weights)
    {
        string run = $"killed-{name.Replace('/', '-')}-{count}";
        using (RandWireProcess process = RandWireProcess.Start(folder, [("RANDWIRE_FAILPOINT", $"{name}:{count}")], [.. Command, run]))
        {
            CliResult killed = process.Wait();
            Assert.True(killed.ExitCode == Killed, $"{name}:{count}: {killed.ExitCode} {killed.Error}");
        }
        Assert.Equal(weights, Weights(RandWireProcess.Run(folder, [.. Command, run]).Exits(0)));
        string[] left = Directory.GetFiles(folder[run], "*.tmp", SearchOption.AllDirectories);
        Assert.True(left.Length == 0, $"{name}:{count} left {string.Join(' ', left)}");
        Directory.Delete(folder[run], recursive: true);
    }

    private static string Weights(CliResult result) => result.Events.Single(one => one.GetProperty("event").ValueEquals("done")).GetProperty("weightsSha256").GetString()!;
}
