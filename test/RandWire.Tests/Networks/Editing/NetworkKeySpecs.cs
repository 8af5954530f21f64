using RandWire.Engine;
using RandWire.Graphs;
using RandWire.Networks;
using RandWire.Networks.Blocks;
using RandWire.Networks.Families;
using Xunit;

namespace RandWire.Tests.Networks.Editing;

/// <summary>The key of a network: what it covers, and what not.</summary>
public sealed class NetworkKeySpecs
{
    [Theory]
    // Names of nodes, their order, and the order of wires.
    [InlineData("cell(a=(in>conv3x3+norm),b=(in>conv1x1+norm),out=sum(a,b))", "cell(f=(in>conv1x1+norm),g=(in>conv3x3+norm),out=sum(g,f))")]
    [InlineData("cell(a=(in>conv3x3),b=(in>conv1x1),out=product(a,b))", "cell(a=(in>conv3x3),b=(in>conv1x1),out=product(b,a))")]
    [InlineData("cell(a=(in>conv3x3),b=(in>conv1x1),out=weighted-sum(a,b))", "cell(a=(in>conv3x3),b=(in>conv1x1),out=weighted-sum(b,a))")]
    // Where an operation stands: on a wire, in a node, in a chain.
    [InlineData("cell(a=(in>conv3x3+norm),out=(a)+relu)", "conv3x3+norm+relu")]
    [InlineData("repeat(2,conv3x3+norm)", "conv3x3+norm+(conv3x3+norm)")]
    [InlineData("sep3", "relu+dwconv3x3+conv1x1+norm+relu+dwconv3x3+conv1x1+norm")]
    // The default of a width, and words for the same layers.
    [InlineData("conv3x3", "conv3x3(8)")]
    [InlineData("sepconv3x3", "dwconv3x3+conv1x1")]
    // A wire that is left out, and a skip that does nothing.
    [InlineData("cell(a=(in>conv3x3(12)),out=sum(a,in?))+conv1x1", "conv3x3(12)+conv1x1")]
    [InlineData("skip+conv3x3", "conv3x3")]
    // Concatenations before a dense convolution.
    [InlineData("cell(a=(in>conv3x3),b=(in>conv1x1),out=cat(a,b))+norm+relu+conv1x1", "cell(a=(in>conv3x3),b=(in>conv1x1),out=cat(b,a))+norm+relu+conv1x1")]
    // The choices of all mixes of a gate, exchanged alike.
    [InlineData("mix(g,softmax,conv3x3,conv1x1)+mix(g,softmax,conv5x5,skip)", "mix(g,softmax,conv1x1,conv3x3)+mix(g,softmax,skip,conv5x5)")]
    public void Equal_networks_have_one_key(string one, string other) => Assert.Equal(Key(one), Key(other));

    [Theory]
    [InlineData("conv3x3", "conv5x5")]
    [InlineData("conv3x3(8)+conv1x1", "conv3x3(9)+conv1x1")]
    [InlineData("conv3x3", "conv3x3(bias)")]
    [InlineData("norm", "norm(eps=0.001)")]
    [InlineData("dropout(0.1)", "dropout(0.2)")]
    [InlineData("relu+norm", "norm+relu")]
    [InlineData("cell(a=(in>conv3x3),b=(a>conv3x3),out=sum(a,b))", "cell(a=(in>conv3x3),b=(in>conv3x3),out=sum(a,b))")]
    [InlineData("cell(a=(in>conv3x3),b=(in>conv1x1),out=sum(a,b))", "cell(a=(in>conv3x3),b=(in>conv1x1),out=mean(a,b))")]
    // Behind these something tells channels apart.
    [InlineData("cell(a=(in>conv3x3),b=(in>conv1x1),out=cat(a,b))+half(0)", "cell(a=(in>conv3x3),b=(in>conv1x1),out=cat(b,a))+half(0)")]
    [InlineData("cell(a=(in>conv3x3),b=(in>conv1x1),out=cat(a,b))+conv3x3(groups=4)", "cell(a=(in>conv3x3),b=(in>conv1x1),out=cat(b,a))+conv3x3(groups=4)")]
    [InlineData(
        "cell(a=(in>conv3x3),b=(in>conv1x1),c=cat(a,b),d=(in>conv3x3(in*2)),e=cat(a,b),out=sum(c,d,e))",
        "cell(a=(in>conv3x3),b=(in>conv1x1),c=cat(a,b),d=(in>conv3x3(in*2)),e=cat(b,a),out=sum(c,d,e))")]
    // The choices of the mixes of one gate, exchanged in one of them alone; and a gate for each.
    [InlineData("mix(g,softmax,conv3x3,conv1x1)+mix(g,softmax,conv5x5,skip)", "mix(g,softmax,conv1x1,conv3x3)+mix(g,softmax,conv5x5,skip)")]
    [InlineData("mix(g,softmax,conv3x3,conv1x1)+mix(g,softmax,conv5x5,skip)", "mix(g,softmax,conv3x3,conv1x1)+mix(h,softmax,conv5x5,skip)")]
    public void Different_networks_have_different_keys(string one, string other) => Assert.NotEqual(Key(one), Key(other));

    [Fact]
    public void Images_classes_and_dropout_count_and_the_preset_s_name_does_not()
    {
        NetworkSpec spec = Spec("conv3x3+norm");
        Assert.Matches("^[0-9a-f]{32}$", spec.Key);
        Assert.Equal(spec.Key, (spec with { Preset = "other" }).Key);
        Assert.NotEqual(spec.Key, (spec with { Classes = 11 }).Key);
        Assert.NotEqual(spec.Key, (spec with { Input = new TensorShape(9, 8, 8) }).Key);
        Assert.NotEqual(spec.Key, (spec with { Head = spec.Head with { Dropout = 0.5 } }).Key);
    }

    [Fact]
    public void Names_of_let_are_resolved_and_repeats_unrolled()
    {
        const string Named = "custom(input=8x8x8,classes=10) let(basic=cell(f=(in>conv3x3+norm),out=sum(f,in)+relu)) stage(channels=8,stride=1,repeat=3,body=basic) head(body=mean+fc)";
        const string Cell = "cell(other=(in>conv3x3+norm),out=sum(in,other)+relu)";
        string unrolled = $"custom(input=8x8x8,classes=10) stage(channels=8,stride=1,body={Cell}) stage(channels=8,stride=1,body={Cell}+{Cell}) head(body=mean+fc)";
        Assert.Equal(NetworkSpec.Parse(Named).Key, NetworkSpec.Parse(unrolled).Key);
    }

    [Fact]
    public void Random_stages_count_by_the_graph_that_they_drew()
    {
        Dictionary<string, HashSet<string>> keys = [];
        for (int seed = 0; seed < 60; seed++)
        {
            Wired wired = new(WiringSpec.Parse("er(n=4,p=0.5)", seed), NodeSpec.Paper);
            Dag dag = wired.Wiring.ToDag();
            string drawn = Stage(wired).Key, written = Stage(wired with { Wiring = new ExplicitWiring(dag.NodeCount, [.. dag.Edges]) }).Key;
            Assert.Equal(drawn, written);
            if (!keys.TryGetValue(drawn, out HashSet<string>? graphs)) keys[drawn] = graphs = [];
            graphs.Add(string.Join(' ', dag.Edges.ToArray()));
        }
        Assert.InRange(keys.Count, 15, 31);
        Assert.Contains(keys.Values, static graphs => graphs.Count > 1);
        Assert.Equal(Stage(new Wired(new ExplicitWiring(3, [new Edge(0, 1)]), NodeSpec.Paper)).Key, Stage(new Wired(new ExplicitWiring(3, [new Edge(1, 2)]), NodeSpec.Paper)).Key);
    }

    [Fact]
    public void All_presets_and_families_have_exact_keys_of_their_own()
    {
        PresetOptions options = new() { Height = 32, Width = 32, Classes = 10 };
        NetworkSpec[] networks = [.. Presets.Names.Select(name => Presets.Create(name, options)), .. SpecPool.Families.Select(family => FamilyCatalog.Create(family.Name, options))];
        string[] keys = [.. networks.Select(static network => network.Key)];
        Assert.All(keys, static key => Assert.Matches("^[0-9a-f]{32}$", key));
        Assert.Equal(networks.Length, keys.Distinct().Count());
        // What was decided stays: keys stand in journals.
        Assert.Equal("e92ba80921af3d2b7874afbddc6ce242", Presets.Create("tiny", options).Key);
    }

    private static string Key(string body) => Spec(body).Key;

    private static NetworkSpec Spec(string body) => NetworkSpec.Parse($"custom(input=8x8x8,classes=10) stage(channels=8,stride=1,body={body}) head(body=mean+fc)");

    private static NetworkSpec Stage(Wired wired) => new NetworkSpec
    {
        Input = new TensorShape(8, 8, 3),
        Classes = 10,
        Stages = [new StageSpec { Channels = 8, Stride = 2, Body = wired }],
        Head = new HeadSpec(8, 0),
    }.Checked();
}
