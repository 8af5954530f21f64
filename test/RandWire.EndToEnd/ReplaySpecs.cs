using System.Globalization;
using System.Text;
using System.Text.Json;
using Xunit;

namespace RandWire.EndToEnd;

public sealed class ReplaySpecs : IDisposable
{
    private readonly TestFolder _folder = new();

    public ReplaySpecs()
    {
        StringBuilder text = new("kernel,pool,width,accuracy,later\n");
        foreach (int row in Enumerable.Range(0, 60))
            text.Append(CultureInfo.InvariantCulture, $"k{row % 5},p{row / 5 % 3},w{row / 15},{60 + row % 5 + row / 15},{70 + row / 15}\n");
        File.WriteAllText(_folder["table.csv"], text.ToString());
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_strategy_is_replayed_and_told_as_JSON_and_as_a_table()
    {
        string[] replay = ["replay", "table.csv", "--objective", "accuracy", "--report", "later", "--repeats", "5", "--evaluations", "30"];
        IReadOnlyList<JsonElement> results = RandWireProcess.Run(_folder, [.. replay, "--json"]).Exits(0).Events;
        Assert.Equal(["random", "grid", "local", "evolution", "nsga2", "reinforce", "ppo", "tpe", "bohb", "gp", "bananas"], results.Select(result => result.GetProperty("strategy").GetString()));
        foreach (JsonElement result in results)
        {
            Assert.Equal((5, 30, "accuracy", "later"), (result.GetProperty("repeats").GetInt32(), result.GetProperty("evaluations").GetInt32(), result.GetProperty("objective").GetString(), result.GetProperty("report").GetString()));
            Assert.InRange(result.GetProperty("mean").GetDouble(), 70, result.GetProperty("best").GetDouble());
            Assert.Equal(73, result.GetProperty("optimum").GetDouble());
            Assert.True(result.GetProperty("deviation").GetDouble() >= 0);
        }
        CliResult table = RandWireProcess.Run(_folder, replay).Exits(0);
        Assert.Contains("5 searches of at most 30 networks each, by accuracy, judged by later", table.Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
        CliResult again = RandWireProcess.Run(_folder, [.. replay, "--json", "--threads", "1"]).Exits(0);
        Assert.Equal(results.Select(result => result.GetRawText()), again.Events.Select(result => result.GetRawText()));
    }

    [Fact]
    public void What_cannot_be_replayed_is_refused_with_what_can()
    {
        RandWireProcess.Run(_folder, "replay", "table.csv").Exits(2).Complains("--objective is not given. Give one of accuracy, later");
        RandWireProcess.Run(_folder, "replay", "table.csv", "--objective", "speed").Exits(2).Complains("Give one of accuracy, later");
        RandWireProcess.Run(_folder, "replay", "table.csv", "--objective", "later", "--strategy", "luck").Exits(2).Complains("Give one of random, grid, local");
        RandWireProcess.Run(_folder, "replay", "nowhere.csv", "--objective", "later").Exits(3).Complains("nowhere.csv");
        RandWireProcess.Run(_folder, "replay", ".", "--objective", "later").Exits(3).Complains("this is a folder");
        RandWireProcess.Run(_folder, "replay", "/dev/null", "--objective", "later").Exits(3).Complains("a pipe or a device");
        RandWireProcess.Run(_folder, "replay", "table.csv", "--objective", "later", "--repeats", "0").Exits(2).Complains("--repeats");
    }
}
