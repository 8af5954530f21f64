using System.Text.Json;
using Xunit;

namespace RandWire.EndToEnd;

public sealed class CostSpecs
{
    [Theory]
    [InlineData(1, 5_551_777, 573.8)]
    [InlineData(2, 5_677_660, 583.8)]
    [InlineData(3, 5_488_834, 568.8)]
    public void The_small_regime_costs_what_the_paper_s_graphs_cost(int seed, long parameters, double megaMultiplyAdds)
    {
        using TestFolder folder = new();
        JsonElement cost = Assert.Single(RandWireProcess.Run(folder, "cost", "--preset", "small", "--wiring", "ws(k=4,p=0.75)", "--seed", $"{seed}", "--json").Exits(0).Events);
        Assert.Equal(parameters, cost.GetProperty("parameters").GetInt64());
        Assert.Equal(megaMultiplyAdds, cost.GetProperty("multiplyAddsConvFc").GetInt64() / 1e6, 1);
    }

    [Theory]
    [InlineData("net.txt")]
    [InlineData("net")]
    [InlineData("net.spec")]
    [InlineData("net.network")]
    public void A_file_that_holds_a_network_is_one_whatever_it_is_called(string name)
    {
        using TestFolder folder = new();
        folder.Write(name, "custom(input=32x32x3,classes=10)\n  stage(channels=8,stride=1,body=conv3x3+norm+relu)\n  head(body=mean+fc)\n"u8.ToArray());
        RandWireProcess.Run(folder, "cost", name, "--json").Exits(0);
        RandWireProcess.Run(folder, "cost", "--network", name).Exits(0);
    }

    [Fact]
    public void The_json_has_exactly_the_promised_members()
    {
        using TestFolder folder = new();
        JsonElement cost = Assert.Single(RandWireProcess.Run(folder, "cost", "--json").Exits(0).Events);
        Assert.Equal(["parameters", "multiplyAddsConvFc", "multiplyAddsAll", "activationBytes", "trainingArenaBytes", "inferenceArenaBytes", "stages"],
            cost.EnumerateObject().Select(member => member.Name));
        Assert.All(cost.GetProperty("stages").EnumerateArray(), stage =>
            Assert.Equal(["nodes", "inputs", "outputs", "edges", "longestPath"], stage.EnumerateObject().Select(member => member.Name)));
        Assert.Equal(3, cost.GetProperty("stages").GetArrayLength());
    }

    [Fact]
    public void Out_gets_what_json_prints()
    {
        using TestFolder folder = new();
        string printed = RandWireProcess.Run(folder, "cost", "--json").Exits(0).Output;
        CliResult text = RandWireProcess.Run(folder, "cost", "--out", "cost.json").Exits(0);
        Assert.Contains("parameters", text.Output, StringComparison.Ordinal);
        Assert.Equal(printed, File.ReadAllText(folder["cost.json"]));
    }

    [Fact]
    public void One_seed_for_all_stages_differs_from_one_for_each()
    {
        using TestFolder folder = new();
        JsonElement Stages(params string[] extra) => RandWireProcess.Run(folder, ["cost", "--json", .. extra]).Exits(0).Events[0].GetProperty("stages");
        Assert.Single(Stages().EnumerateArray().Select(stage => stage.GetProperty("inputs").GetInt32()).Distinct());
        Assert.NotEqual(Stages().GetRawText(), Stages("--seed-per-stage").GetRawText());
    }
}
