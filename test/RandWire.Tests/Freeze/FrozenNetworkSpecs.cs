using System.Globalization;
using RandWire.Engine;
using RandWire.Networks;
using Xunit;
using Program = RandWire.Engine.Program;

namespace RandWire.Tests.Freeze;

public sealed class FrozenNetworkSpecs
{
    [Fact]
    public void Every_preset_wiring_and_aggregation_keeps_its_text_program_weights_and_cost()
    {
        (string Name, NetworkSpec Spec)[] grid = [.. FrozenNetworks.Grid()];
        Assert.Equal((6 * 25 * 4) + 3, grid.Length);
        FrozenText.Check("grid.txt", Each(grid, one => $"{one.Name}: {Line(one.Spec)}"));
    }

    [Fact]
    public void Every_preset_wiring_and_aggregation_takes_the_arena_that_it_took()
    {
        // Another plan may take another arena for a good reason: accept these lines then, as any golden file's.
        (string Name, NetworkSpec Spec)[] grid = [.. FrozenNetworks.Grid()];
        FrozenText.Check("arenas.txt", Each(grid, one =>
        {
            NetworkCost cost = one.Spec.Cost(batchSize: 16);
            return string.Create(CultureInfo.InvariantCulture, $"{one.Name}: training={cost.TrainingArenaBytes} inference={cost.InferenceArenaBytes}");
        }), mayChange: true);
    }

    [Fact]
    public void Random_specs_keep_their_texts_programs_weights_and_costs()
    {
        if (FrozenText.IsWriting && !File.Exists(FrozenText.PathOf("random-specs.txt"))) FrozenText.Check("random-specs.txt", RandomSpecTexts.Draw(200));
        string[] texts = FrozenNetworks.RandomTexts();
        Assert.Equal(200, texts.Length);
        FrozenText.Check("random-hashes.txt", Each(texts, text =>
        {
            NetworkSpec spec = NetworkSpec.Parse(text);
            Assert.Equal(text, spec.Text);
            return Line(spec);
        }));
    }

    [Fact]
    public void A_frozen_spec_is_read_back_from_the_JSON_that_it_was_written_as()
    {
        string[] texts = FrozenNetworks.RandomTexts()[..50];
        FrozenText.Check("random-specs.json.txt", [.. texts.Select(text => NetworkSpec.Parse(text).ToJson(indented: false))]);
        Assert.Equal(texts, FrozenText.Read("random-specs.json.txt").Select(json => NetworkSpec.FromJson(json).Text));
    }

    [Fact]
    public void A_few_programs_are_written_out_so_that_a_difference_can_be_read()
    {
        string[] texts = FrozenNetworks.RandomTexts()[..6];
        FrozenText.Check("programs.txt", [.. texts.SelectMany(text => ProgramLines.Of(NetworkSpec.Parse(text).Lower()).Prepend(text))]);
    }

    [Theory]
    [InlineData("relu")]
    [InlineData("sepconv3x3")]
    [InlineData("conv3x3")]
    [InlineData("conv1x1")]
    [InlineData("maxpool3x3")]
    [InlineData("avgpool3x3")]
    [InlineData("norm")]
    [InlineData("weighted-sum")]
    [InlineData("aggregation=sum")]
    [InlineData("aggregation=mean")]
    [InlineData("concatenation")]
    [InlineData("dag(")]
    [InlineData("er(")]
    [InlineData("ba(")]
    [InlineData("ba-star(")]
    [InlineData("ws(")]
    [InlineData("ws-connected(")]
    [InlineData("x1,classes")]
    [InlineData("dropout=0.2")]
    [InlineData("stride=1,wiring")]
    [InlineData("stride=2,wiring")]
    [InlineData(",stride=1) conv(")]
    [InlineData(",stride=2) conv(")]
    public void Frozen_random_specs_cover(string part) =>
        Assert.InRange(FrozenNetworks.RandomTexts().Count(text => text.Contains(part, StringComparison.Ordinal)), 10, 200);

    // The id is the hash of the text; both are promised.
    private static string Line(NetworkSpec spec)
    {
        Assert.Equal(spec.Id, FrozenHash.Of(spec.Text));
        Program program = spec.Lower();
        using ParameterStore store = new(program, Seed.From(1));
        NetworkCost cost = spec.Cost();
        return string.Create(CultureInfo.InvariantCulture,
            $"id={spec.Id} program={FrozenHash.Of(string.Join('\n', ProgramLines.Of(program)))} weights={FrozenHash.OfValues(store)} "
            + $"parameters={cost.Parameters} multiply-adds={cost.MultiplyAddsConvFc} all={cost.MultiplyAddsAll} activations={cost.ActivationBytes}");
    }

    private static string[] Each<T>(T[] items, Func<T, string> line)
    {
        string[] lines = new string[items.Length];
        Parallel.For(0, items.Length, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i => lines[i] = line(items[i]));
        return lines;
    }
}
