using RandWire.Graphs;
using RandWire.Networks.Blocks;
using Xunit;

namespace RandWire.Tests.Networks;

public sealed class WidthSpecs
{
    [Theory]
    [InlineData("C", 100)]
    [InlineData("C/3", 33)]
    [InlineData("C*2/3", 66)]
    [InlineData("C/3*3", 100)]
    [InlineData("in*6", 102)]
    [InlineData("C-cell.in", 93)]
    [InlineData("cell.in/4+cell.in/4", 3)]
    [InlineData("(C+in)/2", 58)]
    [InlineData("C-(in-cell.in)", 90)]
    [InlineData("64", 64)]
    public void A_width_is_exact_until_it_is_rounded_down_at_the_end(string text, int expected) => Assert.Equal(expected, Width.Parse(text).Value(100, 17, 7));

    // MobileNetV2 at 1.4: channels of its stages, and the first with the widths 0.35 and 0.75.
    [Theory]
    [InlineData("round8(C*14/10)", 24, 32)]
    [InlineData("round8(C*14/10)", 32, 48)]
    [InlineData("round8(C*14/10)", 64, 88)]
    [InlineData("round8(C*14/10)", 96, 136)]
    [InlineData("round8(C*14/10)", 160, 224)]
    [InlineData("round8(C*14/10)", 320, 448)]
    [InlineData("round8(C*35/100)", 16, 8)]
    [InlineData("round8(C*35/100)", 32, 16)]
    [InlineData("round8(C*75/100)", 24, 24)]
    public void Rounding_to_eight_is_that_of_MobileNet(string text, int channels, int expected) => Assert.Equal(expected, Width.Parse(text).Value(channels, 1, 1));

    [Theory]
    [InlineData("C/0", "divides by zero")]
    [InlineData("in-C", "must lie in")]
    [InlineData("C*2000000000*2", "must lie in")]
    public void A_width_without_a_value_is_refused(string text, string words) =>
        Assert.Contains(words, Assert.Throws<SpecException>(() => Width.Parse(text).Value(100, 17, 7)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_stage_without_channels_has_no_C() =>
        Assert.Contains("leaves channels out", Assert.Throws<SpecException>(() => Width.Parse("C/2").Value(null, 4, 4)).Message, StringComparison.Ordinal);
}
