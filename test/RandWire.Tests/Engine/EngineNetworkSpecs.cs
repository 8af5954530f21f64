using CsCheck;
using RandWire.Engine;
using RandWire.Engine.Functions;
using RandWire.Engine.Execution;
using RandWire.Engine.Execution.Steps;
using RandWire.Tests.Engine.Reference;
using Xunit;
using Program = RandWire.Engine.Program;

namespace RandWire.Tests.Engine;

/// <summary>Whole networks against the plain loops: logits, loss, gradients, momentum, weights and running statistics over several steps.</summary>
public sealed class EngineNetworkSpecs
{
    public static TheoryData<SimdLevel> AllLevels => [.. Levels.All];

    [Theory]
    [MemberData(nameof(AllLevels))]
    public void A_random_program_trains_and_predicts_as_the_reference(SimdLevel level)
    {
        RandomProgram.Gen.Sample(Agree, iter: 40, threads: 1);

        void Agree(RandomProgram random)
        {
            Program program = random.Build();
            // The gradient of a norm of one or two values is pure cancellation: what rounding leaves of it says nothing.
            if (program.Operations.Where(one => one.Function is Norm).Any(norm => program.Shape(norm.Output).Pixels * random.Count < 3)) return;
            if (Trajectory.TryCreate(program, random.Count, steps: 3, Seed.From(random.Moves.Length)) is not { } trajectory) return;
            for (int threads = 1; threads <= 3; threads++)
            {
                // Blocks of one, of two and of all rows: what one block leaves for the next must not show.
                var options = new ExecutorOptions
                {
                    BatchSize = random.Batch,
                    Training = true,
                    Threads = threads,
                    Simd = level,
                    Fuse = threads != 2,
                    MostRows = threads == 1 ? 1 + random.Moves.Length % 2 : int.MaxValue,
                };
                EngineAgreement.Check(trajectory, options, random.ToString());
            }
        }
    }

    public static TheoryData<bool, SimdLevel> NodesAtLevels() => [.. from dense in (bool[])[false, true] from level in Levels.All select (dense, level)];

    [Theory]
    [MemberData(nameof(NodesAtLevels))]
    public void A_node_may_have_64_wires(bool dense, SimdLevel level)
    {
        var builder = new ProgramBuilder();
        ValueId x = builder.Convolution("stem", builder.Input(3, 4, 2), 5, 3, 1);
        ValueId[] wires = [.. Enumerable.Range(0, 64).Select(i => builder.Norm($"wire{i}", builder.Depthwise($"depthwise{i}", x, 1)))];
        ValueId sum = builder.WeightedSum("sum", wires);
        ValueId node = dense ? OperationPrograms.DenseNode(builder, "node", sum, 6, 1) : OperationPrograms.Node(builder, "node", sum, 6, 1);
        Program program = OperationPrograms.Head(builder, node, 4);
        Plan plan = PlanCompiler.Compile(new ParameterLayout(program), 2, training: true, fuse: true);
        // One pass each way reads all wires, with the norms that ride on them.
        foreach (Step pass in (Step[])[plan.Forward.OfType<FusedNodeForward>().Single(IsNode), plan.ForwardBackward.OfType<FusedNodeBackward>().Single(IsNode)])
            Assert.Equal(64, pass.Touches.ToArray().Count(buffer => buffer.Name.StartsWith("wire", StringComparison.Ordinal)));
        CheckAtLevel(program, level, batch: 2, count: 2);

        // The stem is a pass of its own.
        static bool IsNode(Step pass) => pass.Name.StartsWith("node", StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(AllLevels))]
    public void A_stage_with_isolated_nodes_trains_as_the_reference(SimdLevel level)
    {
        // Nodes 0 and 3 isolated, 1 -> 2: inputs and outputs at once, whose mean leaves the stage.
        var builder = new ProgramBuilder();
        ValueId x = builder.Norm("stem.norm", builder.Convolution("stem", builder.Input(9, 7, 3), 6, 3, 2));
        ValueId zero = OperationPrograms.Node(builder, "node0", x, 7, 2), one = OperationPrograms.Node(builder, "node1", x, 7, 2), three = OperationPrograms.Node(builder, "node3", x, 7, 2);
        ValueId two = OperationPrograms.Node(builder, "node2", one, 7, 1);
        CheckAtLevel(OperationPrograms.Head(builder, builder.Mean("mean", [zero, two, three]), 4), level, batch: 5, count: 3);
    }

    [Theory]
    [MemberData(nameof(AllLevels))]
    public void A_dense_stage_with_odd_channels_trains_as_the_reference(SimdLevel level)
    {
        // Every node reads all before it, so that normalized values leave on many wires at once.
        var builder = new ProgramBuilder();
        ValueId x = builder.Norm("stem.norm", builder.Convolution("stem", builder.Input(13, 11, 3), 9, 3, 2));
        List<ValueId> nodes = [OperationPrograms.Node(builder, "node0", x, 17, 2)];
        for (int n = 1; n < 6; n++)
        {
            ValueId sum = nodes.Count > 1 ? builder.WeightedSum($"node{n}.sum", [.. nodes]) : nodes[0];
            nodes.Add(OperationPrograms.Node(builder, $"node{n}", sum, 17, 1));
        }
        CheckAtLevel(OperationPrograms.Head(builder, nodes[^1], 5), level, batch: 4, count: 4);
    }

    [Theory]
    [MemberData(nameof(AllLevels))]
    public void Nodes_with_the_same_input_train_as_the_reference(SimdLevel level) =>
        CheckAtLevel(OperationPrograms.NodesWithOneInput(), level, batch: 4, count: 3);

    [Theory]
    [MemberData(nameof(AllLevels))]
    public void A_stem_of_dense_convolutions_trains_as_the_reference(SimdLevel level)
    {
        // Every kind of fused convolution, at both strides and at odd sizes, with what a block of rows leaves for the next.
        var builder = new ProgramBuilder();
        ValueId x = builder.Norm("conv1.norm", builder.Convolution("conv1", builder.Input(11, 9, 3), 5, 3, 2));
        x = builder.Norm("conv2.norm", builder.Convolution("conv2", builder.Relu("conv2.relu", x), 18, 3, 1));
        x = builder.Norm("conv3.norm", builder.Convolution("conv3", builder.Relu("conv3.relu", x), 7, 3, 2));
        ValueId wide = builder.Norm("wide.norm", builder.Convolution("wide", builder.Relu("wide.relu", x), 33, 1, 1));
        ValueId deep = builder.Norm("deep.norm", builder.Convolution("deep", builder.Relu("deep.relu", builder.WeightedSum("deep.sum", [x, OperationPrograms.Node(builder, "node", x, 7, 1)])), 33, 3, 1));
        CheckAtLevel(OperationPrograms.Head(builder, builder.WeightedSum("end", [wide, deep]), 4), level, batch: 4, count: 3);
    }

    public static TheoryData<int, int, int, SimdLevel> WindowsAtLevels() =>
        [.. from extent in (int[])[3, 5, 7] from stride in (int[])[1, 2] from dilation in (int[])[1, 2, 3] from level in Levels.All select (extent, stride, dilation, level)];

    [Theory]
    [MemberData(nameof(WindowsAtLevels))]
    public void Separable_nodes_of_any_window_train_as_the_reference(int extent, int stride, int dilation, SimdLevel level)
    {
        // Windows that reach over many blocks of rows, and over the image; two nodes that share an input, one on a sum, one without normalization, one without ReLU.
        Window window = new(extent, extent, stride, dilation), still = window with { Stride = 1 };
        var builder = new ProgramBuilder();
        ValueId x = builder.Norm("stem.norm", builder.Convolution("stem", builder.Input(11, 9, 3), 18, 3, 1));
        ValueId one = OperationPrograms.Separable(builder, "one", x, 18, still), two = OperationPrograms.Separable(builder, "two", x, 18, still);
        ValueId sum = OperationPrograms.Separable(builder, "sum", builder.WeightedSum("sum.sum", [one, two, x]), 7, window);
        ValueId bare = builder.Convolution("bare", builder.Add("bare.depthwise", new Depthwise(window), builder.Relu("bare.relu", x)), 7, 1, 1);
        ValueId linear = builder.Norm("linear.norm", builder.Convolution("linear", builder.Add("linear.depthwise", new Depthwise(still), sum), 7, 1, 1));
        Program program = OperationPrograms.Head(builder, builder.Mean("mean", [sum, bare, linear]), 4);
        Plan plan = PlanCompiler.Compile(new ParameterLayout(program), 4, training: true, fuse: true);
        Assert.Equal(1 + 4, plan.Forward.OfType<FusedNodeForward>().Count());
        Assert.DoesNotContain(plan.Forward, step => step is DepthwiseForward or DepthwiseTapsForward);
        CheckAtLevel(program, level, batch: 4, count: 3);
    }

    public static TheoryData<int, SimdLevel> ModulesAtLevels() => [.. from modules in (int[])[1, 2] from level in Levels.All select (modules, level)];

    [Theory]
    [MemberData(nameof(ModulesAtLevels))]
    public void Modules_of_branches_train_as_the_reference(int modules, SimdLevel level)
    {
        // Branches of whole vectors and of others, one that is read twice, one without ReLU; of the last module nothing is read again.
        var builder = new ProgramBuilder();
        ValueId x = Rectified(builder, "stem", builder.Convolution("stem", builder.Input(9, 7, 3), 18, 3, 1));
        for (int m = 0; m < modules; m++)
        {
            string name = $"module{m}.";
            ValueId a = Rectified(builder, name + "a", builder.Convolution(name + "a", x, 16, 1, 1));
            ValueId b = Rectified(builder, name + "b", builder.Convolution(name + "b", Rectified(builder, name + "b0", builder.Convolution(name + "b0", x, 9, 1, 1)), 32, 3, 1));
            ValueId c = Rectified(builder, name + "c", builder.Add(name + "c", new Convolution(5, new Window(5, 5)), Rectified(builder, name + "c0", builder.Convolution(name + "c0", x, 4, 1, 1))));
            ValueId d = Rectified(builder, name + "d", builder.Convolution(name + "d", builder.Pooling(name + "d.pool", x, PoolingKind.Maximum, 1), 16, 1, 1));
            ValueId e = builder.Convolution(name + "e", x, 16, 1, 1), pooled = builder.Pooling(name + "d.pool2", d, PoolingKind.Average, 1);
            x = builder.Concatenation(name + "cat", a, b, c, d, e, pooled);
        }
        builder.Linear("fc", builder.GlobalAverage("mean", x), 4);
        Program program = builder.Build();
        Plan plan = PlanCompiler.Compile(new ParameterLayout(program), 4, training: true, fuse: true);
        Assert.DoesNotContain(plan.Forward, step => step is ReluForward or NormApply);
        // Of the last module a and b are written in place; the others have no whole vectors before them, or readers beside it.
        Assert.Equal(2, plan.Forward.OfType<SumForward>().Count(step => step.Touches.ToArray().Any(buffer => buffer.Name == $"value {x.Index}")));
        CheckAtLevel(program, level, batch: 4, count: 3);
    }

    private static ValueId Rectified(ProgramBuilder builder, string name, ValueId x) => builder.Relu(name + ".relu", builder.Norm(name + ".norm", x));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nesterov_and_plain_momentum_both_follow_the_reference(bool nesterov)
    {
        var options = new TrajectoryOptions { Sgd = new SgdSettings { LearningRate = 0.1f, Momentum = 0.8f, Nesterov = nesterov, WeightDecay = 0.05f } };
        Trajectory trajectory = Trajectory.Create(OperationPrograms.Create("node", new TensorShape(5, 6, 7)), 3, steps: 5, Seed.From(5), options);
        EngineAgreement.Check(trajectory, new ExecutorOptions { BatchSize = 3, Training = true, Threads = 2 }, nesterov ? "Nesterov" : "momentum");
    }

    [Fact]
    public void A_value_that_nobody_reads_changes_nothing_else()
    {
        var builder = new ProgramBuilder();
        ValueId x = builder.Convolution("stem", builder.Input(4, 4, 3), 8, 3, 1);
        builder.Depthwise("unread", x, 2);
        Program program = OperationPrograms.Head(builder, builder.Relu("relu", x), 3);
        CheckAtLevel(program, Levels.All[^1], batch: 2, count: 2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_forward_pass_while_training_takes_batch_statistics_and_leaves_the_running_ones(bool fuse)
    {
        Trajectory trajectory = Trajectory.Create(OperationPrograms.Create("node", new TensorShape(6, 5, 9)), 3, steps: 1, Seed.From(5));
        var store = new ParameterStore(trajectory.Program, Seed.From(1));
        trajectory.Initial.WriteTo(store);
        using Executor executor = Executor.Compile(store, new ExecutorOptions { BatchSize = 4, Training = true, Threads = 2, Fuse = fuse });
        EngineAgreement.Fill(trajectory.Steps[0].Images, executor.Images);
        executor.Forward(3);
        trajectory.Steps[0].Logits.Check(executor.Logits[..(3 * trajectory.Program.Classes)], "forward only");
        for (int p = 0; p < trajectory.Initial.Length; p++)
        {
            var values = new float[trajectory.Initial[p].Length];
            store.Read(new ParameterId(p), values);
            Assert.Equal(trajectory.Initial[p], values);
        }
    }

    private static void CheckAtLevel(Program program, SimdLevel level, int batch, int count)
    {
        Trajectory trajectory = Trajectory.Create(program, count, steps: 4, Seed.From(11));
        for (int threads = 1; threads <= 3; threads++)
            foreach (bool fuse in (bool[])[false, true])
            {
                var options = new ExecutorOptions
                {
                    BatchSize = batch,
                    Training = true,
                    Threads = threads,
                    Simd = level,
                    Fuse = fuse,
                    MostRows = threads == 3 ? int.MaxValue : threads,
                };
                EngineAgreement.Check(trajectory, options, $"{program.Operations.Length} operations");
            }
    }
}
