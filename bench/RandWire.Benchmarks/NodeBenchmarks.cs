using RandWire.Engine;
using RandWire.Tests.Engine.Reference;

namespace RandWire.Benchmarks;

/// <summary>The paper's node, sum to norm, eight in a row: what fusion works on.</summary>
public class NodeBenchmarks : ProgramBenchmark
{
    private const int Nodes = 8;

    /// <inheritdoc/>
    public override IEnumerable<ProgramCase> Cases => [Of(28, 78), Of(14, 156), Of(7, 312), Of(28, 109), Of(32, 64)];

    private static ProgramCase Of(int side, int channels) => new(
        $"{Nodes} nodes {side}x{side}x{channels}", new TensorShape(side, side, channels), 16, Build,
        (double)Nodes * side * side * channels * (9 + channels));

    private static ValueId Build(ProgramBuilder builder, ValueId x)
    {
        ValueId before = x, last = Transform(builder, "node0", x);
        for (int i = 1; i < Nodes; i++)
        {
            ValueId next = Transform(builder, $"node{i}", builder.WeightedSum($"node{i}.sum", [before, last]));
            (before, last) = (last, next);
        }
        return last;
    }

    private static ValueId Transform(ProgramBuilder builder, string name, ValueId x)
    {
        ValueId depthwise = builder.Depthwise(name + ".depthwise", builder.Relu(name + ".relu", x), 1);
        return builder.Norm(name + ".norm", builder.Convolution(name + ".pointwise", depthwise, builder.Shape(x).Channels, 1, 1));
    }
}
