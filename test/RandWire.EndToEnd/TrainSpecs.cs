using System.Text.Json;
using RandWire.Tests;
using Xunit;

namespace RandWire.EndToEnd;

/// <summary>Training as a person meets it: events, the model it leaves, and every way of being stopped.</summary>
public sealed class TrainSpecs
{
    private static readonly string[] Quick = ["--preset", "tiny", "--epochs", "3"];

    [Fact]
    public void The_last_event_carries_test_accuracy_seconds_and_the_weights_hash()
    {
        using TestFolder folder = new();
        folder.WriteStripes("data");
        CliResult trained = RandWireProcess.Run(folder, ["train", "data", .. Quick, "--out", "run", "--json"]).Exits(0);
        Assert.Equal(["plan", "epoch", "epoch", "epoch", "done"], trained.Events.Select(one => one.GetProperty("event").GetString()!));
        JsonElement last = trained.Events[^1];
        Assert.InRange(last.GetProperty("testTop1").GetDouble(), 0, 1);
        Assert.True(last.GetProperty("trainingSeconds").GetDouble() > 0);
        Assert.Matches("^[0-9a-f]{64}$", last.GetProperty("weightsSha256").GetString());
        Assert.All((string[])["model.safetensors", "spec.json", "labels.txt", "history.csv", "wiring.svg"], name => Assert.True(File.Exists(folder["run/" + name]), name));
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        using TestFolder folder = new();
        folder.WriteStripes("data");
        Assert.Equal(Weights(folder, "one", "--threads", "1"), Weights(folder, "three", "--threads", "3"));
        Assert.NotEqual(Weights(folder, "other", "--seed", "2"), Weights(folder, "again", "--seed", "3"));
    }

    [Theory]
    [InlineData("INT", 4)]
    [InlineData("KILL", 137)]
    public void Stopped_half_way_the_same_command_ends_in_the_same_bits(string signal, int code) => StopAndGoOn(signal, code);

    [SlowFact]
    public void Ended_by_the_system_the_same_command_ends_in_the_same_bits() => StopAndGoOn("TERM", 4);

    [Fact]
    public void A_second_interrupt_ends_at_once_and_can_be_resumed_too()
    {
        using TestFolder folder = new();
        folder.WriteStripes("data", perClass: 200);
        string[] command = ["train", "data", "--preset", "tiny", "--epochs", "4", "--json", "--out", "run"];
        using RandWireProcess stopped = RandWireProcess.Start(folder, command);
        stopped.Until("\"epoch\":1").Signal("INT").Signal("INT").Wait().Exits(4);
        RandWireProcess.Run(folder, command).Exits(0);
    }

    [Fact]
    public void A_folder_with_another_training_is_not_overwritten()
    {
        using TestFolder folder = new();
        folder.WriteStripes("data");
        RandWireProcess.Run(folder, ["train", "data", .. Quick, "--out", "run"]).Exits(0);
        RandWireProcess.Run(folder, ["train", "data", .. Quick, "--out", "run", "--seed", "5"]).Exits(2).Complains("run", "seed");
    }

    [Fact]
    public void The_model_evaluates_to_what_training_said_and_predicts()
    {
        using TestFolder folder = new();
        folder.WriteStripes("data");
        double told = RandWireProcess.Run(folder, ["train", "data", .. Quick, "--seed", "9", "--out", "run", "--json"]).Exits(0).Events[^1].GetProperty("testTop1").GetDouble();
        JsonElement evaluated = Assert.Single(RandWireProcess.Run(folder, "evaluate", "run", "data", "--json").Exits(0).Events);
        Assert.Equal(told, evaluated.GetProperty("top1").GetDouble());
        Assert.Contains("accuracy", RandWireProcess.Run(folder, "evaluate", "run/model.safetensors", "data").Exits(0).Output, StringComparison.Ordinal);
        Assert.Equal(told, RandWireProcess.Run(folder, "evaluate", "--network", "run", "data", "--json").Exits(0).Events[0].GetProperty("top1").GetDouble());

        folder.Write("photos/page.png", "<html>");
        folder.Write("photos/good.png", TestFolder.Stripes(1, 900, 12));
        CliResult predicted = RandWireProcess.Run(folder, "predict", "run", "photos", "--top", "2").Exits(0).Complains("page.png");
        Assert.Contains("good.png: class", Assert.Single(predicted.Lines), StringComparison.Ordinal);
        Assert.Equal(predicted.Lines, RandWireProcess.Run(folder, "predict", "photos", "--network", "run/model.safetensors", "--top", "2").Exits(0).Lines);
        RandWireProcess.Run(folder, "predict", "run", "photos/page.png").Exits(3).Complains("page.png");
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("flipped")]
    [InlineData("other")]
    public void A_damaged_model_is_refused(string damage)
    {
        using TestFolder folder = new();
        folder.WriteStripes("data");
        RandWireProcess.Run(folder, ["train", "data", .. Quick, "--out", "run"]).Exits(0);
        byte[] model = File.ReadAllBytes(folder["run/model.safetensors"]);
        switch (damage)
        {
            case "cut":
                model = model[..(model.Length * 2 / 3)];
                break;
            case "flipped":
                model[model.Length * 3 / 4] ^= 4;
                break;
            default:
                model = TestFolder.Stripes(0, 0, 12);
                break;
        }

        folder.Write("broken.safetensors", model);
        RandWireProcess.Run(folder, "evaluate", "broken.safetensors", "data").Exits(3).Complains("broken.safetensors");
        RandWireProcess.Run(folder, "draw", "broken.safetensors").Exits(3).Complains("broken.safetensors");
    }

    [Fact]
    public void A_loss_that_is_no_number_stops_with_a_message_and_the_last_good_model()
    {
        using TestFolder folder = new();
        folder.WriteStripes("data");
        CliResult diverged = RandWireProcess.Run(folder, "train", "data", "--preset", "tiny", "--epochs", "8", "--lr", "1000", "--recipe", "warmup=0 decay=10", "--out", "run");
        diverged.Exits(5).Complains("epoch", "learning rate");
    }

    [Fact]
    public void A_full_disk_stops_cleanly_and_the_same_command_goes_on()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Needs Linux and root for a small file system of its own.");
        using TestFolder folder = new();
        folder.WriteStripes("data");
        Directory.CreateDirectory(folder["small"]);
        CliResult mounted = RandWireProcess.Shell(folder, "mount -t tmpfs -o size=64k none small");
        Assert.SkipUnless(mounted.ExitCode == 0, "A small file system cannot be mounted here: " + mounted.Error);
        try
        {
            CliResult full = RandWireProcess.Run(folder, ["train", "data", .. Quick, "--out", "small/run"]);
            full.Exits(6).Complains("small/run", "space");
            RandWireProcess.Shell(folder, "mount -o remount,size=64m small").Exits(0);
            RandWireProcess.Run(folder, ["train", "data", .. Quick, "--out", "small/run"]).Exits(0);
        }
        finally
        {
            RandWireProcess.Shell(folder, "umount small");
        }
    }

    private static void StopAndGoOn(string signal, int code)
    {
        using TestFolder folder = new();
        folder.WriteStripes("data", perClass: 120);
        string[] command = ["train", "data", "--preset", "tiny", "--epochs", "6", "--json", "--out"];
        string whole = RandWireProcess.Run(folder, [.. command, "whole"]).Exits(0).Events[^1].GetProperty("weightsSha256").GetString()!;
        using RandWireProcess stopped = RandWireProcess.Start(folder, [.. command, "stopped"]);
        CliResult first = stopped.Until("\"epoch\":2").Signal(signal).Wait();
        first.Exits(code);
        if (signal != "KILL")
            first.Complains("stopped", "Go on with: ./randwire train data");
        CliResult second = RandWireProcess.Run(folder, [.. command, "stopped"]).Exits(0);
        Assert.True(second.Events[0].GetProperty("epochsDone").GetInt32() >= 2);
        Assert.Equal(whole, second.Events[^1].GetProperty("weightsSha256").GetString());
    }

    private static string Weights(TestFolder folder, string name, params string[] extra) =>
        RandWireProcess.Run(folder, ["train", "data", .. Quick, "--out", name, "--json", .. extra]).Exits(0).Events[^1].GetProperty("weightsSha256").GetString()!;
}
