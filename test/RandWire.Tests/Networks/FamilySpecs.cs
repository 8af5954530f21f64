using RandWire.Graphs;
using RandWire.Networks;
using RandWire.Networks.Blocks;
using RandWire.Networks.Families;
using Xunit;

namespace RandWire.Tests.Networks;

/// <summary>Hand-made networks: parameters and multiply-adds as torchvision, the papers and their public implementations have them.</summary>
public sealed class FamilySpecs
{
    // From ../shared/SYSTEMS.md, where each figure was computed with PyTorch and torchvision or from the public implementation.
    [Theory]
    [InlineData("resnet(depth=20)", 32, 10, 269_722, 40.55)]
    [InlineData("resnet(depth=20,shortcut=b)", 32, 10, 272_474, 40.81)]
    [InlineData("resnet(depth=32)", 32, 10, 464_154, 68.86)]
    [InlineData("resnet(depth=56)", 32, 10, 853_018, 125.49)]
    [InlineData("resnet(depth=56,shortcut=b)", 32, 10, 855_770, 125.75)]
    [InlineData("resnet(depth=110)", 32, 10, 1_727_962, 252.89)]
    [InlineData("resnet(depth=1202)", 32, 10, 19_421_274, 2829.24)]
    [InlineData("resnet(depth=18)", 224, 1000, 11_689_512, 1814.07)]
    [InlineData("resnet(depth=34)", 224, 1000, 21_797_672, 3663.76)]
    [InlineData("resnet(depth=50)", 224, 1000, 25_557_032, 4089.18)]
    [InlineData("resnet(depth=101)", 224, 1000, 44_549_160, 7801.41)]
    [InlineData("resnet(depth=18)", 32, 10, 11_173_962, 555.42)]
    [InlineData("densenet(depth=121)", 224, 1000, 7_978_856, 2834.16)]
    [InlineData("densenet(depth=100)", 32, 10, 769_162, 287.93)]
    [InlineData("densenet(depth=40)", 32, 10, 176_122, 72.37)]
    [InlineData("densenet(depth=40,bottleneck=no)", 32, 10, 1_019_722, 264.81)]
    [InlineData("googlenet", 224, 1000, 6_624_904, 1498.38)]
    public void Counts_are_the_published_ones(string network, int side, int classes, long parameters, double millionMultiplyAdds)
    {
        NetworkCost cost = FamilyCatalog.Create(network, Images(side, classes)).Cost();
        Assert.Equal(parameters, cost.Parameters);
        Assert.Equal(millionMultiplyAdds, Math.Round(cost.MultiplyAddsConvFc / 1e6, 2));
    }

    [Theory]
    [InlineData("resnet(depth=20)")]
    [InlineData("resnet(depth=50,form=small)")]
    [InlineData("densenet(depth=121)")]
    [InlineData("googlenet(wide=5)")]
    [InlineData("nasnet-a(cells=2,filters=16)")]
    public void Text_and_json_parse_back_to_an_equal_network(string network)
    {
        NetworkSpec spec = FamilyCatalog.Create(network, Images(64, 7));
        Assert.Equal(spec, NetworkSpec.Parse(spec.Text));
        Assert.Equal(spec, NetworkSpec.FromJson(spec.ToJson()));
        Assert.Equal(spec.Text, NetworkSpec.Parse(spec.Text).Text);
    }

    [Theory]
    [InlineData("resnet(depth=21)", "the nearest of those are 20 and 26")]
    [InlineData("resnet(depth=5000)", "allowed are 8 to 1202; the nearest is 1202")]
    [InlineData("resnet(depth=many)", "is no whole number")]
    [InlineData("resnet(wide=2)", "'wide' is not known here. Known: depth, shortcut, width, form")]
    [InlineData("resnet(shortcut=c)", "allowed are a and b")]
    [InlineData("densenet(depth=41)", "the nearest of those are 40 and 46")]
    [InlineData("densenet(depth=121,bottleneck=no)", "belongs to the depths for CIFAR")]
    [InlineData("nasnet-a(filters=4,form=imagenet)", "give 8 or more")]
    public void A_parameter_out_of_range_gets_the_range_and_the_nearest_allowed(string network, string words)
    {
        SpecException refusal = Assert.Throws<SpecException>(() => FamilyCatalog.Create(network, Images(32, 10)));
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_form_follows_the_images_unless_it_is_named()
    {
        Assert.Equal(3, FamilyCatalog.Create("resnet(depth=20)", Images(96, 10)).Stages.Count(stage => stage.Repeat > 1));
        Assert.Contains("conv3x3+norm", FamilyCatalog.Create("resnet(depth=18)", Images(96, 10)).Text, StringComparison.Ordinal);
        Assert.Contains("conv7x7(stride)", FamilyCatalog.Create("resnet(depth=18)", Images(97, 10)).Text, StringComparison.Ordinal);
        Assert.Contains("conv7x7(stride)", FamilyCatalog.Create("resnet(depth=18,form=imagenet)", Images(32, 10)).Text, StringComparison.Ordinal);
        Assert.Equal(32, FamilyCatalog.Create("resnet(depth=20)", new PresetOptions()).Input.Height);
        Assert.Equal(224, FamilyCatalog.Create("resnet(depth=18)", new PresetOptions()).Input.Height);
    }

    [Fact]
    public void Random_stages_take_the_place_of_repeated_bodies_with_their_channels_and_stride()
    {
        NetworkSpec hand = FamilyCatalog.Create("resnet(depth=20)", Images(32, 10));
        NetworkSpec wired = FamilyCatalog.Create("resnet(depth=20)", Images(32, 10) with { Wiring = "ws(k=4,p=0.75)", Node = NodeSpec.Around(Block.Parse("conv3x3")) });
        Assert.Equal(hand.Stages[0], wired.Stages[0]);
        Assert.All(Enumerable.Range(1, 3), i =>
        {
            Assert.Equal((hand.Stages[i].Channels, hand.Stages[i].Stride), (wired.Stages[i].Channels, wired.Stages[i].Stride));
            Assert.Equal("ws(n=10,k=4,p=0.75)", wired.Stages[i].Wired!.Wiring.Text);
            Assert.Equal("relu+conv3x3+norm", wired.Stages[i].Wired!.Node.Transform.Text);
        });
        Assert.Equal("relu+mean+fc", wired.Head.Body!.Text);
        Assert.Equal(hand.Assemble().Stages.Select(stage => stage.Part.Output), wired.Assemble().Stages.Select(stage => stage.Part.Output));
    }

    [Theory]
    [InlineData("conv3x3", "relu+conv3x3+norm")]
    [InlineData("maxpool3x3+conv1x1", "relu+maxpool3x3+conv1x1+norm")]
    [InlineData("conv3x3+norm+relu", "conv3x3+norm+relu")]
    [InlineData("sep5", "sep5")]
    public void A_node_is_relu_the_operation_and_norm_unless_it_holds_one_of_them(string operation, string transform) =>
        Assert.Equal(transform, NodeSpec.Around(Block.Parse(operation)).Transform.Text);

    private static PresetOptions Images(int side, int classes) => new() { Height = side, Width = side, Classes = classes };
}
