using RandWire.Engine;
using RandWire.Tests.Engine.Reference;

namespace RandWire.Benchmarks;

/// <summary>Weighted sums of 2, 4 and 8 wires, concatenation.</summary>
public class AggregationBenchmarks : ProgramBenchmark
{
    /// <inheritdoc/>
    public override IEnumerable<ProgramCase> Cases =>
    [
        Sum(28, 78, 2), Sum(28, 78, 4), Sum(14, 156, 4), Sum(7, 312, 8),
        new("28x28x78 concatenated", new TensorShape(28, 28, 78), 16, (b, x) => b.Concatenation("op", Wires(b, x, 2)), 0, 4),
    ];

    private static ProgramCase Sum(int side, int channels, int wires) => new(
        $"{side}x{side}x{channels}, {wires} wires", new TensorShape(side, side, channels), 16, (b, x) => b.WeightedSum("op", Wires(b, x, wires)), 0, wires + 1);

    /// <summary>Distinct tensors, so that each wire is read from memory of its own.</summary>
    private static ValueId[] Wires(ProgramBuilder builder, ValueId x, int count) =>
        [x, .. Enumerable.Range(1, count - 1).Select(i => builder.Relu($"wire{i}", x))];
}
