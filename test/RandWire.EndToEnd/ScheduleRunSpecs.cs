using System.Security.Cryptography;
using System.Text.Json;
using Xunit;

namespace RandWire.EndToEnd;

/// <summary>Every schedule as a stranger gives it, told in lines and as JSON; and what a run leaves.</summary>
public sealed class ScheduleRunSpecs
{
    private static readonly string[] Small = ["run", "photos", "--budget", "12GMAC", "--size", "8", "--preset", "tiny", "--seeds", "1"];

    [Theory]
    [InlineData("none")]
    [InlineData("halving")]
    [InlineData("hyperband")]
    [InlineData("asha")]
    [InlineData("median")]
    [InlineData("screen(score=naswot,factor=4,then=halving)")]
    public void Every_schedule_runs_to_its_end_and_tells_every_trial(string schedule)
    {
        using TestFolder folder = new();
        folder.WriteStripes("photos", classes: 4, perClass: 24, side: 8);
        // Of less than this hyperband makes one bracket.
        string[] command = [.. Small.Select(word => schedule == "hyperband" && word == "12GMAC" ? "30GMAC" : word)];
        CliResult plain = RandWireProcess.Run(folder, [.. command, "--schedule", schedule, "--out", "plain"]).Exits(0);
        IReadOnlyList<JsonElement> events = RandWireProcess.Run(folder, [.. command, "--schedule", schedule, "--out", "json", "--json"]).Exits(0).Events;
        Assert.Equal("done", Name(events[^1]));
        JsonElement[] told = [.. events.Where(one => Name(one) == "trial")];
        JsonElement[] trials = [.. RandWireProcess.Run(folder, "list", "json", "--json").Exits(0).Events.Where(one => one.GetProperty("kind").GetString() != "Final")];
        Assert.Equal(trials.Length, told.Length);
        Assert.Equal(trials.Length, told.Select(one => one.GetProperty("number").GetInt32()).Distinct().Count());
        bool screens = schedule.StartsWith("screen", StringComparison.Ordinal);
        Assert.Equal(screens, told.Any(one => one.GetProperty("kind").GetString() == "Score"));
        Assert.Equal(screens, plain.Output.Contains("scores, network 0: ", StringComparison.Ordinal) && plain.Output.Contains(", naswot ", StringComparison.Ordinal));
        Assert.All(told, one => Assert.Equal(one.GetProperty("kind").GetString() == "Search", one.TryGetProperty("rung", out _)));
        Assert.Contains("rung 1, network ", plain.Output, StringComparison.Ordinal);
        Assert.Contains(screens ? " networks scored untrained, then " : schedule == "hyperband" ? "Plan: 2 brackets: (1) " : "Plan: ", plain.Output, StringComparison.Ordinal);
        // Classes are even: balanced accuracy is the same number, and one is enough.
        Assert.DoesNotContain("(balanced", plain.Output, StringComparison.Ordinal);
        if (!screens) return;
        JsonElement scored = RandWireProcess.Run(folder, "show", "json", "0", "--json").Exits(0).Events[0];
        string shown = RandWireProcess.Run(folder, "show", "json", "0").Exits(0).Output;
        Assert.True(double.IsFinite(scored.GetProperty("scores").GetProperty("naswot").GetDouble()));
        Assert.Contains("Scores, untrained: ", shown, StringComparison.Ordinal);
        Assert.Contains("naswot ", shown, StringComparison.Ordinal);
        Assert.Contains(",score_naswot", File.ReadLines(folder["json/results.csv"]).First(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_manifest_lists_all_that_a_run_leaves_as_it_is_and_is_mended_with_it()
    {
        using TestFolder folder = new();
        folder.WriteStripes("photos", classes: 4, perClass: 24, side: 8);
        string[] command = [.. Small, "--trials", "2", "--out", "out"];
        RandWireProcess.Run(folder, command).Exits(0);
        RequireTrue(folder);
        File.AppendAllText(folder["out/report.html"], "<p>The accuracy is 100 %.</p>");
        RandWireProcess.Run(folder, command).Exits(0);
        RequireTrue(folder);
        Assert.DoesNotContain("The accuracy is 100 %", File.ReadAllText(folder["out/report.html"]), StringComparison.Ordinal);
    }

    private static void RequireTrue(TestFolder folder)
    {
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllBytes(folder["out/manifest.json"]));
        Dictionary<string, string?> files = manifest.RootElement.GetProperty("files").EnumerateObject().ToDictionary(file => file.Name, file => file.Value.GetString());
        Assert.Equal(["best/labels.txt", "best/model.safetensors", "best/spec.json", "best/wiring.svg", "epochs.csv", "report.html", "results.csv", "results.json"], files.Keys.Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(folder["out/" + file.Key]))), file.Value));
    }

    private static string? Name(JsonElement one) => one.GetProperty("event").GetString();
}
