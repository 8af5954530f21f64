using System.Text.Json;
using RandWire.Tests;
using Xunit;

namespace RandWire.EndToEnd;

/// <summary>The main job on a small data set, with a budget in multiply-adds so that the plan is the same everywhere.</summary>
public sealed class RunSpecs
{
    private static readonly string[] Small = ["--budget", "5GMAC", "--trials", "4", "--seeds", "2", "--preset", "tiny", "--size", "12"];

    [Fact]
    public void A_run_leaves_report_results_and_model_and_says_so()
    {
        using TestFolder folder = new();
        folder.WriteStripes("my data", perClass: 60);
        CliResult run = RandWireProcess.Run(folder, ["run", "my data", .. Small, "--seed", "7", "--out", "out"]).Exits(0);
        Assert.All((string[])["report.html", "results.json", "results.csv", "manifest.json", "best/model.safetensors", "best/spec.json", "best/labels.txt", "best/wiring.svg"],
            name => Assert.True(File.Exists(folder["out/" + name]), name));
        Assert.Contains("Test accuracy:", run.Output, StringComparison.Ordinal);
        Assert.Contains("Error bar to expect", run.Output, StringComparison.Ordinal);
        Assert.Contains("looked at once", run.Output, StringComparison.Ordinal);
        string report = File.ReadAllText(folder["out/report.html"]);
        Assert.DoesNotContain("<script", report, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("./randwire run &#x27;my data&#x27;".Replace("&#x27;", "'", StringComparison.Ordinal), System.Net.WebUtility.HtmlDecode(report), StringComparison.Ordinal);
        double told = JsonDocument.Parse(File.ReadAllText(folder["out/results.json"])).RootElement.GetProperty("final").GetProperty("runs")[0].GetProperty("test").GetProperty("top1").GetDouble();
        Assert.Equal(told, RandWireProcess.Run(folder, "evaluate", "out", "my data", "--json").Exits(0).Events[0].GetProperty("top1").GetDouble());
        RandWireProcess.Run(folder, "draw", "out", "--out", "winner.svg").Exits(0);
        Assert.Contains("Test accuracy:", RandWireProcess.Run(folder, ["run", "my data", .. Small, "--seed", "7", "--out", "out"]).Exits(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_is_one_event_a_line_and_ends_with_done()
    {
        using TestFolder folder = new();
        folder.WriteStripes("data", perClass: 60);
        CliResult run = RandWireProcess.Run(folder, ["run", "data", .. Small, "--out", "out", "--json"]).Exits(0);
        string[] events = [.. run.Events.Select(one => one.GetProperty("event").GetString()!)];
        Assert.Equal(["data", "plan"], events.Take(2));
        Assert.Equal("done", events[^1]);
        Assert.All(run.Events.Where(one => one.GetProperty("event").GetString() == "trial"), trial => Assert.Equal(1, trial.GetProperty("attempt").GetInt32()));
        Assert.Contains("trial", events);
        JsonElement done = run.Events[^1];
        Assert.Equal(2, done.GetProperty("seeds").GetInt32());
        Assert.Equal(1, done.GetProperty("testTouches").GetInt32());
        Assert.InRange(done.GetProperty("meanTestTop1").GetDouble(), 0, 1);
    }

    [Fact]
    public void Interrupted_the_same_command_goes_on_and_ends_in_the_same_bits()
    {
        using TestFolder folder = new();
        folder.WriteStripes("data", perClass: 60);
        string[] command = ["run", "data", .. Small, "--json", "--out"];
        string whole = RandWireProcess.Run(folder, [.. command, "whole"]).Exits(0).Events[^1].GetProperty("weightsSha256").GetString()!;
        using RandWireProcess stopped = RandWireProcess.Start(folder, [.. command, "stopped"]);
        CliResult first = stopped.Until("\"event\":\"trial\"").Signal("INT").Wait().Exits(4).Complains("Go on with: ./randwire run data");
        Assert.Equal("interrupted", first.Events[^1].GetProperty("event").GetString());
        CliResult second = RandWireProcess.Run(folder, [.. command, "stopped"]).Exits(0);
        Assert.Equal(whole, second.Events[^1].GetProperty("weightsSha256").GetString());
    }

    [SlowFact]
    public void Class_names_cannot_break_the_report()
    {
        using TestFolder folder = new();
        string[] names = ["<script>alert(1)<", "\"quoted\" & 'more'", "東京"];
        for (int label = 0; label < names.Length; label++)
            folder.WriteClass("data/" + names[label], label, 60);
        RandWireProcess.Run(folder, ["run", "data", .. Small, "--out", "out"]).Exits(0);
        string report = File.ReadAllText(folder["out/report.html"]);
        Assert.DoesNotContain("<script", report, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("東京", System.Net.WebUtility.HtmlDecode(report), StringComparison.Ordinal);
    }
}
