using CsCheck;
using RandWire.Engine.Functions;
using RandWire.Networks;
using RandWire.Networks.Blocks;

namespace RandWire.Tests.Networks;

/// <summary>Random blocks of every kind, nested: well formed, but not necessarily a network.</summary>
internal static class BlockGen
{
    private static readonly Gen<string> Name = OneOf("a", "b", "f", "x1", "long_name", "Q", "basic");

    private static readonly Gen<Width> Number = OneOf(
        "64", "C", "in", "cell.in", "C/4", "in*6", "C-cell.in", "round8(C*3/4)", "C/(2+2)", "(C+in)*2/3", "C-(in-1)", "C/4/2", "C/(4/2)", "round8((C))+1").Select(Width.Parse);

    private static readonly Gen<LayerOptions> ConvolutionOptions = Gen.Select(
        Gen.OneOf(Gen.Const((Width?)null), Number.Select(width => (Width?)width)), Gen.Int[1, 3], Gen.Bool, Gen.Enum<Padding>(),
        (groups, dilation, bias, padding) => new LayerOptions { Groups = groups, Dilation = dilation, HasBias = bias, Padding = padding });

    private static readonly Gen<Block> Convolution = Gen.Select(
        Gen.Int[1, 7], Gen.Int[1, 7], Gen.OneOf(Gen.Const((Width?)null), Number.Select(width => (Width?)width)), Gen.Bool, ConvolutionOptions,
        (height, width, channels, stride, options) => (Block)new Layer(LayerWord.Parse($"conv{height}x{width}"), channels, stride, options));

    private static readonly Gen<Block> OtherLayer = Gen.OneOf(
        OneOf("relu", "relu6", "swish", "gelu", "norm", "mean", "maxpool3x3", "avgpool2x2", "dwconv5x5", "sepconv3x3", "subsample", "shift", "skip", "none", "fc", "droppath")
            .Select(word => (Block)Layer.Of(word)),
        OneOf("maxpool2x2(stride,pad=ceil)", "dwconv7x7(stride,dilation=2)", "norm(affine=no)", "norm(eps=0.001)", "norm(affine=no,eps=1E-07)", "half(1)", "shuffle(2)", "padchannels(C)",
            "dropout(0.25)", "subsample(stride)", "fc(10)", "dwconv3x3(bias,pad=none)").Select(RandWire.Networks.Blocks.Block.Parse),
        Gen.Select(Name, Gen.Bool, (name, stride) => (Block)new Named(name, stride)));

    private static readonly Gen<NodeSpec> WiredNode = Gen.Select(
        OneOf(Join.WeightedSum, Join.Sum, Join.Mean, Join.Concatenation), OneOf("relu+sepconv3x3+norm", "conv3x3", "sep5+norm"),
        (join, transform) => new NodeSpec { Aggregation = join, Transform = RandWire.Networks.Blocks.Block.Parse(transform) });

    private static readonly Gen<Block> Random = Gen.Select(Gen.Int[5, 9], Gen.Long, WiredNode, Gen.Bool, (nodes, seed, node, strides) =>
        (Block)new Wired(WiringSpec.Parse(nodes % 2 == 0 ? $"ws(n={nodes},k=4,p=0.75)" : "dag(n=3,e=0-1.0-2)", nodes % 2 == 0 ? seed : 1), node, strides));

    public static Gen<Block> Block { get; } = Nested(3);

    private static Gen<Block> Nested(int depth)
    {
        Gen<Block> leaf = Gen.Frequency((4, Convolution), (4, OtherLayer), (1, Random));
        if (depth == 0) return leaf;
        Gen<Block> inner = Nested(depth - 1);
        Gen<Block> orNothing = Gen.Frequency((1, Gen.Const(RandWire.Networks.Blocks.Block.Identity)), (2, inner));
        Gen<Wire> wire = Gen.Select(OneOf("in", "prev", "a", "b"), orNothing, Gen.OneOf(Gen.Const(Fit.Refuse), Gen.Const(Fit.Drop), inner.Select(Fit.Adapt)),
            (from, body, fit) => new Wire(new Source(from), body, fit));
        Gen<Sequence<Wire>> wires = wire.Array[1, 3].Select(some => new Sequence<Wire>([.. some]));
        Gen<Node> node = Gen.Select(Name, Gen.Enum<Join>(), wires, orNothing, (name, join, some, body) => new Node(name, join, some, body));
        Gen<Block> cell = Gen.Select(node.Array[0, 3], Gen.Enum<Join>(), wires, orNothing,
            (nodes, join, some, after) => (Block)new Cell(new Sequence<Node>([.. nodes]), join, some, after));
        Gen<Block> chain = inner.Array[0, 3].Select(parts => (Block)new Chain(new Sequence<Block>([.. parts])));
        Gen<Block> repeat = Gen.Select(Gen.Int[1, 5], inner, Gen.OneOf(Gen.Const((Block?)null), inner.Select(block => (Block?)block)), (times, body, first) => (Block)new Repeat(times, body, first));
        Gen<Block> mixed = Gen.Select(Name, Gen.Enum<GateKind>(), inner.Array[2, 3], (gate, kind, choices) => (Block)new Mixed(gate, kind, new Sequence<Block>([.. choices])));
        Gen<Block> match = Gen.Select(Number, OneOf("in", "prev", "a"), Gen.Bool, (channels, like, always) => (Block)new Match(channels, new Source(like), always));
        return Gen.Frequency((3, leaf), (3, chain), (3, cell), (1, repeat), (1, mixed), (1, match));
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);
}
