using CsCheck;
using RandWire.Engine;
using RandWire.Engine.Execution;
using RandWire.Engine.Execution.Steps;
using RandWire.Tests.Engine.Reference;
using Xunit;
using Program = RandWire.Engine.Program;

namespace RandWire.Tests.Engine;

public sealed class EnginePlanSpecs
{
    private static readonly Gen<(RandomProgram Random, bool Training, bool Fuse)> Plans = Gen.Select(RandomProgram.Gen, Gen.Bool, Gen.Bool);

    [Fact]
    public void Buffers_alive_at_the_same_step_never_overlap() => Plans.Sample(t =>
    {
        Plan plan = PlanCompiler.Compile(new ParameterLayout(t.Random.Build()), t.Random.Batch, t.Training, t.Fuse);
        Step[] steps = t.Training ? plan.ForwardBackward : plan.Forward;
        (ArenaBuffer Buffer, (int First, int Last) Life)[] placed = [.. Lives(steps, plan.Buffers).Select(p => (p.Key, p.Value))];
        foreach ((ArenaBuffer buffer, _) in placed)
        {
            Assert.InRange(buffer.Offset, 0, plan.ArenaFloats - buffer.Length);
            Assert.Equal(0, buffer.Offset % ArenaBuffer.Alignment);
        }
        for (int i = 0; i < placed.Length; i++)
            for (int j = 0; j < i; j++)
            {
                ((ArenaBuffer a, (int First, int Last) lifeA), (ArenaBuffer b, (int First, int Last) lifeB)) = (placed[i], placed[j]);
                bool together = lifeA.First <= lifeB.Last && lifeB.First <= lifeA.Last;
                bool overlap = a.Offset < b.Offset + b.Length && b.Offset < a.Offset + a.Length;
                Assert.False(together && overlap, $"{a.Name} and {b.Name} share memory in {t.Random}");
            }
    }, iter: 100, threads: 1);

    [Fact]
    public void Every_step_touches_only_buffers_of_its_plan() => Plans.Sample(t =>
    {
        Plan plan = PlanCompiler.Compile(new ParameterLayout(t.Random.Build()), t.Random.Batch, t.Training, t.Fuse);
        HashSet<ArenaBuffer> known = [.. plan.Buffers];
        foreach (Step step in plan.Forward.Concat(plan.ForwardBackward))
            foreach (ArenaBuffer buffer in step.Touches)
                Assert.Contains(buffer, known);
    }, iter: 50, threads: 1);

    [Fact]
    public void Nodes_with_the_same_input_and_shape_are_one_step_each_way()
    {
        Plan plan = PlanCompiler.Compile(new ParameterLayout(OperationPrograms.NodesWithOneInput()), 4, training: true, fuse: true);
        // The stem; two and two of one shape; one without ReLU; one that nobody reads; the last, which reads two of them.
        Assert.Equal(6, plan.Forward.OfType<FusedNodeForward>().Count());
        Assert.Equal(5, plan.ForwardBackward.OfType<FusedNodeBackward>().Count());
    }

    [Fact]
    public void Of_many_nodes_with_the_same_input_no_more_than_eight_go_together()
    {
        var builder = new ProgramBuilder();
        ValueId x = builder.Norm("stem.norm", builder.Convolution("stem", builder.Input(6, 5, 3), 17, 3, 1));
        ValueId[] nodes = [.. Enumerable.Range(0, 19).Select(i => OperationPrograms.Node(builder, $"node{i}", x, 17, 1))];
        Program program = OperationPrograms.Head(builder, builder.Mean("mean", nodes), 4);
        Plan plan = PlanCompiler.Compile(new ParameterLayout(program), 2, training: true, fuse: true);
        Assert.Equal(1 + 3, plan.Forward.OfType<FusedNodeForward>().Count());
        Assert.Equal(1 + 3, plan.ForwardBackward.OfType<FusedNodeBackward>().Count());
    }

    [Fact]
    public void Small_steps_that_meet_are_one_step()
    {
        Plan plan = PlanCompiler.Compile(new ParameterLayout(OperationPrograms.NodesWithOneInput()), 4, training: true, fuse: true);
        bool[] small = [.. plan.ForwardBackward.Select(step => step is SmallSteps or FusedNodeSums or NormJoin or NormGradientJoin)];
        Assert.DoesNotContain(true, small.Zip(small.Skip(1), (one, next) => one && next));
        Assert.Contains(plan.ForwardBackward, step => step is SmallSteps);
    }

    [Fact]
    public void The_predicted_arena_is_the_allocated_one() => Plans.Sample(t =>
    {
        Program program = t.Random.Build();
        var options = new ExecutorOptions { BatchSize = t.Random.Batch, Training = t.Training, Fuse = t.Fuse, Threads = 1 };
        using Executor executor = Executor.Compile(new ParameterStore(program, Seed.From(1)), options);
        Assert.Equal(Executor.ArenaBytes(program, options), executor.AllocatedArenaBytes);
    }, iter: 30, threads: 1);

    [Fact]
    public void Predicting_takes_less_memory_than_training_and_a_chain_hardly_grows_with_its_length()
    {
        var training = new ExecutorOptions { BatchSize = 4, Training = true };
        ExecutorOptions inference = training with { Training = false };
        Assert.True(Executor.ArenaBytes(Chain(8), inference) < Executor.ArenaBytes(Chain(8), training));
        // Buffers are reused by lifetime; what grows is one small row of statistics a norm.
        Assert.True(Executor.ArenaBytes(Chain(16), inference) < 1.1 * Executor.ArenaBytes(Chain(8), inference));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-3, 1)]
    [InlineData(1, -1)]
    public void Options_out_of_range_are_refused(int batchSize, int threads)
    {
        var store = new ParameterStore(Chain(1), Seed.From(1));
        Assert.ThrowsAny<ArgumentException>(() => Executor.Compile(store, new ExecutorOptions { BatchSize = batchSize, Training = true, Threads = threads }));
    }

    [Fact]
    public void Parameters_serve_the_same_network_for_images_of_another_size()
    {
        Program small = OperationPrograms.Create("node", new TensorShape(4, 4, 18)), large = OperationPrograms.Create("node", new TensorShape(9, 7, 18));
        using ParameterStore shared = new(large, Seed.From(1)), own = new(small, Seed.From(1));
        var options = new ExecutorOptions { BatchSize = 2, Training = true, Threads = 1 };
        using Executor other = Executor.Compile(shared, small, options), expected = Executor.Compile(own, options);
        foreach (Executor executor in (Executor[])[other, expected])
        {
            Span<float> images = executor.Images;
            for (int i = 0; i < images.Length; i++) images[i] = (float)Seed.From(2).Normal((ulong)i);
            Span<float> targets = executor.Targets;
            for (int i = 0; i < targets.Length; i++) targets[i] = i % 3 / 4f;
            executor.ForwardBackward(2, StepRandomness.None);
            executor.ApplySgd(new SgdSettings { LearningRate = 0.1f });
        }
        Assert.Equal(expected.Logits.ToArray(), other.Logits.ToArray());
        Assert.Equal(own.Values.Span((int)own.Layout.Total).ToArray(), shared.Values.Span((int)shared.Layout.Total).ToArray());
    }

    [Fact]
    public void A_program_with_other_parameters_is_refused()
    {
        using ParameterStore store = new(OperationPrograms.Create("node", new TensorShape(4, 4, 18)), Seed.From(1));
        var options = new ExecutorOptions { BatchSize = 2, Training = true, Threads = 1 };
        foreach (Program other in (Program[])[OperationPrograms.Create("node", new TensorShape(4, 4, 7)), Chain(1)])
            Assert.Throws<ArgumentException>(() => Executor.Compile(store, other, options));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_disposed_executor_refuses_instead_of_touching_freed_memory(int threads)
    {
        using ParameterStore store = new(Chain(1), Seed.From(1));
        Executor executor = Executor.Compile(store, new ExecutorOptions { BatchSize = 2, Training = true, Threads = threads });
        executor.ForwardBackward(2, StepRandomness.None);
        executor.Dispose();
        executor.Dispose();
        Assert.Throws<ObjectDisposedException>(() => executor.Forward(1));
        Assert.Throws<ObjectDisposedException>(() => executor.ForwardBackward(1, StepRandomness.None));
        Assert.Throws<ObjectDisposedException>(() => executor.ApplySgd(new SgdSettings { LearningRate = 1 }));
        Assert.Throws<ObjectDisposedException>(() => executor.Profile(1, 1));
        Assert.Throws<ObjectDisposedException>(() => executor.Images.Length);
        Assert.Throws<ObjectDisposedException>(() => executor.Targets.Length);
    }

    [Fact]
    public void A_builder_refuses_values_it_does_not_have_and_programs_without_one_pixel_at_the_end()
    {
        var builder = new ProgramBuilder();
        Assert.Throws<ArgumentException>(() => builder.Relu("early", new ValueId(0)));
        ValueId x = builder.Input(3, 2, 4);
        foreach (int unknown in (int[])[-1, 1])
        {
            Assert.Throws<ArgumentException>(() => builder.Convolution("convolution", new ValueId(unknown), 4, 3, 1));
            Assert.Throws<ArgumentException>(() => builder.WeightedSum("sum", [x, new ValueId(unknown)]));
        }
        Assert.Throws<ArgumentException>(() => builder.Sum("scaled", [x], float.NaN));
        builder.Convolution("last", x, 4, 3, 1);
        Assert.Contains("3x2x4", Assert.Throws<InvalidOperationException>(() => builder.Build()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_count_outside_the_batch_is_refused()
    {
        using Executor executor = Executor.Compile(new ParameterStore(Chain(1), Seed.From(1)), new ExecutorOptions { BatchSize = 2, Training = false, Threads = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => executor.Forward(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => executor.Forward(3));
        Assert.Throws<InvalidOperationException>(() => executor.ForwardBackward(1, StepRandomness.None));
        Assert.Throws<InvalidOperationException>(() => executor.ApplySgd(new SgdSettings { LearningRate = 1 }));
    }

    /// <summary>First and last step that touches each buffer in use, found anew; a persistent buffer lives throughout.</summary>
    private static Dictionary<ArenaBuffer, (int First, int Last)> Lives(Step[] steps, IEnumerable<ArenaBuffer> buffers)
    {
        var lives = buffers.Where(b => b.Persistent).ToDictionary(b => b, _ => (First: 0, Last: int.MaxValue));
        for (int s = 0; s < steps.Length; s++)
            foreach (ArenaBuffer buffer in steps[s].Touches)
                if (!buffer.Persistent) lives[buffer] = lives.TryGetValue(buffer, out (int First, int Last) life) ? (life.First, s) : (s, s);
        return lives;
    }

    private static Program Chain(int length)
    {
        var builder = new ProgramBuilder();
        ValueId x = builder.Input(16, 16, 16);
        for (int i = 0; i < length; i++) x = builder.Norm($"norm{i}", builder.Depthwise($"depthwise{i}", builder.Relu($"relu{i}", x), 1));
        return OperationPrograms.Head(builder, x, 3);
    }
}
