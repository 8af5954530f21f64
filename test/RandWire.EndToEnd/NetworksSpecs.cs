using System.Text.Json;
using Xunit;

namespace RandWire.EndToEnd;

public sealed class NetworksSpecs
{
    [Fact]
    public void The_papers_table_of_small_networks_comes_out_with_RandWire_in_it()
    {
        using TestFolder folder = new();
        JsonElement json = Assert.Single(RandWireProcess.Run(folder, "networks", "Xie et al. 2019, Table 2", "--no-measuring", "--json").Exits(0).Events);
        Dictionary<string, JsonElement> rows = json.GetProperty("networks").EnumerateArray().ToDictionary(row => row.GetProperty("network").GetString()!);
        Assert.Equal((74.7, 92.2, 5_551_777), (rows["small"].GetProperty("top1").GetDouble(), rows["small"].GetProperty("top5").GetDouble(), rows["small"].GetProperty("parameters").GetInt64()));
        Assert.Equal((74.0, "564M", 5_289_978), (rows["nasnet-a(cells=4,filters=44)"].GetProperty("top1").GetDouble(),
            rows["nasnet-a(cells=4,filters=44)"].GetProperty("publishedMultiplyAdds").GetString()!, rows["nasnet-a(cells=4,filters=44)"].GetProperty("parameters").GetInt64()));
        Assert.Equal(JsonValueKind.Null, rows["small"].GetProperty("imageNetSecondsHere").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("trainingMultiplyAddsPerSecond").ValueKind);
        // The thirteen rows of the table, two of them without a public definition.
        Assert.Equal(13, rows.Count);
        Assert.Equal(2, rows.Values.Count(row => row.GetProperty("parameters").ValueKind == JsonValueKind.Null));
        Assert.All(json.GetProperty("families").EnumerateArray(), family => Assert.NotEmpty(family.GetProperty("parameters").EnumerateArray()));
    }

    [Fact]
    public void A_training_on_ImageNet_is_reckoned_from_a_measured_rate()
    {
        using TestFolder folder = new();
        JsonElement json = Assert.Single(RandWireProcess.Run(folder, "networks", "small", "--json").Exits(0).Events);
        double rate = json.GetProperty("trainingMultiplyAddsPerSecond").GetDouble();
        Assert.True(rate > 1e8);
        JsonElement small = json.GetProperty("networks").EnumerateArray().First(row => row.GetProperty("network").GetString() == "small");
        Assert.Equal(3.0 * small.GetProperty("multiplyAdds").GetInt64() * 1_281_167 * 100 / rate, small.GetProperty("imageNetSecondsHere").GetDouble(), 1.0);
    }

    [Fact]
    public void The_table_is_written_for_a_spreadsheet()
    {
        using TestFolder folder = new();
        RandWireProcess.Run(folder, "networks", "--csv", "--no-measuring", "--out", "networks.csv").Exits(0);
        string[] lines = File.ReadAllLines(folder["networks.csv"]);
        Assert.StartsWith("family,network,size,classes,parameters,multiplyAdds,top1,top5,", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.StartsWith("resnet,resnet(depth=50),224,1000,25557032,4089184256,76.130,92.862,", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("amoebanet-c,\"amoebanet-c(cells=4,filters=50)\",", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("stands in no network's name", "networks", "nothing-of-the-kind")]
    [InlineData("Give one of them", "networks", "--csv", "--json")]
    public void What_cannot_be_listed_is_refused(string words, params string[] arguments)
    {
        using TestFolder folder = new();
        CliResult result = RandWireProcess.Run(folder, arguments).Exits(2);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
    }
}
