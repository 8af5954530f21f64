using RandWire.Graphs;
using RandWire.Search;
using Xunit;

namespace RandWire.Tests.Search.Spaces;

public sealed class SearchLimitsSpecs
{
    [Theory]
    [InlineData("parameters=1M", "parameters=1000000")]
    [InlineData("multiplyadds=5M..0.01G parameters=..60k", "parameters=60000 multiplyadds=5000000..10000000")]
    [InlineData("Parameters=10k..", "parameters=10000..")]
    [InlineData("", "")]
    public void Texts_are_brought_to_one_form_that_reads_back(string text, string canonical)
    {
        Assert.Equal(canonical, SearchLimits.Parse(text).Text);
        Assert.Equal(SearchLimits.Parse(text), SearchLimits.Parse(canonical));
    }

    [Theory]
    [InlineData("size=1", "give parameters=1M")]
    [InlineData("parameters=x", "is no number above 0")]
    [InlineData("parameters=-1", "is no number above 0")]
    [InlineData("parameters=2M..1M", "goes down")]
    [InlineData("parameters=1M,parameters=2M", "given twice")]
    public void A_refusal_says_what_is_wrong(string text, string words) =>
        Assert.Contains(words, Assert.Throws<SpecException>(() => SearchLimits.Parse(text)).Message, StringComparison.Ordinal);
}
