using CsCheck;
using RandWire.Engine;
using RandWire.Engine.Functions;
using RandWire.Tests.Engine.Reference;
using Xunit;
using Program = RandWire.Engine.Program;

namespace RandWire.Tests.Engine;

/// <summary>The reference is proven by central differences, so that the engine's tests rest on arithmetic alone.</summary>
public sealed class ReferenceSpecs
{
    private const double Step = 1e-5;

    /// <summary>
    /// Central differences err by step^2 / 6 times the third derivative plus rounding 1e-16 loss / step = 1e-11; third derivatives of these
    /// losses stay below a few thousand (norms of few pixels have the largest), which leaves 1e-7 of absolute error on gradients near 1.
    /// </summary>
    private const double Tolerance = 2e-7;

    public static TheoryData<string> Operations => [.. OperationPrograms.All];

    [Theory]
    [MemberData(nameof(Operations))]
    public void Every_gradient_of_the_reference_is_the_slope_of_the_loss(string operation)
    {
        CheckSlopes(OperationPrograms.Create(operation, new TensorShape(4, 5, 3)), 2, ReferenceStep.None, operation);
        CheckSlopes(OperationPrograms.Create(operation, new TensorShape(1, 3, 2)), 3, ReferenceStep.None, operation);
    }

    [Fact]
    public void A_dropped_wire_has_no_slope_and_the_others_keep_theirs()
    {
        Program program = OperationPrograms.Create("weighted-sum", new TensorShape(3, 4, 3));
        ParameterId weights = program.Operations.Single(one => one.Function is WeightedSum).Parameters[0];
        CheckSlopes(program, 2, ReferenceStep.None with { DroppedWire = (weights, 1) }, "dropped wire");
    }

    [Theory]
    [InlineData(-1, -1)]
    [InlineData(-1, 2)]
    [InlineData(1, -1)]
    public void The_gradient_of_a_hard_gate_is_the_slope_of_what_stands_in_for_it(int taken, int dropped)
    {
        // y = sum of (h + p(a) - p(a now)) x, with h fixed: straight-through.
        double[] scalars = [0.3, -0.2, 0.9, 0.1], gradient = new double[4];
        WeightedSum sum = new(WeightKind.Hard) { IsGate = true, Taken = taken < 0 ? null : new TakenChoice(taken, 4) };
        ReferenceTensor<double>[] x = [.. Enumerable.Range(0, taken < 0 ? 4 : 1).Select(i => Drawn(10 + i))], gradX = [.. x.Select(_ => Empty())];
        ReferenceTensor<double> gradY = Drawn(2);
        ReferenceAggregation.WeightedSumBackward(x, scalars, dropped, sum, gradY, gradX, gradient);
        double[] now = ReferenceAggregation.Weights(scalars, dropped, WeightKind.Hard), hard = ReferenceAggregation.Hardened(now, dropped, sum);
        int one = taken >= 0 ? taken : dropped == 2 ? 0 : 2;
        Assert.Equal(hard, Enumerable.Range(0, 4).Select(i => i == one ? 1.0 : 0));
        for (int j = 0; j < 4; j++) Assert.Equal((StandsIn(j, Step) - StandsIn(j, -Step)) / (2 * Step), gradient[j], Tolerance);

        double StandsIn(int moved, double by)
        {
            double[] at = [.. scalars];
            at[moved] += by;
            double[] weights = ReferenceAggregation.Weights(at, dropped, WeightKind.Hard);
            double total = 0;
            for (int i = 0; i < x.Length; i++)
                for (int e = 0; e < gradY.Data.Length; e++)
                    total += gradY.Data[e] * (hard[Math.Max(taken, 0) + i] + weights[Math.Max(taken, 0) + i] - now[Math.Max(taken, 0) + i]) * x[i].Data[e];
            return total;
        }

        static ReferenceTensor<double> Empty() => new(2, new TensorShape(2, 3, 2));

        static ReferenceTensor<double> Drawn(int seed)
        {
            ReferenceTensor<double> tensor = Empty();
            for (int e = 0; e < tensor.Data.Length; e++) tensor.Data[e] = Seed.From(seed).Normal((ulong)e);
            return tensor;
        }
    }

    [Fact]
    public void Dropout_passes_the_slope_of_the_kept_elements()
    {
        var builder = new ProgramBuilder();
        ValueId x = builder.Convolution("stem", builder.Input(2, 3, 2), 4, 1, 1);
        Program program = OperationPrograms.Head(builder, builder.Dropout("drop", x, 0.4f), 3);
        bool[] kept = [.. Enumerable.Range(0, 2 * 2 * 3 * 4).Select(i => i % 3 != 1)];
        CheckSlopes(program, 2, ReferenceStep.None with { Kept = new Dictionary<string, bool[]> { ["drop"] = kept } }, "dropout");
    }

    [Fact]
    public void Norm_of_the_reference_leaves_mean_zero_and_variance_one()
    {
        var x = new ReferenceTensor<double>(3, new TensorShape(4, 2, 5));
        for (int i = 0; i < x.Data.Length; i++) x.Data[i] = 3 + 2 * Seed.From(1).Normal((ulong)i);
        var y = new ReferenceTensor<double>(3, x.Shape);
        (double[] mean, double[] variance) = ReferenceNorm.Statistics(x);
        ReferenceNorm.Forward(x, [1, 1, 1, 1, 1], [0, 0, 0, 0, 0], mean, variance, 1e-5f, y);
        (mean, variance) = ReferenceNorm.Statistics(y);
        // Epsilon 1e-5 under the root lowers the variance by 1e-5 / variance, here at most 1e-5.
        Assert.All(mean, m => Assert.Equal(0, m, 1e-12));
        Assert.All(variance, v => Assert.Equal(1, v, 1e-5));
    }

    [Fact]
    public void Running_statistics_follow_the_documented_average()
    {
        double[] mean = [1], variance = [2];
        ReferenceNorm.MoveRunning([3], [6], 4, mean, variance);
        // 0.1 as a float is 0.1 (1 + 1.5e-8).
        Assert.Equal(1 + 0.1 * (3 - 1), mean[0], 1e-7);
        Assert.Equal(2 + 0.1 * (6 * 4 / 3.0 - 2), variance[0], 1e-6);
    }

    [Theory]
    [InlineData(ParameterKind.Linear, false, 0.11, 0.1 - 0.01 * (0.9 * 2 + 0.11))]
    [InlineData(ParameterKind.Linear, true, 0.11, 0.1 - 0.01 * (0.11 + 0.9 * (0.9 * 2 + 0.11)))]
    [InlineData(ParameterKind.Wire, false, 0.12, 0.1 - 0.01 * (0.9 * 2 + 0.12))]
    public void Sgd_steps_as_documented(ParameterKind kind, bool nesterov, double decayed, double expected)
    {
        // Value 0.1, gradient 0.1, momentum 2: the decayed gradient is 0.1 + decay * 0.1.
        double[] value = [0.1], momentum = [2];
        var settings = new SgdSettings { LearningRate = 0.01f, Momentum = 0.9f, Nesterov = nesterov, WeightDecay = 0.1f, OtherDecay = 0.2f };
        ReferenceSgd.Step(kind, [0.1], settings, value, momentum);
        // The settings are floats: relative error 6e-8 each.
        Assert.Equal(0.9 * 2 + decayed, momentum[0], 1e-6);
        Assert.Equal(expected, value[0], 1e-6);
    }

    [Fact]
    public void The_tolerance_admits_any_single_precision_run_of_a_random_program()
    {
        RandomProgram.Gen.Sample(random =>
        {
            Program program = random.Build();
            if (Trajectory.TryCreate(program, random.Count, steps: 2, Seed.From(random.Moves.Length)) is not { } trajectory) return;
            var single = new ReferenceNetwork<float>(program);
            for (int p = 0; p < trajectory.Initial.Length; p++) trajectory.Initial[p].CopyTo(single.Parameters[p], 0);
            foreach (TrajectoryStep step in trajectory.Steps)
            {
                step.Loss.Check([single.ForwardBackward(step.Images, step.Targets, random.Count)], random.ToString());
                step.Logits.Check(single.Logits, random.ToString());
                for (int p = 0; p < single.Gradients.Length; p++) step.Gradients[p].Check(single.Gradients[p], random.ToString());
                single.ApplySgd(trajectory.Options.Sgd);
                for (int p = 0; p < single.Gradients.Length; p++) step.Parameters[p].Check(single.Parameters[p], random.ToString());
            }
        }, iter: 40, threads: 1);
    }

    private static void CheckSlopes(Program program, int count, ReferenceStep step, string context)
    {
        Seed seed = Seed.From(7).Child(context);
        var network = new ReferenceNetwork<double>(program);
        float[][] initial = InitialValues.Of(program, seed.Child("parameters"));
        for (int p = 0; p < initial.Length; p++) for (int i = 0; i < initial[p].Length; i++) network.Parameters[p][i] = initial[p][i];
        var targets = new float[count * program.Classes];
        for (int i = 0; i < targets.Length; i++) targets[i] = i % program.Classes == 1 ? 0.5f : 0.5f / (program.Classes - 1);
        double[] images = ImagesClearOfKinks(program, network, count, step, seed);

        double Loss() => network.ForwardBackward(images, targets, count, step);
        Loss();
        double[][] gradients = [.. network.Gradients.Select(g => (double[])g.Clone())];
        double[] gradImages = [.. network.ValueGradients[0].Data];
        for (int i = 0; i < images.Length; i++) CheckSlope(Loss, images, i, gradImages[i], $"{context}: image[{i}]");
        for (int p = 0; p < gradients.Length; p++)
        {
            // The loss is flat in a hard gate: see above for what its gradient is the slope of.
            if (!program.Parameters[p].IsTrained || program.Parameters[p].Kind == ParameterKind.Gate) continue;
            for (int i = 0; i < gradients[p].Length; i++)
                CheckSlope(Loss, network.Parameters[p], i, gradients[p][i], $"{context}: {program.Parameters[p].Name}[{i}]");
        }
    }

    private static void CheckSlope(Func<double> loss, double[] values, int index, double gradient, string context)
    {
        double value = values[index];
        values[index] = value + Step;
        double above = loss();
        values[index] = value - Step;
        double below = loss();
        values[index] = value;
        double slope = (above - below) / (2 * Step), error = Math.Abs(slope - gradient);
        Assert.True(error <= Tolerance * Math.Max(1, Math.Abs(slope)), $"{context}: gradient {gradient:G9}, slope {slope:G9}");
    }

    /// <summary>Images whose ReLU inputs and maxima keep 100 steps away from their kinks.</summary>
    private static double[] ImagesClearOfKinks(Program program, ReferenceNetwork<double> network, int count, ReferenceStep step, Seed seed)
    {
        var images = new double[count * program.InputShape.Elements];
        for (int attempt = 0; attempt < 1000; attempt++)
        {
            for (int i = 0; i < images.Length; i++) images[i] = seed.Child(attempt).Normal((ulong)i);
            network.Forward(images, count, training: true, step);
            if (ReferenceKinks.Distance(program, network) > 100 * Step) return images;
        }
        throw new InvalidOperationException($"No images keep clear of the kinks of {program.Operations[^2].Name}.");
    }
}
