using RandWire.Engine;
using RandWire.Engine.Execution;
using RandWire.Engine.Execution.Steps;
using RandWire.Engine.Functions;
using RandWire.Tests.Engine.Reference;
using Xunit;
using Program = RandWire.Engine.Program;

namespace RandWire.Tests.Engine;

/// <summary>At inference a normalization and a function of one number are done where the pixels are written: the same numbers, fewer passes.</summary>
public sealed class FinishSpecs
{
    private static readonly Function[] Producers =
    [
        new Convolution(40, new Window(1, 1)), new Convolution(23, new Window(3, 3)), new Convolution(32, new Window(3, 3, 2)), new Convolution(24, new Window(1, 1), Groups: 2),
        new Convolution(16, new Window(5, 5)), new Convolution(30, new Window(3, 3, 2), Groups: 2, HasBias: true), new Depthwise(new Window(3, 3)), new Depthwise(new Window(3, 3, 2)),
        new Depthwise(new Window(5, 5)), new Depthwise(new Window(3, 3, 1, 2)), new Depthwise(new Window(3, 3), HasBias: true),
    ];

    private static readonly Function?[] Curves = [null, new Relu(), new Relu6(), new Swish(), new HardSwish(), new Sigmoid(), new Tanh(), new Gelu()];

    public static TheoryData<int, int> Cases => [.. Enumerable.Range(0, Producers.Length).SelectMany(producer => Enumerable.Range(0, Curves.Length).Select(curve => (producer, curve)))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Finished_pixels_are_those_of_operation_by_operation(int producer, int curve)
    {
        foreach (bool normalizes in (bool[])[true, false])
        {
            if (!normalizes && Curves[curve] is null) continue;
            Program program = Chain(Producers[producer], normalizes, Curves[curve]);
            foreach (SimdLevel simd in Levels.All)
            {
                foreach ((int batch, int threads) in ((int, int)[])[(1, 2), (5, 1)])
                {
                    float[] fused = Logits(program, new ExecutorOptions { Training = false, BatchSize = batch, Threads = threads, Simd = simd });
                    float[] plain = Logits(program, new ExecutorOptions { Training = false, BatchSize = batch, Threads = threads, Simd = simd, Fuse = false });
                    for (int i = 0; i < plain.Length; i++) Assert.Equal(plain[i], fused[i], 2e-5f * Math.Max(1, Math.Abs(plain[i])));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Nothing_of_it_passes_through_the_memory_again(int producer, int curve)
    {
        // A bias by itself is added after the convolution's own step, but for dense ones.
        if (Producers[producer] is Depthwise { HasBias: true } || Curves[curve] is null) return;
        Plan plan = PlanCompiler.Compile(new ParameterLayout(Chain(Producers[producer], normalizes: true, Curves[curve])), 2, training: false, fuse: true);
        // The stem's own norm rides on the wire of what follows, so a depthwise behind it asks for it to be applied.
        Assert.DoesNotContain(plan.Forward, step => step.GetType().Name.StartsWith("Curve", StringComparison.Ordinal) || step is ReluForward or SumForward);
        Assert.DoesNotContain(plan.Forward, step => step is NormApply && step.Name.StartsWith("op", StringComparison.Ordinal));
    }

    [Fact]
    public void What_somebody_else_reads_too_is_kept()
    {
        var b = new ProgramBuilder();
        ValueId x = b.Add("stem", new Convolution(16, new Window(3, 3)), b.Input(8, 8, 3));
        ValueId norm = b.Add("op.norm", new Norm(), b.Add("op", new Depthwise(new Window(3, 3)), x));
        ValueId bent = b.Add("op.curve", new Swish(), norm);
        Program program = OperationPrograms.Head(b, b.Add("sum", new Sum(), norm, bent), 3);
        float[] fused = Logits(program, new ExecutorOptions { Training = false, BatchSize = 2, Threads = 1 }), plain = Logits(program, new ExecutorOptions { Training = false, BatchSize = 2, Threads = 1, Fuse = false });
        for (int i = 0; i < plain.Length; i++) Assert.Equal(plain[i], fused[i], 2e-5f * Math.Max(1, Math.Abs(plain[i])));
        Assert.Contains(PlanCompiler.Compile(new ParameterLayout(program), 2, training: false, fuse: true).Forward, step => step.Name == "op.curve");
    }

    private static Program Chain(Function producer, bool normalizes, Function? curve)
    {
        var b = new ProgramBuilder();
        ValueId x = b.Add("stem.bent", new Tanh(), b.Add("stem", new Convolution(18, new Window(3, 3)), b.Input(9, 7, 3)));
        x = b.Add("op", producer, x);
        if (normalizes) x = b.Add("op.norm", new Norm(), x);
        if (curve is not null) x = b.Add("op.curve", curve, x);
        return OperationPrograms.Head(b, x, 4);
    }

    // After a step of training, so that running statistics, scales and shifts are not those of the beginning.
    private static float[] Logits(Program program, ExecutorOptions options)
    {
        var store = new ParameterStore(program, Seed.From(3));
        using (Executor training = Executor.Compile(store, options with { Training = true, Fuse = false, Threads = 1, Simd = SimdLevel.Scalar }))
        {
            Fill(training.Images);
            training.Targets.Fill(1f / program.Classes);
            training.ForwardBackward(options.BatchSize, StepRandomness.None);
            training.ApplySgd(new SgdSettings { LearningRate = 0.5f });
        }
        using Executor executor = Executor.Compile(store, options);
        Fill(executor.Images);
        executor.Forward(options.BatchSize);
        return executor.Logits.ToArray();
    }

    private static void Fill(Span<float> images)
    {
        for (int i = 0; i < images.Length; i++) images[i] = (float)(Seed.From(5).Uniform((ulong)i) * 4 - 2);
    }
}
