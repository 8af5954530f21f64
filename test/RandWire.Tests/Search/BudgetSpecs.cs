using CsCheck;
using RandWire.Graphs;
using RandWire.Search;
using Xunit;

namespace RandWire.Tests.Search;

public sealed class BudgetSpecs
{
    [Theory]
    [InlineData("10m", 600.0, null)]
    [InlineData("90s", 90.0, null)]
    [InlineData("2h", 7200.0, null)]
    [InlineData("1.5 min", 90.0, null)]
    [InlineData("5TMAC", null, 5e12)]
    [InlineData("800gmac", null, 8e11)]
    public void Times_and_multiply_adds_are_read(string text, double? seconds, double? multiplyAdds)
    {
        Budget budget = Budget.Parse(text);
        Assert.Equal(seconds, budget.Seconds);
        Assert.Equal(multiplyAdds, budget.MultiplyAdds);
        Assert.Equal(budget, Budget.Parse(budget.Text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("m")]
    [InlineData("-5m")]
    [InlineData("0s")]
    [InlineData("5 parsecs")]
    [InlineData("1e3m")]
    [InlineData("99999999d")]
    [InlineData("366d")]
    [InlineData("100001PMAC")]
    [InlineData("99999999999999999999999999999999999999PMAC")]
    public void Anything_else_is_refused_with_examples(string text) =>
        Assert.Contains("10m", Assert.Throws<SpecException>(() => Budget.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_largest_budgets_are_told_and_taken()
    {
        string refusal = Assert.Throws<SpecException>(() => Budget.Parse("200000PMAC")).Message;
        Assert.Contains("a year at most", refusal, StringComparison.Ordinal);
        Assert.Contains("100000PMAC at most", refusal, StringComparison.Ordinal);
        Assert.Equal(Budget.MostMultiplyAdds, Budget.Parse("100000PMAC").MultiplyAdds);
        Assert.Equal(Budget.MostSeconds, Budget.Parse("365d").Seconds);
        Assert.Throws<ArgumentOutOfRangeException>(() => Budget.OfWork(2 * Budget.MostMultiplyAdds));
    }

    [Fact]
    public void Text_reads_back() => Gen.Double[1, 1e6].Sample(number =>
        Assert.Equal(Budget.OfTime(number).Seconds!.Value, Budget.Parse(Budget.OfTime(number).Text).Seconds!.Value, number * 1e-12));
}
