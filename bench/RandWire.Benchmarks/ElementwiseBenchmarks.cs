using RandWire.Engine;
using RandWire.Tests.Engine.Reference;

namespace RandWire.Benchmarks;

/// <summary>Norm, ReLU and pooling: passes over memory.</summary>
public class ElementwiseBenchmarks : ProgramBenchmark
{
    /// <inheritdoc/>
    public override IEnumerable<ProgramCase> Cases =>
    [
        Of("norm", 3, (b, x) => b.Norm("op", x)),
        Of("relu", 2, (b, x) => b.Relu("op", x)),
        Of("max pool", 2, (b, x) => b.Pooling("op", x, PoolingKind.Maximum, 1)),
        Of("average pool, stride 2", 1.25, (b, x) => b.Pooling("op", x, PoolingKind.Average, 2)),
    ];

    private static ProgramCase Of(string name, double tensors, Func<ProgramBuilder, ValueId, ValueId> build) =>
        new($"{name} 28x28x78", new TensorShape(28, 28, 78), 16, build, 0, tensors);
}
