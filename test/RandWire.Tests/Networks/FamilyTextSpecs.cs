using RandWire.Graphs;
using RandWire.Networks;
using RandWire.Networks.Families;
using Xunit;

namespace RandWire.Tests.Networks;

/// <summary>What a family's file may say: expressions with decimals, comparisons, macros.</summary>
public sealed class FamilyTextSpecs
{
    [Theory]
    [InlineData("10*w", "1.1", 11)]
    [InlineData("100*w", "0.29", 29)] // 28 in binary floating point.
    [InlineData("3*w*10", "0.1", 3)]
    [InlineData("10/4*4", "1", 10)] // Rounded in the end alone.
    [InlineData("floor(10/4)*4", "1", 8)]
    [InlineData("ceil(10/4)*4", "1", 12)]
    [InlineData("ceil(8/4)", "1", 2)]
    [InlineData("7-10*w%4", "1.5", 4)]
    [InlineData("max(8,32*w)", "0.1", 8)]
    [InlineData("max(8,32*w)", "0.5", 16)]
    [InlineData("round8(24*w)", "1.4", 32)] // 33.6.
    [InlineData("round8(32*w)", "0.35", 16)] // 11.2: 8 would lose over a tenth.
    [InlineData("round8(3)", "1", 8)]
    [InlineData("round8(96*w)", "0.1", 16)] // 9.6: 8 would lose over a tenth.
    [InlineData("(1+2)*3-4", "1", 5)]
    public void A_hole_holds_an_exact_expression_rounded_down(string expression, string width, int channels) => Assert.Equal(
        channels,
        Channels("parameter w=1 0.1..8: it\n" + Network(expression), $"x(w={width})"));

    [Theory]
    [InlineData("w<1", "0.9", true)]
    [InlineData("w<1", "1", false)]
    [InlineData("w>1", "1.1", true)]
    [InlineData("w>=1.5", "1.5", true)]
    [InlineData("w<=0.3", "0.3", true)]
    [InlineData("w=0.5|1.5", "1.50", true)]
    [InlineData("w!=0.5|1.5", "1.50", false)]
    [InlineData("w*4=6", "1.5", true)]
    [InlineData("w*3=4", "1.5", false)]
    [InlineData("missing<5", "1", false)]
    [InlineData("missing=", "1", true)]
    [InlineData("w>1 w<2", "2", false)]
    public void A_line_stands_where_its_conditions_hold(string guard, string width, bool holds) => Assert.Equal(
        holds ? 7 : 5,
        Channels($"parameter w=1 0.1..8: it\n[{guard}] set c=7\nset c=5\n" + Network("c"), $"x(w={width})"));

    [Fact]
    public void A_macro_takes_numbers_and_names_and_may_use_others() => Assert.Equal(
        24,
        Channels(
            "set c=6\n> x(input={input},classes={classes}) {stage c 4} head(body=mean+fc)\ndefine stage n by: stage(body=conv3x3({twice n},stride)+conv3x3({n*by}))\n"
            + "define twice n: {2*n}",
            "x"));

    [Theory]
    [InlineData("> x {2*}")]
    [InlineData("> x {2*(3}")]
    [InlineData("> x {unknown}")]
    [InlineData("> x {m 1 2 3}\ndefine m a b: c")]
    [InlineData("[w~3] > x")]
    [InlineData("paint > x")]
    public void A_file_that_cannot_be_read_says_where(string lines) =>
        Assert.Throws<InvalidOperationException>(() => Family.Read("family x: it\n" + lines).Create("x", new PresetOptions()));

    private static string Network(string channels) => "> x(input={input},classes={classes}) stage(channels={" + channels + "},body=conv3x3(stride)) head(body=mean+fc)";

    private static int Channels(string lines, string member)
    {
        NetworkSpec spec = Family.Read("family x: it\n" + lines).Create(member, new PresetOptions { Height = 8, Width = 8, Classes = 3 });
        return spec.Assemble().Stages[0].Part.Output.Channels;
    }
}
