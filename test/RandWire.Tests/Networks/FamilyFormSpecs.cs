using RandWire.Graphs;
using RandWire.Networks;
using RandWire.Networks.Families;
using Xunit;

namespace RandWire.Tests.Networks;

/// <summary>Every family at every size of images, with and without random stages.</summary>
public sealed class FamilyFormSpecs
{
    private static readonly string[] Others =
    [
        "resnet(depth=50,width=0.5)", "resnet(depth=34,shortcut=a)", "resnet(depth=110,width=0.1)", "preresnet(depth=164)", "preresnet(depth=18,width=1.5)",
        "preresnet(depth=50)", "preresnet(depth=20,block=bottleneck)", "wideresnet(depth=16,width=0.75)", "wideresnet(depth=10,width=1)",
        "wideresnet(depth=50,width=1.3)", "resnext(depth=29,groups=3,base=5)", "resnext(depth=101,base=1)", "densenet(depth=40,bottleneck=no)",
        "densenet-bc(depth=10,growth=1)", "inception(modules=1,filters=16)", "inception(filters=40,join=sum)", "conv-pool(blocks=1,growth=1)", "mobilenet(width=0.1)",
        "mobilenetv2(width=0.1)", "mobilenetv2(width=1.4)", "shufflenet(groups=1,width=0.1)", "shufflenet(groups=8,width=0.5)", "shufflenet(groups=4,width=0.33)",
        "shufflenetv2(width=0.5)", "shufflenetv2(width=2)", "efficientnet-b0(width=0.1)", "efficientnet-b0(width=1.1,depth=1.2)", "squeezenet(version=1.0)",
        "mnasnet(width=0.35)", "regnet(model=x200)",
    ];

    public static TheoryData<string> Networks => [.. FamilyCatalog.All.Where(family => !family.Parameters.Any(parameter => parameter.IsRequired)).Select(family => family.Name), .. Others];

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_network_is_made_for_any_size_of_images(string network)
    {
        foreach (int side in (int[])[28, 32, 64, 96, 224])
        {
            foreach (int channels in (int[])[1, 3])
            {
                NetworkSpec spec = FamilyCatalog.Create(network, Images(side, channels));
                Assert.Equal((side, side, channels), (spec.Input.Height, spec.Input.Width, spec.Input.Channels));
                Assert.True(spec.Cost().Parameters > 0);
                Assert.Equal(spec, NetworkSpec.Parse(spec.Text));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Random_stages_stand_in_its_macro_form(string network)
    {
        foreach (int side in (int[])[28, 32, 224])
        {
            NetworkSpec hand = FamilyCatalog.Create(network, Images(side, 3));
            NetworkSpec wired = FamilyCatalog.Create(network, Images(side, 3) with { Wiring = "ws(k=4,p=0.75)" });
            Assert.Contains(wired.Stages, stage => stage.Wired is not null);
            Assert.Equal(hand.Stages.Length, wired.Stages.Length);
            Assert.True(wired.Cost().Parameters > 0);
        }
    }

    // Images that keep their size in the stem end at 4x4 or 8x8, with enough pixels for the last stage to see something.
    [Theory]
    [InlineData("mobilenet", 4)]
    [InlineData("mobilenetv2", 4)]
    [InlineData("shufflenet", 4)]
    [InlineData("shufflenetv2", 4)]
    [InlineData("efficientnet-b0", 4)]
    [InlineData("mnasnet", 4)]
    [InlineData("regnet", 4)]
    [InlineData("resnet(depth=18)", 4)]
    [InlineData("preresnet", 8)]
    [InlineData("wideresnet", 8)]
    [InlineData("resnext(depth=29)", 8)]
    [InlineData("densenet-bc", 8)]
    [InlineData("inception", 8)]
    [InlineData("conv-pool", 8)]
    public void Small_images_keep_their_resolution(string network, int side)
    {
        Assert.Equal(side, FamilyCatalog.Create(network, Images(32, 3)).Assemble().Stages[^1].Part.Output.Height);
        Assert.Equal(32, FamilyCatalog.Create(network, Images(32, 3)).Assemble().Stages[0].Part.Output.Height);
    }

    [Theory]
    [InlineData("darts(cells=6)", 3, 3)]
    [InlineData("darts(cells=9)", 3, 3)]
    [InlineData("regnet(model=x200)", 4, 4)]
    [InlineData("resnet(depth=20)", 3, 3)]
    [InlineData("densenet-bc(depth=40,growth=12)", 3, 3)]
    public void A_body_that_stands_once_is_wired_where_the_same_body_is_repeated_elsewhere(string network, int normal, int expected)
    {
        NetworkSpec made = FamilyCatalog.Create(network, Images(32, 3));
        NetworkSpec wired = MacroForm.WithRandomStages(made, new PresetOptions { Height = 32, Width = 32, ImageChannels = 3, Classes = 10, Wiring = "ws(k=4,p=0.75)", Seed = 1 });
        Assert.Equal(expected, wired.Stages.Count(static stage => stage.Wired is not null));
        Assert.Equal(normal, made.Stages.Count(stage => made.Stages.Any(other => other.Repeat > 1 && other.Body == stage.Body)));
    }

    [Theory]
    [InlineData("mobilenetv2(width=9)", "allowed are 0.1 to 8; the nearest is 8")]
    [InlineData("mobilenetv2(width=1e9)", "width = 1000000000: allowed are 0.1 to 8; the nearest is 8")]
    [InlineData("mobilenetv2(width=1e99)", "width = 1e99: allowed are 0.1 to 8; the nearest is 8")]
    [InlineData("mobilenetv2(width=-99999999999999999999999999999999)", "allowed are 0.1 to 8; the nearest is 0.1")]
    [InlineData("mobilenetv2(width=1e)", "width = '1e' is no number")]
    [InlineData("mobilenetv2(width=Infinity)", "width = 'Infinity' is no number")]
    [InlineData("resnet(depth=1e9)", "depth = 1000000000: allowed are 8 to 1202; the nearest is 1202")]
    [InlineData("mobilenetv2(width=0.05)", "allowed are 0.1 to 8; the nearest is 0.1")]
    [InlineData("mobilenetv2(width=half)", "is no number")]
    [InlineData("mobilenetv2(width=0.12345678)", "has more than 6 decimals; the nearest is 0.123457")]
    [InlineData("shufflenetv2(width=3)", "allowed are 0.5, 1, 1.5 and 2")]
    [InlineData("shufflenet(groups=5)", "allowed are 1, 2, 3, 4 and 8")]
    [InlineData("resnext(depth=30)", "the nearest of those are 29 and 38")]
    [InlineData("preresnet(depth=164,block=basic)", null)]
    [InlineData("preresnet(depth=165)", "the nearest of those are 164 and 170")]
    [InlineData("preresnet(depth=30,block=bottleneck)", "the nearest are 29 and 38")]
    [InlineData("wideresnet(depth=29)", "the nearest of those are 28 and 34")]
    [InlineData("densenet-bc(depth=121)", "the nearest are 118 and 124")]
    [InlineData("resnet(depth=20.5)", "is no whole number")]
    [InlineData("resnet(depth=19)", "the nearest of those are 18 and 20")]
    [InlineData("resnet(depth=100)", "the nearest of those are 98 and 101")]
    [InlineData("densenet(depth=120)", "the nearest of those are 118 and 121")]
    [InlineData("densenet(depth=9)", "the nearest of those are 10")]
    [InlineData("densenet(depth=11,bottleneck=no)", "the nearest are 10 and 13")]
    public void A_parameter_out_of_range_gets_the_range_and_the_nearest_allowed(string network, string? words)
    {
        if (words is null) Assert.NotNull(FamilyCatalog.Create(network, Images(32, 3)));
        else Assert.Contains(words, Assert.Throws<SpecException>(() => FamilyCatalog.Create(network, Images(32, 3))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shufflenetv2(width=1.0)", "shufflenetv2")]
    [InlineData("mobilenet(width=1.000)", "mobilenet")]
    [InlineData("resnet(depth=20.0)", "resnet(depth=20)")]
    public void A_number_counts_by_its_value(string network, string same) => Assert.Equal(FamilyCatalog.Create(same, Images(32, 3)), FamilyCatalog.Create(network, Images(32, 3)));

    [Fact]
    public void A_family_may_have_a_dropout_of_its_own_which_a_number_replaces()
    {
        Assert.Equal(0.2, FamilyCatalog.Create("efficientnet-b0", Images(32, 3)).Head.Dropout);
        Assert.Equal(0, FamilyCatalog.Create("efficientnet-b0", Images(32, 3) with { Dropout = 0 }).Head.Dropout);
        Assert.Contains("dropout(0.3)", FamilyCatalog.Create("squeezenet", Images(32, 3) with { Dropout = 0.3 }).Text, StringComparison.Ordinal);
        Assert.Equal(0, FamilyCatalog.Create("resnet", Images(32, 3)).Head.Dropout);
    }

    private static PresetOptions Images(int side, int channels) => new() { Height = side, Width = side, ImageChannels = channels, Classes = 10 };
}
