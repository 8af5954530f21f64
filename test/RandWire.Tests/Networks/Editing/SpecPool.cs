using CsCheck;
using RandWire.Engine;
using RandWire.Graphs;
using RandWire.Networks;
using RandWire.Networks.Blocks;
using RandWire.Networks.Families;

namespace RandWire.Tests.Networks.Editing;

/// <summary>Networks to edit.</summary>
internal static class SpecPool
{
    // Every kind of block in one network.
    private const string AllKinds = "custom(input=28x28x1,classes=10) let(basic=cell(f=(in>conv3x3(stride)+norm+relu+conv3x3+norm),out=sum(f,in~conv1x1(stride)+norm)+relu)) "
        + "stage(channels=16,stride=1,body=conv3x3+norm) stage(channels=16,body=wired(stride,wiring=er(n=8,p=0.4),seed=2,aggregation=sum,transform=relu+conv3x3+norm)+relu) "
        + "stage(channels=16,stride=1,body=mix(alpha1,softmax,skip,maxpool3x3,sep3)+repeat(3,conv3x3+norm+relu)) stage(channels=24,repeat=2,first=basic,body=conv3x3+norm+relu) "
        + "stage(channels=24,stride=1,body=cell(x=(in>conv1x1(in*6)+norm+swish),g=(x>mean+conv1x1(cell.in/4,bias)+swish+conv1x1(cell.in*6,bias)+sigmoid),y=product(x,g)+conv1x1+norm,out=sum(y,in?))) "
        + "stage(channels=12,stride=1,repeat=2,body=cell(p=(prev>match(C,like=in)),q=(in>relu+conv1x1+norm),a=sum(q>sep5,p>sep3),b=sum(q>avgpool3x3,p),out=cat(p,a,b))) head(body=mean+fc,dropout=0.1)";

    public static PresetOptions SmallImages { get; } = new() { Height = 32, Width = 32, Classes = 10 };

    public static NetworkSpec Every { get; } = NetworkSpec.Parse(AllKinds);

    /// <summary>The families that have a usual member: not those that ask for a file of one's own.</summary>
    public static IEnumerable<Family> Families => FamilyCatalog.All.Where(static family => family.Parameters.All(static parameter => parameter.Usual != "required"));

    /// <summary>All presets, the usual member of every family, and a network of every kind of block.</summary>
    public static NetworkSpec[] Published { get; } =
    [
        Every,
        .. Presets.Names.Select(static name => Presets.Create(name, SmallImages)),
        .. Families.Select(static family => FamilyCatalog.Create(family.Name, SmallImages)),
    ];

    /// <summary>Valid networks of random stages, and of random nested blocks.</summary>
    public static List<NetworkSpec> Random(int count)
    {
        List<NetworkSpec> valid = [];
        SpecGen.Network.Sample(valid.Add, iter: count / 4, threads: 1, seed: "0N0XIzNsQ0O2");
        // Of random blocks few fit; a norm before each gives them something to read.
        BlockGen.Block.Sample(block =>
        {
            if (valid.Count >= count) return;
            try
            {
                valid.Add(new NetworkSpec
                {
                    Input = new TensorShape(12, 12, 3),
                    Classes = 10,
                    Blocks = [new NamedBlock("basic", Block.Parse("conv3x3+norm+relu"))],
                    Stages = [new StageSpec { Channels = 8, Stride = 1, Body = Block.Parse("conv3x3+norm") }, new StageSpec { Channels = 8, Stride = 1, Body = block }],
                    Head = new HeadSpec(Block.Parse("mean+fc"), 0),
                }.Checked());
            }
            catch (SpecException)
            {
            }
        }, iter: 60 * count, threads: 1, seed: "0N0XIzNsQ0O2");
        return valid;
    }
}
