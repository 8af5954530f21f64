using CsCheck;
using RandWire.Graphs;
using RandWire.Networks;
using RandWire.Search;
using RandWire.Tests.Search.Strategies;
using Xunit;

namespace RandWire.Tests.Search.Spaces;

public sealed class SearchSpaceSpecs
{
    [Fact]
    public void A_space_too_large_to_list_is_known_by_its_corners()
    {
        Assert.Equal(["ba(m=1)", "ba(m=2)"], SearchSpace.Parse("ba(m=1|2)").Listed(4));
        Assert.Equal(["ws(k=2,p=0.1)", "ws(k=2,p=0.9)", "ws(k=8,p=0.1)", "ws(k=8,p=0.9)", "ba(m=3)"], SearchSpace.Parse("ws(k=2..8,p=0.1..0.9) ba(m=3)").Listed(4));
    }

    [Theory]
    [InlineData("ws( P=0..1 , k=2..8:2 )  er(p=0.10..0.9)", "ws(k=2..8,p=0..1) er(p=0.1..0.9)")]
    [InlineData("ba(m=1|2|5);chain()", "ba(m=1|2|5) chain()")]
    [InlineData("ws(k=2|4..9:4,p=0.25|0.50..1:0.25,n=10)", "ws(n=10,k=2|4..8:4,p=0.25|0.5..1:0.25)")]
    [InlineData("er(p=0.5,ratio=1..2,width=8..32:8)", "er(p=0.5,width=8..32:8,ratio=1..2)")]
    [InlineData("er(p=0.3..0.3)", "er(p=0.3)")]
    public void Texts_are_brought_to_one_form_that_reads_back(string text, string canonical)
    {
        Assert.Equal(canonical, SearchSpace.Parse(text).Text);
        Assert.Equal(canonical, SearchSpace.Parse(canonical).Text);
    }

    [Fact]
    public void Settings_stand_in_the_order_of_the_text_the_last_parameter_fastest()
    {
        Assert.Equal(["ws(k=2,p=0)", "ws(k=2,p=0.5)", "ws(k=2,p=1)", "ws(k=4,p=0)", "ws(k=4,p=0.5)", "ws(k=4,p=1)", "ba(m=7)"], SearchSpace.Parse("ws(k=2..4,p=0..1:0.5) ba(m=7)").Settings());
        Assert.Equal(["er(p=0.1)", "er(p=0.3)", "er(p=0.5)", "er(p=0.7)", "er(p=0.9)"], SearchSpace.Parse("er(p=0.1..0.9)").Settings(5));
        Assert.Equal(Wirings.Paper, SearchSpace.Parse("paper").Settings());
        Assert.Equal(Wirings.Paper, SearchSpace.Of(Wirings.Paper).Settings());
    }

    [Theory]
    [InlineData("", "The space is empty")]
    [InlineData("xx(p=1)", "'xx(p=1)' is no term of a space")]
    [InlineData("ws", "is no term of a space")]
    [InlineData("ws(k=2..8,q=1)", "unknown parameter 'q'")]
    [InlineData("er(k=2,p=0.1)", "unknown parameter 'k'. er takes n, p")]
    [InlineData("ws(k=2..8)", "parameter p is missing")]
    [InlineData("ws(k=3..7,p=0.5)", "k = 3 must be even")]
    [InlineData("er(p=0..1.5)", "p = 1.5 must be a number in [0, 1]")]
    [InlineData("er(p=0.9..0.1)", "goes down. Write it 0.1..0.9")]
    [InlineData("er(p=0..1:0)", "the step must be above 0")]
    [InlineData("er(p=a..b)", "'a' is no number")]
    [InlineData("er(p=0..1|0.5)", "mixes a range of all numbers")]
    [InlineData("ba(m=1|1)", "holds a value twice")]
    [InlineData("ba(m=1.5)", "m takes whole numbers")]
    [InlineData("ba(m=1,m=2)", "m is given twice")]
    [InlineData("ba(1)", "not of the form key=values")]
    [InlineData("er(p=0..1:0.00001)", "at most 10000 are allowed")]
    [InlineData("er(p=0.5,ratio=0.01..2)", "ratio = 0.01 must be a number in [0.125, 8]")]
    [InlineData("er(p=0.5,width=0..8)", "width = 0 must be a whole number in [1, 8192]")]
    [InlineData("ws(k=2,p=0.5", "parentheses do not match")]
    public void A_refusal_says_what_is_wrong(string text, string words) =>
        Assert.Contains(words, Assert.Throws<SpecException>(() => SearchSpace.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Too_many_settings_are_not_listed() =>
        Assert.Contains("too many to list", Assert.Throws<SpecException>(() => SearchSpace.Parse("er(p=0..1:0.001,width=1..1000)").Settings()).Message, StringComparison.Ordinal);

    [Fact]
    public void A_point_of_a_range_is_a_setting_within_it_that_the_space_of_networks_reads() => Gen.Select(Gen.Double[0, 0.999999], Gen.Double[0, 0.999999], Gen.Double[0, 0.999999]).Sample((a, b, c) =>
    {
        SpaceTerm term = SearchSpace.Parse("ws(k=2..8,p=0.25..0.75,width=8..32)").Terms[0];
        string setting = term.At([a, b, c]);
        SettingText text = SettingText.Parse(setting);
        WattsStrogatz model = Assert.IsType<WattsStrogatz>(GraphModel.Parse(text.Wiring));
        Assert.Contains(model.Neighbors, (int[])[2, 4, 6, 8]);
        Assert.InRange(model.Rewire, 0.25, 0.75);
        Assert.InRange(text.Width!.Value, 8, 32);
    });

    [Fact]
    public void Width_and_ratio_of_a_setting_are_those_of_the_network()
    {
        NetworkSpec usual = SearchCases.Space().Spec("ws(k=4,p=0.75)", 1), wide = SearchCases.Space().Spec("ws(k=4,p=0.75,width=24,ratio=1.5)", 1);
        Assert.Equal([32, 64], usual.Stages.Select(static stage => stage.Channels!.Value));
        Assert.Equal([24, 36], wide.Stages.Select(static stage => stage.Channels!.Value));
        Assert.Equal(usual.Stages[0].Wired!.Wiring.Text, wide.Stages[0].Wired!.Wiring.Text);
        Assert.Equal(wide, NetworkSpec.Parse(wide.Text));
    }
}
