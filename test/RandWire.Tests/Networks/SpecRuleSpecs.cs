using RandWire.Engine;
using RandWire.Graphs;
using RandWire.Networks;
using RandWire.Networks.Blocks;
using Xunit;

namespace RandWire.Tests.Networks;

public sealed class SpecRuleSpecs
{
    private static readonly NetworkSpec Valid = Presets.Create("cifar", new PresetOptions { Classes = 10 });

    public static TheoryData<string, string> Broken => new()
    {
        { "height", "input: height = 0 must lie in [1, 8192]" },
        { "classes", "network: classes = 1 must lie in [2, 100000]. A classifier tells at least two classes apart." },
        { "no stages", "network: stages = 0 must lie in [1, 1000]" },
        { "default stages", "network: stages = 0" },
        { "channels", "stage2: channels = -1 must lie in [1, 8192]" },
        { "stride", "stage2: stride = 3 must be 1 or 2" },
        { "dropout", "head: dropout = 1 must lie in [0, 1)" },
        { "dropout NaN", "head: dropout = NaN must lie in [0, 1)" },
        { "name", "must be 1 to 40 lower-case letters" },
        { "wiring without n", "ws(k=4,p=0.75): a stage's wiring needs its number of nodes" },
        { "wiring too large", "is more than the 4096 nodes that a stage may hold" },
        { "k odd", "k = 3" },
        { "dag backwards", "dag: wire 2-1 must go from a lower to a higher node within [0, 3]" },
        { "dag twice", "dag: wire 0-1 is out of order or given twice" },
        { "dag empty", "dag: n = 0 must lie in [1, 4096]" },
        { "stride without carrier", "stage3: stride 2 needs a convolution or pooling in the transform" },
        { "channels without convolution", "stage3: nothing in the transform turns 32 channels into 96. Add conv1x1 or set channels to 32." },
        { "concatenation without convolution", "stage2: concatenation needs a convolution in the transform to come back to 32 channels" },
        { "shrunk", "stage3: the image has already shrunk to 1x1" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_rule_is_named_with_its_value_its_range_and_advice(string rule, string message) =>
        Assert.Contains(message, Assert.Throws<SpecException>(() => Break(rule).Checked()).Message, StringComparison.Ordinal);

    [Fact]
    public void Weights_that_no_tensor_can_hold_are_refused_before_anything_is_built()
    {
        NodeSpec node = new() { Aggregation = Join.Concatenation, Transform = Layer.Of("conv3x3") };
        NetworkSpec spec = WithStage(0, stage => stage with { Channels = 8000, Body = new Wired(new GeneratedWiring(new ErdosRenyi(64, 1), 1), node) });
        Assert.Contains("Use fewer channels", Assert.Throws<SpecException>(() => spec.Lower()).Message, StringComparison.Ordinal);
        Assert.Throws<SpecException>(() => spec.Cost());
    }

    [Fact]
    public void A_cost_beyond_64_bits_is_refused()
    {
        NodeSpec node = new() { Transform = Layer.Of("conv3x3") };
        NetworkSpec spec = WithStage(0, stage => stage with { Channels = 8192, Body = new Wired(new GeneratedWiring(new ErdosRenyi(1000, 0), 1), node) });
        spec = spec with { Input = new TensorShape(8192, 8192, 3), Stem = new StemSpec([new StemConvolution(8192, 1)]) };
        Assert.Contains("exceeds 64 bits", Assert.Throws<SpecException>(() => spec.Cost()).Message, StringComparison.Ordinal);
    }

    private static NetworkSpec Break(string rule) => rule switch
    {
        "height" => Valid with { Input = new TensorShape(0, 32, 3) },
        "classes" => Valid with { Classes = 1 },
        "no stages" => Valid with { Stages = [] },
        "default stages" => Valid with { Stages = default },
        "channels" => WithStage(0, stage => stage with { Channels = -1 }),
        "stride" => WithStage(0, stage => stage with { Stride = 3 }),
        "dropout" => Valid with { Head = Valid.Head with { Dropout = 1 } },
        "dropout NaN" => Valid with { Head = Valid.Head with { Dropout = double.NaN } },
        "name" => Valid with { Preset = "My Net" },
        "wiring without n" => WithWiring(new GeneratedWiring(new WattsStrogatz(null, 4, 0.75), 1)),
        "wiring too large" => WithWiring(new GeneratedWiring(new WattsStrogatz(5000, 4, 0.75), 1)),
        "k odd" => WithWiring(new GeneratedWiring(new WattsStrogatz(10, 3, 0.75), 1)),
        "dag backwards" => WithWiring(new ExplicitWiring(4, [new Edge(2, 1)])),
        "dag twice" => WithWiring(new ExplicitWiring(4, [new Edge(0, 1), new Edge(0, 1)])),
        "dag empty" => WithWiring(new ExplicitWiring(0, [])),
        "stride without carrier" => WithStage(1, stage => stage with { Channels = 16, Body = WithNode(stage, new() { Transform = Layer.Of("relu") }) }),
        "channels without convolution" => WithStage(1, stage => stage with { Body = WithNode(stage, new() { Transform = Layer.Of("maxpool3x3") }) }),
        "concatenation without convolution" =>
            WithStage(0, stage => stage with { Body = WithNode(stage, new() { Aggregation = Join.Concatenation, Transform = Layer.Of("relu") }) }),
        _ => Valid with { Input = new TensorShape(1, 1, 3) },
    };

    private static NetworkSpec WithWiring(WiringSpec wiring) => WithStage(0, stage => stage with { Body = stage.Wired! with { Wiring = wiring } });

    private static Wired WithNode(StageSpec stage, NodeSpec node) => stage.Wired! with { Node = node };

    private static NetworkSpec WithStage(int index, Func<StageSpec, StageSpec> change) =>
        Valid with { Stages = Valid.Stages.SetItem(index, change(Valid.Stages[index])) };
}
