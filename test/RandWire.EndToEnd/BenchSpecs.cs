using System.Text.Json;
using Xunit;

namespace RandWire.EndToEnd;

public sealed class BenchSpecs
{
    // So small, and with so few channels of the sixteen that a vector holds, that no busy machine makes it look faster than its ceiling.
    private static readonly string[] Tiny =
        ["x(input=8x8x3,classes=4) conv(channels=4,stride=1) stage(channels=8,wiring=dag(n=3,e=0-2.1-2)) head(channels=8)", "--batch", "2"];

    [Fact]
    public void The_json_has_exactly_the_promised_members_with_values_that_can_be()
    {
        using TestFolder folder = new();
        JsonElement bench = Assert.Single(RandWireProcess.Run(folder, ["bench", .. Tiny, "--threads", "2", "--repetitions", "1", "--json"]).Exits(0).Events);
        Assert.Equal(
            [
                "trainImagesPerSecond", "inferImagesPerSecond", "peakBytes", "ceilingGflops", "leastCeilingGflops", "mostCeilingGflops",
                "memoryGigabytesPerSecond", "thirdCacheGigabytesPerSecond", "secondCacheGigabytesPerSecond", "trainGflops", "inferGflops", "trainShareOfCeiling", "inferShareOfCeiling", "predictedArenaBytes",
                "measuredArenaBytes", "threads", "simd", "processor", "batch", "size", "trainSteps", "inferSteps",
            ],
            bench.EnumerateObject().Select(member => member.Name));
        Assert.All(bench.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.Number), member => AssertPositive(member.Value.GetDouble()));
        Assert.All((string[])["trainShareOfCeiling", "inferShareOfCeiling"], name => Assert.InRange(bench.GetProperty(name).GetDouble(), double.Epsilon, 1.5));
        Assert.Equal((2, 2, "8x8"), (bench.GetProperty("threads").GetInt32(), bench.GetProperty("batch").GetInt32(), bench.GetProperty("size").GetString()));

        JsonElement cost = Assert.Single(RandWireProcess.Run(folder, ["cost", .. Tiny, "--json"]).Exits(0).Events);
        foreach (string kind in (string[])["training", "inference"])
        {
            Assert.Equal(cost.GetProperty(kind + "ArenaBytes").GetInt64(), bench.GetProperty("measuredArenaBytes").GetProperty(kind).GetInt64());
            Assert.Equal(cost.GetProperty(kind + "ArenaBytes").GetInt64(), bench.GetProperty("predictedArenaBytes").GetProperty(kind).GetInt64());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_step_is_in_the_table_with_its_share(bool fuse)
    {
        using TestFolder folder = new();
        string[] how = fuse ? [] : ["--no-fuse"];
        JsonElement bench = Assert.Single(RandWireProcess.Run(folder, ["bench", .. Tiny, "--threads", "1", "--repetitions", "1", "--json", .. how]).Exits(0).Events);
        Assert.Equal(bench.GetProperty("predictedArenaBytes").GetRawText(), bench.GetProperty("measuredArenaBytes").GetRawText());
        foreach (string pass in (string[])["trainSteps", "inferSteps"])
        {
            JsonElement[] steps = [.. bench.GetProperty(pass).EnumerateArray()];
            Assert.Equal(fuse, steps.Any(step => step.GetProperty("kind").GetString() == "FusedNodeForward"));
            Assert.Equal(1, steps.Sum(step => step.GetProperty("share").GetDouble()), 6);
            Assert.All(steps, step => Assert.All((string[])["count", "bytes"], name => AssertPositive(step.GetProperty(name).GetDouble())));
            // A step without arithmetic has no operations, and a clock may be too coarse for the shortest.
            Assert.All(steps, step => Assert.All((string[])["seconds", "flops", "gflops", "gigabytesPerSecond", "flopsPerByte", "shareOfCeiling"],
                name => Assert.InRange(step.GetProperty(name).GetDouble(), 0, 1e12)));
        }
    }

    [Fact]
    public void Quiet_prints_tables_and_totals_that_fit_80_columns_and_out_gets_the_json()
    {
        using TestFolder folder = new();
        CliResult text = RandWireProcess.Run(folder, ["bench", .. Tiny, "--repetitions", "1", "--quiet", "--out", "bench.json"]).Exits(0);
        Assert.All(text.Lines, line => Assert.True(line.TrimEnd().Length <= 80, line));
        // Which kinds of steps get a line is a matter of time: one that waited for a busy machine leaves the others among "other".
        Assert.All((string[])["Training", "Inference", "GFLOP/s", "flop/B", "all", "images/s", ", as predicted", "peak of the process"],
            part => Assert.Contains(part, text.Output, StringComparison.Ordinal));
        Assert.DoesNotContain("Measuring", text.Output, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Array, JsonDocument.Parse(File.ReadAllText(folder["bench.json"])).RootElement.GetProperty("trainSteps").ValueKind);
    }

    [Theory]
    [InlineData("--batch", "65536", "--size", "224")]
    [InlineData("--batch", "65536", "--size", "8192")]
    public void A_network_too_large_for_the_memory_is_refused_with_the_bytes_before_anything_happens(params string[] options)
    {
        using TestFolder folder = new();
        CliResult refused = RandWireProcess.Run(folder, ["bench", "--preset", "regular", .. options]).Exits(6).Complains("batch 65536", "iB of memory", "are available", "smaller --batch");
        Assert.Equal("", refused.Output);
        Assert.Single(refused.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Ctrl_C_ends_it_after_the_step_under_way()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent with kill.");
        using TestFolder folder = new();
        using RandWireProcess bench = RandWireProcess.Start(folder, ["bench", "--preset", "cifar", "--batch", "32", "--repetitions", "1000"]);
        bench.Until("Measuring training").Signal("INT").Wait().Exits(4).Complains("Stopped");
    }

    private static void AssertPositive(double value) => Assert.True(double.IsFinite(value) && value > 0, $"{value}");
}
