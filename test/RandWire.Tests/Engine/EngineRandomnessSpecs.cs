using RandWire.Engine;
using RandWire.Engine.Functions;
using RandWire.Tests.Engine.Reference;
using Xunit;
using Program = RandWire.Engine.Program;

namespace RandWire.Tests.Engine;

/// <summary>Dropped wires and dropout: functions of the step's arguments alone.</summary>
public sealed class EngineRandomnessSpecs
{
    public static TheoryData<SimdLevel> AllLevels => [.. Levels.All];

    [Theory]
    [MemberData(nameof(AllLevels))]
    public void A_dropped_wire_counts_nothing_and_learns_nothing(SimdLevel level)
    {
        foreach (string operation in (string[])["weighted-sum", "node"])
        {
            Program program = OperationPrograms.Create(operation, new TensorShape(5, 4, 9));
            Operation sum = program.Operations.Single(one => one.Function is WeightedSum);
            for (int wire = 0; wire < sum.Inputs.Length; wire++)
            {
                var options = new TrajectoryOptions { Step = ReferenceStep.None with { DroppedWire = (sum.Parameters[0], wire) } };
                Trajectory trajectory = Trajectory.Create(program, 3, steps: 2, Seed.From(wire), options);
                Assert.Equal(0, trajectory.Steps[0].Gradients[sum.Parameters[0].Index].Values[wire]);
                foreach (bool fuse in (bool[])[false, true])
                {
                    var executor = new ExecutorOptions { BatchSize = 3, Training = true, Threads = 2, Simd = level, Fuse = fuse };
                    EngineAgreement.Check(trajectory, executor, $"{operation} without wire {wire}");
                }
            }
        }
    }

    [Fact]
    public void Droppable_wires_are_those_of_nodes_with_more_than_one()
    {
        Program program = OperationPrograms.Create("weighted-sum", new TensorShape(2, 2, 3));
        using Executor executor = Compile(program, 1, new ParameterStore(program, Seed.From(1)), 1);
        ParameterId weights = program.Operations.Single(one => one.Function is WeightedSum).Parameters[0];
        Assert.Equal([(weights, 0), (weights, 1), (weights, 2)], executor.DroppableWires);
    }

    [Fact]
    public void Dropout_trains_as_the_reference_with_the_same_mask()
    {
        Program program = Dropout(0.3f, 40);
        var step = new StepRandomness(Seed.From(6), -1);
        float[][] values = InitialValues.Of(program, Seed.From(4));
        (float[] logits, double[] expected, float[][] gradients, double[][] expectedGradients) = TrainWithDropout(program, values, step);
        // Sums of 40 terms near 1: sqrt(40) roundings of 2^-24, eightfold room.
        for (int i = 0; i < logits.Length; i++) Assert.Equal(expected[i], logits[i], 8 * 7 * 6e-8 * 10);
        for (int p = 0; p < gradients.Length; p++)
            for (int i = 0; i < gradients[p].Length; i++)
                Assert.Equal(expectedGradients[p][i], gradients[p][i], 8 * 7 * 6e-8 * 10);
    }

    [Fact]
    public void Dropout_masks_depend_on_seed_slot_and_element_only()
    {
        Program program = Dropout(0.5f, 64);
        bool[] mask = Mask(program, 4, 4, Seed.From(1), threads: 1);
        Assert.Equal(mask, Mask(program, 4, 4, Seed.From(1), threads: 3));
        Assert.Equal(mask[..(2 * 64)], Mask(program, 7, 2, Seed.From(1), threads: 2));
        Assert.NotEqual(mask, Mask(program, 4, 4, Seed.From(2), threads: 1));
        Assert.NotEqual(mask[..64], mask[64..128]);
    }

    [Theory]
    [InlineData(0.1f)]
    [InlineData(0.5f)]
    [InlineData(0.9f)]
    public void Dropout_drops_its_share(float rate)
    {
        bool[] mask = Mask(Dropout(rate, 500), 8, 8, Seed.From(3), threads: 1);
        double dropped = mask.Count(kept => !kept), expected = mask.Length * rate;
        // Binomial: 5 standard deviations, and the seed is fixed.
        Assert.InRange(dropped, expected - 5 * Math.Sqrt(expected * (1 - rate)), expected + 5 * Math.Sqrt(expected * (1 - rate)));
    }

    [Fact]
    public void Dropout_is_the_identity_when_predicting_and_at_rate_zero()
    {
        float[] predicted = Logits(Dropout(0.5f, 8), training: false), without = Logits(Dropout(0, 8), training: true);
        Assert.Equal(predicted, without);
        Assert.DoesNotContain(0f, predicted);
    }

    [Theory]
    [InlineData(0.5f)]
    [InlineData(1f)]
    public void Dropped_paths_train_as_the_reference_with_the_same_images_dropped(float share)
    {
        const float Rate = 0.4f;
        var builder = new ProgramBuilder();
        ValueId x = builder.Convolution("stem", builder.Input(3, 4, 2), 6, 3, 1);
        ValueId path = builder.Add("path", new DropPath(share), builder.Depthwise("branch", x, 1));
        Program program = OperationPrograms.Head(builder, builder.Sum("sum", [x, path, builder.Add("other", new DropPath(share), x)]), 3);
        float[][] values = InitialValues.Of(program, Seed.From(4));
        var randomness = new StepRandomness(Seed.From(6), -1, Rate);
        Dictionary<string, double[]> paths = new string[] { "path", "other" }.ToDictionary(name => name, name => (double[])
            [.. Enumerable.Range(0, 8).Select(image => randomness.Dropout.Child(name).Uniform((ulong)image) < (double)Rate * share ? 0 : 1 / (1 - (double)Rate * share))]);
        Assert.Contains(0, paths["path"]);
        Assert.NotEqual(paths["path"], paths["other"]);

        var store = new ParameterStore(program, Seed.From(1));
        values.WriteTo(store);
        using Executor executor = Compile(program, 8, store, 2);
        for (int i = 0; i < executor.Images.Length; i++) executor.Images[i] = (float)Seed.From(8).Normal((ulong)i);
        executor.Targets.Fill(1f / program.Classes);
        executor.ForwardBackward(8, randomness);
        var reference = new ReferenceNetwork<double>(program);
        for (int p = 0; p < values.Length; p++) for (int i = 0; i < values[p].Length; i++) reference.Parameters[p][i] = values[p][i];
        reference.ForwardBackward([.. executor.Images.ToArray().Select(v => (double)v)], executor.Targets, 8, ReferenceStep.None with { Paths = paths });
        // Sums of at most 96 · 8 terms near 1: sqrt(768) roundings of 2^-24, eightfold room.
        Assert.All(executor.Logits.ToArray().Zip(reference.Logits), pair => Assert.Equal(pair.Second, pair.First, 8 * 28 * 6e-8));
        for (int p = 0; p < values.Length; p++)
        {
            float[] gradient = new float[values[p].Length];
            store.ReadGradient(new ParameterId(p), gradient);
            for (int i = 0; i < gradient.Length; i++) Assert.Equal(reference.Gradients[p][i], gradient[i], 8 * 28 * 6e-8 * Math.Max(1, Math.Abs(reference.Gradients[p][i])));
        }
    }

    [Fact]
    public void A_rate_of_dropped_paths_outside_of_its_range_is_refused()
    {
        Program program = OperationPrograms.Create("drop-path", new TensorShape(2, 2, 3));
        using Executor executor = Compile(program, 1, new ParameterStore(program, Seed.From(1)), 1);
        foreach (float rate in (float[])[-0.1f, 1, float.NaN])
            Assert.Throws<ArgumentOutOfRangeException>(() => executor.ForwardBackward(1, new StepRandomness(Seed.From(1), -1, rate)));
    }

    [Fact]
    public void Of_softmax_weights_a_dropped_wire_leaves_its_share_to_the_others()
    {
        Program program = OperationPrograms.Create("softmax-sum", new TensorShape(5, 4, 9));
        ParameterId scalars = program.Operations.Single(one => one.Function is WeightedSum).Parameters[0];
        var options = new TrajectoryOptions { Step = ReferenceStep.None with { DroppedWire = (scalars, 1) } };
        Trajectory trajectory = Trajectory.Create(program, 3, steps: 2, Seed.From(5), options);
        foreach (bool fuse in (bool[])[false, true])
            EngineAgreement.Check(trajectory, new ExecutorOptions { BatchSize = 3, Training = true, Threads = 2, Fuse = fuse }, "softmax without wire 1");
    }

    private static Program Dropout(float rate, int channels)
    {
        var builder = new ProgramBuilder();
        ValueId x = builder.GlobalAverage("pool", builder.Input(2, 2, channels));
        builder.Linear("fc", builder.Dropout("drop", x, rate), channels);
        return builder.Build();
    }

    /// <summary>With the identity as classifier a logit is zero exactly where the mask is.</summary>
    private static bool[] Mask(Program program, int batch, int count, Seed seed, int threads)
    {
        using Executor executor = Compile(program, batch, Identity(program), threads);
        executor.Images.Fill(1);
        executor.Targets.Fill(1f / program.Classes);
        executor.ForwardBackward(count, new StepRandomness(seed, -1));
        return [.. executor.Logits[..(count * program.Classes)].ToArray().Select(v => v != 0)];
    }

    private static (float[], double[], float[][], double[][]) TrainWithDropout(Program program, float[][] values, StepRandomness step)
    {
        bool[] kept = Mask(program, 3, 3, step.Dropout, threads: 1);
        var store = new ParameterStore(program, Seed.From(1));
        values.WriteTo(store);
        using Executor executor = Compile(program, 3, store, 2);
        for (int i = 0; i < executor.Images.Length; i++) executor.Images[i] = (float)Seed.From(8).Normal((ulong)i);
        executor.Targets.Fill(1f / program.Classes);
        executor.ForwardBackward(3, step);

        var reference = new ReferenceNetwork<double>(program);
        for (int p = 0; p < values.Length; p++) for (int i = 0; i < values[p].Length; i++) reference.Parameters[p][i] = values[p][i];
        double[] images = [.. executor.Images.ToArray().Select(v => (double)v)];
        reference.ForwardBackward(images, executor.Targets, 3, ReferenceStep.None with { Kept = new Dictionary<string, bool[]> { ["drop"] = kept } });
        float[][] gradients = [.. program.Parameters.Select(p => new float[p.Length])];
        for (int p = 0; p < gradients.Length; p++) store.ReadGradient(new ParameterId(p), gradients[p]);
        return (executor.Logits.ToArray(), reference.Logits, gradients, reference.Gradients);
    }

    private static float[] Logits(Program program, bool training)
    {
        using Executor executor = Executor.Compile(Identity(program), new ExecutorOptions { BatchSize = 2, Training = training, Threads = 1 });
        for (int i = 0; i < executor.Images.Length; i++) executor.Images[i] = 1 + i;
        if (!training) executor.Forward(2);
        else
        {
            executor.Targets.Fill(1f / program.Classes);
            executor.ForwardBackward(2, new StepRandomness(Seed.From(1), -1));
        }
        return executor.Logits.ToArray();
    }

    private static ParameterStore Identity(Program program)
    {
        var store = new ParameterStore(program, Seed.From(1));
        var weight = new float[program.Classes * program.Classes];
        for (int i = 0; i < program.Classes; i++) weight[i * program.Classes + i] = 1;
        store.Write(new ParameterId(0), weight);
        store.Write(new ParameterId(1), new float[program.Classes]);
        return store;
    }

    private static Executor Compile(Program program, int batch, ParameterStore store, int threads)
    {
        Assert.Same(program, store.Program);
        return Executor.Compile(store, new ExecutorOptions { BatchSize = batch, Training = true, Threads = threads });
    }
}
