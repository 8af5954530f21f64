using RandWire.Graphs;
using RandWire.Networks;
using RandWire.Networks.Families;
using Xunit;

namespace RandWire.Tests.Networks;

/// <summary>What is published of the families' members: the lines are read, and every network has the counts that stand there.</summary>
public sealed class FamilyMemberSpecs
{
    public static TheoryData<string, int> Members => [.. PublishedNetworks.All.Select(static (member, index) => (member.Text, index))];

    [Theory]
    [MemberData(nameof(Members))]
    public void Every_member_has_its_counts(string text, int index)
    {
        FamilyMember member = PublishedNetworks.All[index];
        Assert.Equal(text, member.Text);
        if (!member.IsDefined)
        {
            Assert.NotNull(member.Note);
            Assert.Throws<SpecException>(() => member.Create());
            return;
        }
        NetworkCost cost = member.Create().Cost();
        Assert.Equal(member.Parameters, cost.Parameters);
        string found = FormattableString.Invariant($"{member.Text}: {member.MultiplyAdds} multiply-adds stand there, {cost.MultiplyAddsConvFc} come out.");
        Assert.True(member.MultiplyAdds?.Agrees(cost.MultiplyAddsConvFc) ?? true, found);
        bool isAsPublished = (member.PublishedParameters?.Agrees(cost.Parameters) ?? true) && (member.PublishedMultiplyAdds?.Agrees(cost.MultiplyAddsConvFc) ?? true);
        Assert.True(isAsPublished || member.Note is not null, $"{member.Text}: published counts do not come out, and no note says so.");
        Assert.True(member.Top1 is null || member.Top5 is null || member.Top1 <= member.Top5);
    }

    [Fact]
    public void Every_family_that_needs_no_file_has_members() =>
        Assert.All(FamilyCatalog.All.Where(static family => !family.Parameters.Any(static parameter => parameter.IsRequired)), static family => Assert.NotEmpty(family.Members));

    [Fact]
    public void A_line_holds_keys_in_any_order_and_values_in_quotes()
    {
        FamilyMember member = Only("member x(cell=cat(a b),n=2) note=\"as it is = so\" top5=92.86 size=224 classes=10 parameters=12 multiplyadds=4.10M source=here "
            + "search=\"not found\" published-parameters=25.6M");
        Assert.Equal(new FamilyMember("x(cell=cat(a b),n=2)", 224, 10, "here")
        {
            Note = "as it is = so",
            Top5 = 92.86m,
            Parameters = 12,
            MultiplyAdds = PublishedCount.Parse("4.10M"),
            Search = "not found",
            PublishedParameters = PublishedCount.Parse("25.6M"),
        }, member);
        Assert.True(member.IsDefined);
        Assert.Null(member.Top1);
    }

    [Fact]
    public void A_network_without_a_definition_is_no_network()
    {
        FamilyMember member = Only("undefined x-b size=224 classes=1000 source=there published-parameters=5.3M note=\"figures only\"");
        Assert.False(member.IsDefined);
        Assert.Contains("figures only", Assert.Throws<SpecException>(() => member.Create()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("size=224 classes=10 parameters=1 source=a colour=red", "'colour' is none of size")]
    [InlineData("size=224 classes=10 parameters=1", "'source' is missing")]
    [InlineData("size=224 classes=10 source=a", "'parameters' is missing")]
    [InlineData("size=224 size=225 classes=10 parameters=1 source=a", "given twice")]
    [InlineData("size=224 classes=10 parameters=1 source=\"a", "not closed")]
    [InlineData("size=many classes=10 parameters=1 source=a", "'many'")]
    [InlineData("size=224 classes=10 parameters=1 source=a multiplyadds=4.x", "is no count")]
    [InlineData("size=224 classes=10 parameters=1 source=a top1=101", "no percentage")]
    public void A_line_that_cannot_be_read_says_why(string pairs, string words) =>
        Assert.Contains(words, Assert.Throws<InvalidOperationException>(() => Only("member x " + pairs)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("25557032", 25_557_032, 25_557_033)]
    [InlineData("4.1G", 4_089_184_256, 4_150_000_001)]
    [InlineData("4.1G", 4_050_000_000, 4_049_999_999)]
    [InlineData("0.27M", 269_722, 264_999)]
    [InlineData("4089.18M", 4_089_184_256, 4_089_185_001)]
    [InlineData("12k", 12_400, 12_501)]
    public void A_printed_count_agrees_with_those_that_round_to_it(string text, long agreeing, long other)
    {
        PublishedCount count = PublishedCount.Parse(text);
        Assert.True(count.Agrees(agreeing));
        Assert.False(count.Agrees(other));
        Assert.Equal(text, count.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("M")]
    [InlineData("-3")]
    [InlineData("1e3")]
    [InlineData("2.5")]
    public void What_is_no_count_is_refused(string text) => Assert.Throws<FormatException>(() => PublishedCount.Parse(text));

    private static FamilyMember Only(string line) => Assert.Single(Family.Read("family x: words\n" + line).Members);
}
