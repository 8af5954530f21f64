using System.Text.RegularExpressions;
using CsCheck;
using RandWire.Graphs;
using RandWire.Networks;
using Xunit;

namespace RandWire.Tests.Networks;

public sealed class SpecFormSpecs
{
    private static NetworkSpec Tiny => Presets.Create("tiny", new PresetOptions { Classes = 10 });

    [Fact]
    public void The_text_of_every_spec_parses_back_to_an_equal_spec() =>
        SpecGen.Network.Sample(spec =>
        {
            NetworkSpec back = NetworkSpec.Parse(spec.Text);
            return back == spec && back.Text == spec.Text && back.GetHashCode() == spec.GetHashCode();
        });

    [Fact]
    public void The_JSON_of_every_spec_parses_back_to_an_equal_spec() =>
        SpecGen.Network.Sample(spec => NetworkSpec.FromJson(spec.ToJson()) == spec && NetworkSpec.FromJson(spec.ToJson(indented: false)) == spec);

    [Fact]
    public void Specs_are_equal_exactly_when_their_texts_are() =>
        Gen.Select(SpecGen.Network, SpecGen.Network).Sample((a, b) => (a == b) == (a.Text == b.Text) && (a.Id == b.Id) == (a == b));

    [Fact]
    public void The_text_of_the_papers_small_network_is_as_documented() => Assert.Equal(
        "small(input=224x224x3,classes=1000) conv(channels=39,stride=2) conv(channels=78,stride=2) "
        + "stage(channels=78,stride=2,wiring=ws(n=32,k=4,p=0.75),seed=1,aggregation=weighted-sum,transform=relu+sepconv3x3+norm) "
        + "stage(channels=156,stride=2,wiring=ws(n=32,k=4,p=0.75),seed=1,aggregation=weighted-sum,transform=relu+sepconv3x3+norm) "
        + "stage(channels=312,stride=2,wiring=ws(n=32,k=4,p=0.75),seed=1,aggregation=weighted-sum,transform=relu+sepconv3x3+norm) "
        + "head(channels=1280,dropout=0)",
        Presets.Create("small", new PresetOptions()).Text);

    [Fact]
    public void What_is_left_out_of_a_text_is_the_papers() => Assert.Equal(
        Tiny,
        NetworkSpec.Parse(
            "tiny(input=28x28x3,classes=10)  conv(channels=16, stride=1) stage(channels=32,wiring=ws(n=10,k=4,p=0.75)) "
            + "stage(channels=64,wiring=WS(n=10, k=4, p=.75)) head(channels=128)"));

    [Theory]
    [InlineData("\"classes\": 10", "\"classes\": 10, \"clases\": 9", "network: the field 'clases' is not known here. Known: preset, input, classes, let, stem, stages, head. Remove it")]
    [InlineData("\"stride\": 1", "\"strides\": 1", "network.stem[0]: the field 'stride' is missing (found: strides)")]
    [InlineData("\"dropout\": 0", "\"dropout\": 0, \"bias\": true", "network.head: the field 'bias' is not known here")]
    [InlineData("\"height\": 28", "\"height\": 28, \"height\": 29", "network.input: the field 'height' is given twice")]
    [InlineData("\"classes\": 10", "\"classes\": \"ten\"", "network.classes must be a whole number")]
    [InlineData("\"classes\": 10", "\"classes\": 1e99", "network.classes must be a whole number")]
    [InlineData("\"relu\"", "\"glu\"", "stage2.node0: 'glu' is no layer and no block. Blocks: sep3, sep5, sep7, dil3, dil5. Layers: relu, relu6")]
    [InlineData("weighted-sum", "max", "'max' is no aggregation. Known: weighted-sum, sum, mean, concatenation")]
    [InlineData("\"classes\": 10", "\"classes\": 10,", "JSON is malformed")]
    public void JSON_that_is_not_understood_is_refused_by_name(string written, string changed, string message)
    {
        string json = Tiny.ToJson();
        Assert.Contains(written, json, StringComparison.Ordinal);
        string broken = new Regex(Regex.Escape(written)).Replace(json, changed, 1);
        Assert.Contains(message, Assert.Throws<SpecException>(() => NetworkSpec.FromJson(broken)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[1, 2]", "network must be an object")]
    [InlineData("null", "network must be an object")]
    [InlineData("", "malformed")]
    [InlineData("{}", "'input' is missing")]
    [InlineData("{\"preset\": \"\\ud800\"}", "no valid Unicode")]
    public void JSON_of_another_kind_is_refused(string json, string message) =>
        Assert.Contains(message, Assert.Throws<SpecException>(() => NetworkSpec.FromJson(json)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("", "A network's text is")]
    [InlineData("a b c", "'a' is not of the form")]
    [InlineData("x(input=9x9x3,classes=2) conv(channels=8) stage(channels=8,wiring=ws(n=4,k=2,p=0) head(channels=8)", "parentheses do not match")]
    [InlineData("x(input=9x9,classes=2) conv(channels=8) stage(channels=8,wiring=ws(n=4,k=2,p=0)) head(channels=8)", "Write it as 32x32x3")]
    [InlineData("x(input=9x9x3,classes=2,colour=1) conv(channels=8) stage(channels=8,wiring=ws(n=4,k=2,p=0)) head(channels=8)", "'colour' is not known here")]
    [InlineData("x(input=9x9x3,classes=2) conv(channels=8) stage(wiring=ws(n=4,k=2,p=0)) head(channels=8)", "'channels' is missing")]
    [InlineData("x(input=9x9x3,classes=2) stage(channels=8,wiring=ws(n=4,k=2,p=0)) conv(channels=8) head(channels=8)", "The order is let(...) and conv(...) first")]
    [InlineData("x(input=9x9x3,classes=2) conv(channels=8) stage(channels=8,wiring=dag(n=3,e=0-1.1)) head(channels=8)", "'1' is no wire")]
    [InlineData("x(input=9x9x3,classes=2) conv(channels=8,channels=9) stage(channels=8,wiring=dag(n=3,e=)) head(channels=8)", "'channels' is given twice")]
    [InlineData("x(input=9x9x3,classes=99999999999) conv(channels=8) stage(channels=8,wiring=dag(n=3,e=)) head(channels=8)", "no whole number")]
    public void Text_that_is_not_understood_is_refused_with_advice(string text, string message) =>
        Assert.Contains(message, Assert.Throws<SpecException>(() => NetworkSpec.Parse(text)).Message, StringComparison.Ordinal);
}
