using System.Collections.Immutable;
using CsCheck;
using RandWire.Engine;
using RandWire.Graphs;
using RandWire.Networks;
using RandWire.Networks.Blocks;

namespace RandWire.Tests.Networks;

/// <summary>Random valid specs.</summary>
internal static class SpecGen
{
    private static readonly Gen<WiringSpec> Generated = Gen.Select(
        Gen.OneOf<GraphModel>(
            Gen.Select(Gen.Int[2, 12], Gen.Double[0, 1], (n, p) => (GraphModel)new ErdosRenyi(n, p)),
            Gen.Select(Gen.Int[5, 12], Gen.Int[1, 4], (n, m) => (GraphModel)new BarabasiAlbert(n, m)),
            Gen.Select(Gen.Int[5, 12], Gen.Double[0, 1], (n, p) => (GraphModel)new WattsStrogatz(n, 4, p))),
        Gen.Long,
        (model, seed) => (WiringSpec)new GeneratedWiring(model, seed));

    private static readonly Gen<WiringSpec> Explicit = Gen.Select(
        Gen.Int[1, 8],
        Gen.Select(Gen.Int[0, 7], Gen.Int[0, 7], (from, to) => new Edge(Math.Min(from, to), Math.Max(from, to))).Array[0, 16],
        (nodes, edges) => (WiringSpec)new ExplicitWiring(nodes, [.. edges.Where(edge => edge.From < edge.To && edge.To < nodes).Distinct().Order()]));

    private static readonly Gen<Block> Layers = OneOf(
        "relu", "sepconv3x3", "conv3x3", "conv1x1", "maxpool3x3", "avgpool3x3", "norm", "conv5x5", "dwconv5x5", "maxpool2x2", "swish", "conv1x3(bias)").Select(word => Block.Parse(word));

    private static readonly Gen<NodeSpec> Node = Gen.Select(
        OneOf(Join.WeightedSum, Join.Sum, Join.Mean, Join.Concatenation),
        Layers.Array[0, 3],
        OneOf("sepconv3x3", "conv3x3", "conv1x1", "conv7x7", "sepconv5x5").Select(word => Block.Parse(word)),
        Layers.Array[0, 2],
        (aggregation, before, convolution, after) => new NodeSpec { Aggregation = aggregation, Transform = new Chain([.. before, convolution, .. after]) });

    private static readonly Gen<StageSpec> Stage = Gen.Select(
        Gen.OneOf(Generated, Explicit), Node, Gen.Int[1, 40], Gen.Int[1, 2],
        (wiring, node, channels, stride) => new StageSpec { Body = new Wired(wiring, node), Channels = channels, Stride = stride });

    private static readonly Gen<StemSpec> Stem = Gen
        .Select(Gen.Int[1, 20], Gen.Int[1, 2], (channels, stride) => new StemConvolution(channels, stride))
        .Array[1, 2]
        .Select(convolutions => new StemSpec([.. convolutions]));

    internal static Gen<NetworkSpec> Network { get; } = Gen.Select(
        Gen.Select(Gen.Int[33, 70], Gen.Int[33, 70], Gen.OneOf(1, 3), (height, width, channels) => new TensorShape(height, width, channels)),
        Gen.Int[2, 30], Stem, Stage.Array[1, 3],
        Gen.Select(Gen.Int[1, 40], Gen.OneOf(Gen.Const(0.0), Gen.Double[0, 0.9]), (channels, dropout) => new HeadSpec(channels, dropout)),
        (input, classes, stem, stages, head) => new NetworkSpec
        {
            Input = input,
            Classes = classes,
            Stem = stem,
            Stages = ImmutableArray.Create(stages),
            Head = head,
        }.Checked());

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);
}
