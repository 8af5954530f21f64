using CsCheck;
using RandWire.Graphs;
using RandWire.Networks;
using Xunit;

namespace RandWire.Tests.Networks;

public sealed class PresetSpecs
{
    private const string Ws = "ws(k=4,p=0.75)";

    [Fact]
    public void The_regular_regime_has_half_the_nodes_in_its_first_stage_and_dropout()
    {
        NetworkSpec spec = Presets.Create("regular", new PresetOptions());
        Assert.Equal("ws(n=16,k=4,p=0.75)", spec.Stages[0].Wired!.Wiring.Text);
        Assert.All(spec.Stages[1..], stage => Assert.Equal("ws(n=32,k=4,p=0.75)", stage.Wired!.Wiring.Text));
        Assert.Equal([109, 218, 436, 872], spec.Stages.Select(stage => stage.Channels));
        Assert.Equal([new StemConvolution(54, 2)], spec.Stem.Convolutions);
        Assert.Equal(new HeadSpec(1280, 0.2), spec.Head);
        Assert.Equal(2, spec.StageNumber(0));
    }

    [Fact]
    public void A_wiring_with_n_is_used_as_it_is()
    {
        NetworkSpec spec = Presets.Create("regular", new PresetOptions { Wiring = "er(n=20,p=0.2)" });
        Assert.All(spec.Stages, stage => Assert.Equal("er(n=20,p=0.2)", stage.Wired!.Wiring.Text));
    }

    [Fact]
    public void One_seed_for_all_stages_is_the_default_and_shares_the_graph()
    {
        NetworkSpec spec = Presets.Create("small", new PresetOptions { Seed = -5 });
        Assert.All(spec.Stages, stage => Assert.Equal(spec.Stages[0].Wired!.Wiring, stage.Wired!.Wiring));
    }

    [Fact]
    public void A_seed_per_stage_is_derived_from_the_seed_and_the_stages_number()
    {
        NetworkSpec spec = Presets.Create("small", new PresetOptions { Seed = 7, SeedPerStage = true });
        long[] expected = [Presets.StageSeed(7, 3), Presets.StageSeed(7, 4), Presets.StageSeed(7, 5)];
        Assert.Equal(expected, spec.Stages.Select(stage => ((GeneratedWiring)stage.Wired!.Wiring).Seed));
        Assert.Equal(3, spec.Stages.Select(stage => stage.Wired!.Wiring).Distinct().Count());
        Gen.Select(Gen.Long, Gen.Int[1, 50]).Sample((seed, number) => Presets.StageSeed(seed, number) is >= 0 and <= int.MaxValue);
    }

    [Fact]
    public void Stage_seeds_never_change() => Assert.Equal([1023851303, 41129119], [Presets.StageSeed(1, 3), Presets.StageSeed(-1, 4)]);

    [Theory]
    [InlineData("tiny", 2e6, 6e6)]
    [InlineData("fashion", 9e6, 15e6)]
    [InlineData("cifar", 50e6, 90e6)]
    [InlineData("medium", 15e6, 25e6)]
    public void Presets_for_small_images_stay_within_their_cost(string preset, double least, double most)
    {
        foreach (string wiring in (string[])["er(p=0.2)", "er(p=0.8)", "ba(m=1)", "ba(m=7)", "ws(k=2,p=1)", Ws, "ws(k=8,p=0.25)"])
            Assert.InRange(Presets.Create(preset, new PresetOptions { Classes = 10, Wiring = wiring }).Cost().MultiplyAddsConvFc, least, most);
    }

    [Fact]
    public void Presets_for_small_images_need_no_channel_padding()
    {
        foreach (string preset in Presets.Names.Except(["small", "regular"]))
        {
            NetworkSpec spec = Presets.Create(preset, new PresetOptions());
            Assert.All(spec.Stem.Convolutions, convolution => Assert.Equal(0, convolution.Channels % 16));
            Assert.All(spec.Stages, stage => Assert.Equal(0, stage.Channels % 16));
            Assert.Equal(0, spec.Head.Channels % 16);
        }
    }

    [Fact]
    public void A_graph_file_becomes_the_wiring_of_every_stage()
    {
        string? path = SharedData.Path("data/celegans/celegansneural.gml");
        Assert.SkipWhen(path is null, "The shared data is not here.");
        NetworkSpec spec = Presets.Create("tiny", new PresetOptions { Wiring = path, Classes = 10 });
        Assert.All(spec.Stages, stage => Assert.Equal(297, Assert.IsType<ExplicitWiring>(stage.Wired!.Wiring).Nodes));
        Assert.Equal(spec, NetworkSpec.Parse(spec.Text));
        Assert.Equal(spec.Cost().Parameters, spec.Lower().TrainedParameterCount);
    }

    [Theory]
    [InlineData("resnet", Ws, "preset = 'resnet' is not known. Choose one of tiny, fashion, cifar, medium, small, regular.")]
    [InlineData("small", "missing.gml", "there is no such graph file")]
    [InlineData("small", "ws(k=5,p=0.75)", "k = 5")]
    [InlineData("tiny", "ws(k=12,p=0.75)", "k = 12")]
    public void What_cannot_be_made_is_refused_with_advice(string preset, string wiring, string message) => Assert.Contains(
        message, Assert.Throws<SpecException>(() => Presets.Create(preset, new PresetOptions { Wiring = wiring })).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(28, 28, 10, 3000, 7e12, "fashion")]
    [InlineData(28, 28, 10, 3000, 3e12, "tiny")]
    [InlineData(28, 28, 10, 3000, 1e9, "tiny")]
    [InlineData(28, 28, 200, 3000, 1e9, "fashion")]
    [InlineData(32, 32, 10, 45000, 130e12, "cifar")]
    [InlineData(32, 32, 100, 45000, 1e12, "fashion")]
    [InlineData(64, 64, 5, 700, 36e12, "medium")]
    [InlineData(240, 320, 5, 700, 36e12, "medium")]
    [InlineData(240, 320, 1000, 1_200_000, 1e17, "small")]
    [InlineData(240, 320, 1000, 1_200_000, double.PositiveInfinity, "regular")]
    public void Auto_takes_the_largest_preset_that_size_and_budget_allow(int height, int width, int classes, int images, double budget, string preset)
    {
        Assert.Equal(preset, Presets.Choose(height, width, classes, images, budget, out string reason));
        Assert.Contains($"{height}x{width} images in {classes} classes: {preset} costs", reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fashion", 28, 28, 28, 28)]
    [InlineData("fashion", 8, 8, 28, 28)]
    [InlineData("medium", 64, 96, 64, 96)]
    [InlineData("medium", 240, 320, 64, 64)]
    [InlineData("small", 240, 320, 224, 224)]
    public void Images_keep_their_size_where_the_preset_is_made_for_it(string preset, int height, int width, int fitHeight, int fitWidth) =>
        Assert.Equal((fitHeight, fitWidth), Presets.InputSize(preset, height, width));
}
