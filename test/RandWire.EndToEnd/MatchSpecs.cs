using System.Text.Json;
using Xunit;

namespace RandWire.EndToEnd;

/// <summary><c>--match</c>: a network as wide as a count asks for.</summary>
public sealed class MatchSpecs
{
    [Theory]
    [InlineData("multiplyAddsConvFc", 10e6, "--match", "multiplyadds=10M", "--network", "resnet(depth=20)")]
    [InlineData("parameters", 0.67e6, "--match", "parameters=0.67M", "--network", "densenet(depth=40)")]
    [InlineData("multiplyAddsConvFc", 40e6, "--match", "multiplyadds=40000k", "--preset", "cifar", "--wiring", "er(p=0.2)", "--seed", "3")]
    [InlineData("parameters", 0.67e6, "--match", "parameters=670000", "--network", "resnet(depth=20)", "--wiring", "ws(k=4,p=0.75)")]
    public void Cost_comes_within_two_percent_and_tells_what_was_chosen(string member, double target, params string[] options)
    {
        using TestFolder folder = new();
        CliResult result = RandWireProcess.Run(folder, ["cost", "--size", "32", "--classes", "10", "--json", .. options]).Exits(0).Complains("Note: ", "widths times", "Channels:", "% from the target");
        JsonElement cost = Assert.Single(result.Events);
        Assert.InRange(cost.GetProperty(member).GetDouble(), 0.98 * target, 1.02 * target);
        Assert.Equal(["parameters", "multiplyAddsConvFc", "multiplyAddsAll", "activationBytes", "trainingArenaBytes", "inferenceArenaBytes", "stages"],
            cost.EnumerateObject().Select(one => one.Name));
    }

    // Ten times the usual width and twice the depth: the stem is left with one channel for three colours.
    [Fact]
    public void A_network_that_becomes_narrower_than_its_images_is_told_so()
    {
        using TestFolder folder = new();
        RandWireProcess.Run(folder, "cost", "--network", "wideresnet(depth=28,width=10)", "--size", "32", "--match", "multiplyadds=40M").Exits(0)
            .Complains("With 1 channel it is narrower at one place than the images, which have 3: ask for more, or take a member that is narrower or shallower itself.");
    }

    [Fact]
    public void Draw_takes_it_too()
    {
        using TestFolder folder = new();
        RandWireProcess.Run(folder, "draw", "resnet(depth=20)", "--size", "32", "--match", "multiplyadds=10M", "--out", "narrow.svg").Exits(0).Complains("widths times");
        Assert.Contains("x8", File.ReadAllText(folder["narrow.svg"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Train_trains_the_matched_network_and_its_model_keeps_its_widths()
    {
        using TestFolder folder = new();
        folder.WriteStripes("data");
        string[] command = ["train", "data", "--preset", "tiny", "--epochs", "1", "--match", "parameters=20k", "--out", "run"];
        RandWireProcess.Run(folder, command).Exits(0).Complains("widths times");
        JsonElement cost = Assert.Single(RandWireProcess.Run(folder, "cost", "run", "--json").Exits(0).Events);
        Assert.InRange(cost.GetProperty("parameters").GetInt64(), 19_600, 20_400);
        RandWireProcess.Run(folder, "cost", "run/model.safetensors", "--match", "parameters=10k").Exits(2).Complains("trained model", "spec file");
        RandWireProcess.Run(folder, "cost", "run/spec.json", "--match", "parameters=10k").Exits(0).Complains("widths times");
    }

    [Theory]
    [InlineData("cost|--match|70M", "--match", "'70M' is no count", "multiplyadds=70M")]
    [InlineData("cost|--match|", "--match", "empty")]
    [InlineData("cost|--match|multiplyadds=70M|--channels|8", "--match", "--channels 8", "both say how wide")]
    [InlineData("cost|--preset|cifar|--match|multiplyadds=1", "cifar", "multiplyadds=1", "nearest counts")]
    [InlineData("cost|--network|resnet(depth=20)|--match|parameters=10", "resnet20", "The smallest that its widths come to")]
    [InlineData("draw|ws(n=8,k=2,p=0.5)|--match|parameters=10k", "a graph", "--preset")]
    public void What_cannot_be_matched_is_refused(string commandLine, params string[] named)
    {
        using TestFolder folder = new();
        RandWireProcess.Run(folder, commandLine.Split('|')).Exits(2).Complains(named);
    }
}
