using RandWire.Graphs;
using RandWire.Networks;
using RandWire.Networks.Editing;
using RandWire.Networks.Families;
using Xunit;

namespace RandWire.Tests.Networks.Editing;

/// <summary>Networks as wide as a count asks for.</summary>
public sealed class WidthMatchSpecs
{
    public static TheoryData<string> Targets => ["multiplyadds=10M", "multiplyadds=40M", "multiplyadds=70M", "parameters=0.67M"];

    public static TheoryData<string> Networks => [.. SpecPool.Families.Select(static family => family.Name), "resnet(depth=50)", "resnet(depth=56,shortcut=b)", "densenet(depth=40)"];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Every_family_comes_within_two_percent(string network)
    {
        NetworkSpec spec = FamilyCatalog.Create(network, SpecPool.SmallImages);
        foreach (string target in Targets) Matches(Widths.Match(spec, CostTarget.Parse(target)), spec);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Every_preset_comes_within_two_percent(string target)
    {
        foreach (string preset in Presets.Names)
            Matches(Widths.Match(preset, SpecPool.SmallImages, CostTarget.Parse(target)), Presets.Create(preset, SpecPool.SmallImages));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Random_wirings_come_within_two_percent(string target)
    {
        foreach (string wiring in (string[])["er(p=0.2)", "ba(m=5)", "ws(k=4,p=0.75)"])
        {
            Matches(Widths.Match("cifar", SpecPool.SmallImages with { Wiring = wiring }, CostTarget.Parse(target)), Presets.Create("cifar", SpecPool.SmallImages with { Wiring = wiring }));
            NetworkSpec spec = FamilyCatalog.Create("resnet(depth=20)", SpecPool.SmallImages with { Wiring = wiring });
            Matches(Widths.Match(spec, CostTarget.Parse(target)), spec);
        }
    }

    [Theory]
    // Groups, halves, shuffles, and numbers that hang together.
    [InlineData("let(x=cell(f=(in>conv1x1(C/2)+norm+relu+conv3x3(C/2,groups=32)+norm+relu+conv1x1+norm),out=sum(f,in~conv1x1+norm)+relu)) stage(channels=64,stride=1,body=conv3x3+norm+relu) stage(channels=256,stride=1,repeat=3,body=x)")]
    [InlineData("stage(channels=48,stride=1,body=conv3x3+norm+relu) stage(channels=48,stride=1,repeat=3,body=cell(a=(in>half(0)),b=(in>half(1)+conv1x1(24)+norm+relu+dwconv3x3+norm+conv1x1(24)+norm+relu),out=cat(a,b)+shuffle(2)))")]
    [InlineData("stage(stride=1,body=conv3x3(240)+norm+relu) stage(stride=1,repeat=3,body=cell(f=(in>conv1x1(60,groups=3)+norm+relu+shuffle(3)+dwconv3x3+norm+conv1x1(240,groups=3)+norm),out=sum(f,in)+relu))")]
    [InlineData("stage(stride=1,body=conv3x3(58)+norm+relu) stage(stride=1,body=cell(a=(in>conv1x1(58)),b=(in>conv3x3(58)),c=cat(a,b),d=(in>conv1x1(116)),out=sum(c,d)))")]
    public void Widths_that_must_divide_keep_dividing(string stages)
    {
        NetworkSpec spec = NetworkSpec.Parse($"custom(input=16x16x3,classes=10) {stages} head(body=mean+fc)");
        long count = spec.Cost().MultiplyAddsConvFc;
        foreach (double share in (double[])[4.5, 7, 9]) Matches(Widths.Match(spec, new CostTarget(CostKind.MultiplyAdds, (long)(share * count))), spec);
    }

    [Fact]
    public void A_factor_scales_all_that_is_said_outright_and_nothing_else()
    {
        NetworkSpec spec = NetworkSpec.Parse("custom(input=16x16x3,classes=10) conv(channels=16,stride=1) stage(channels=32,body=conv3x3(C/2,stride,groups=4)+relu+conv1x1(24)+norm+conv1x1(in*2)+fc(10)) head(channels=64)".Replace("+fc(10)", "", StringComparison.Ordinal));
        Assert.Equal(
            "custom(input=16x16x3,classes=10) conv(channels=24,stride=1) stage(channels=48,stride=2,body=conv3x3(C/2,stride,groups=4)+relu+conv1x1(36)+norm+conv1x1(in*2)) head(channels=96,dropout=0)",
            Widths.Scale(spec, 1.5).Text);
        Assert.Equal(spec, Widths.Scale(spec, 1));
    }

    [Fact]
    public void What_gives_the_classes_is_no_width() =>
        Assert.Equal(
            "custom(input=8x8x3,classes=10) stage(stride=1,body=conv3x3(20)) head(body=conv1x1(10)+mean,dropout=0)",
            Widths.Scale(NetworkSpec.Parse("custom(input=8x8x3,classes=10) stage(stride=1,body=conv3x3(10)) head(body=conv1x1(10)+mean)"), 2).Text);

    [Theory]
    [InlineData("multiplyadds=1k", "cannot be matched to multiplyadds=1000. The smallest that its widths come to is")]
    [InlineData("parameters=10000G", "cannot be matched to parameters=10000000000000. The largest that its widths come to is")]
    public void A_target_out_of_reach_is_refused_with_what_is_in_reach(string target, string message) =>
        Assert.Contains(message, Assert.Throws<SpecException>(() => Widths.Match(FamilyCatalog.Create("resnet", SpecPool.SmallImages), CostTarget.Parse(target))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_target_between_two_whole_numbers_is_refused_with_both()
    {
        NetworkSpec spec = NetworkSpec.Parse("custom(input=8x8x1,classes=2) stage(stride=1,body=conv1x1(1)) head(body=mean+fc)");
        // 1 channel takes 1 + 2 + 2 parameters, each more takes 3.
        Assert.Contains("the nearest counts are 5 and 8. Ask for one of these.", Assert.Throws<SpecException>(() => Widths.Match(spec, CostTarget.Parse("parameters=6"))).Message, StringComparison.Ordinal);
        Assert.Equal(8, Widths.Match(spec, CostTarget.Parse("parameters=8")).Reached);
    }

    [Theory]
    [InlineData("multiplyadds=70M", CostKind.MultiplyAdds, 70_000_000)]
    [InlineData("parameters=0.67m", CostKind.Parameters, 670_000)]
    [InlineData("Parameters=1500", CostKind.Parameters, 1500)]
    [InlineData("multiplyadds= 2.5G", CostKind.MultiplyAdds, 2_500_000_000)]
    [InlineData("multiplyadds=40K", CostKind.MultiplyAdds, 40_000)]
    [InlineData("multiplyadds=4e7", CostKind.MultiplyAdds, 40_000_000)]
    public void A_target_is_a_count_and_a_number(string text, CostKind kind, long amount)
    {
        Assert.Equal(new CostTarget(kind, amount), CostTarget.Parse(text));
        Assert.Equal(CostTarget.Parse(text), CostTarget.Parse(CostTarget.Parse(text).Text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("70M")]
    [InlineData("flops=70M")]
    [InlineData("multiplyadds=")]
    [InlineData("multiplyadds=M")]
    [InlineData("multiplyadds=-3M")]
    [InlineData("multiplyadds=0")]
    [InlineData("multiplyadds=1e16")]
    [InlineData("multiplyadds=1e999")]
    [InlineData("multiplyadds=e9")]
    [InlineData("multiplyadds=70T")]
    [InlineData("multiplyadds=99999999999999999999999999999999G")]
    public void Anything_else_is_refused(string text) =>
        Assert.Contains("multiplyadds=70M, parameters=0.67M", Assert.Throws<SpecException>(() => CostTarget.Parse(text)).Message, StringComparison.Ordinal);

    private static void Matches(MatchedNetwork matched, NetworkSpec before)
    {
        Assert.True(Math.Abs(matched.Deviation) <= 0.02, matched.Told);
        Assert.Equal(matched.Target.Of(matched.Network.Cost()), matched.Reached);
        Assert.Equal(matched.Network, NetworkSpec.Parse(matched.Network.Text));
        Assert.Equal((before.Preset, before.Input, before.Classes), (matched.Network.Preset, matched.Network.Input, matched.Network.Classes));
        // A projection (convolution and normalization) falls away where two widths come to be equal, and comes where they cease to be: at most one a stage.
        Assert.InRange(Math.Abs(before.Lower().Operations.Length - matched.Network.Lower().Operations.Length), 0, 2 * before.Stages.Length);
        Assert.Contains("% from the target", matched.Told, StringComparison.Ordinal);
    }
}
