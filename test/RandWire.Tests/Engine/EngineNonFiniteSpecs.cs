using RandWire.Engine;
using RandWire.Tests.Engine.Reference;
using Xunit;
using Program = RandWire.Engine.Program;

namespace RandWire.Tests.Engine;

/// <summary>NaN and infinity are never masked: they show in the logits and in the loss.</summary>
public sealed class EngineNonFiniteSpecs
{
    /// <summary>A channel of pixel (2, 2) of image 1 of 3x5: a stride of two reads it too.</summary>
    private static int Poisoned(Program program) => (1 * 15 + 2 * 5 + 2) * program.InputShape.Channels + program.InputShape.Channels / 2;

    public static TheoryData<string, SimdLevel> OperationsAtLevels => EngineOperationSpecs.OperationsAtLevels();

    [Theory]
    [MemberData(nameof(OperationsAtLevels))]
    public void A_not_finite_pixel_reaches_its_own_logits_as_in_the_reference(string operation, SimdLevel level)
    {
        Program program = OperationPrograms.Create(operation, new TensorShape(3, 5, 17));
        foreach (float poison in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
            foreach (bool fuse in (bool[])[false, true])
            {
                (float[] clean, _) = Predict(program, level, fuse, 0, 0);
                (float[] poisoned, double[] expected) = Predict(program, level, fuse, poison, Poisoned(program));
                for (int i = 0; i < clean.Length; i++)
                {
                    if (i / program.Classes == 1)
                        Assert.True(double.IsFinite(expected[i]) == float.IsFinite(poisoned[i]), $"{operation}, {poison}: logit {poisoned[i]}, reference {expected[i]}");
                    else
                        Assert.Equal(clean[i], poisoned[i]);
                }
                // Strides may pass by a pixel, and a sigmoid takes what is infinite.
                if (OperationPrograms.Names.Contains(operation)) Assert.Contains(expected, e => !double.IsFinite(e));
            }
    }

    [Theory]
    [MemberData(nameof(OperationsAtLevels))]
    public void A_not_finite_pixel_shows_in_the_training_loss(string operation, SimdLevel level)
    {
        Program program = OperationPrograms.Create(operation, new TensorShape(3, 5, 17));
        foreach (float poison in (float[])[float.NaN, float.PositiveInfinity])
        {
            double expected = ReferenceLoss(program, Images(program, 3, poison, Poisoned(program)));
            foreach (bool fuse in (bool[])[false, true])
            {
                ParameterStore store = Store(program);
                using Executor executor = Executor.Compile(store, new ExecutorOptions { BatchSize = 3, Training = true, Threads = 2, Simd = level, Fuse = fuse });
                Images(program, 3, poison, Poisoned(program)).CopyTo(executor.Images);
                executor.Targets.Fill(1f / program.Classes);
                double loss = executor.ForwardBackward(3, StepRandomness.None);
                if (OperationPrograms.Names.Contains(operation)) Assert.False(double.IsFinite(loss), $"{operation}, {poison}: a finite loss");
                else Assert.True(double.IsFinite(expected) == double.IsFinite(loss), $"{operation}, {poison}: loss {loss}, reference {expected}");
            }
        }
    }

    public static TheoryData<SimdLevel, bool> LevelsFusedAndNot() => [.. from level in Levels.All from fuse in (bool[])[false, true] select (level, fuse)];

    [Theory]
    [MemberData(nameof(LevelsFusedAndNot))]
    public void A_not_finite_weight_shows_in_the_loss_as_in_the_reference(SimdLevel level, bool fuse)
    {
        foreach (string operation in (string[])["node", "dense-of-two"])
        {
            Program program = OperationPrograms.Create(operation, new TensorShape(4, 4, 6));
            float[][] initial = InitialValues.Of(program, Seed.From(4));
            float[] images = Images(program, 2, 0, 0);
            ParameterStore store = Store(program);
            using Executor executor = Executor.Compile(store, new ExecutorOptions { BatchSize = 2, Training = true, Threads = 1, Simd = level, Fuse = fuse });
            images.CopyTo(executor.Images);
            executor.Targets.Fill(1f / program.Classes);
            double clean = executor.ForwardBackward(2, StepRandomness.None);
            for (int p = 0; p < initial.Length; p++)
            {
                ParameterInfo parameter = program.Parameters[p];
                if (!parameter.IsTrained) continue;
                foreach (float poison in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
                {
                    float[] poisoned = [.. initial[p][..^1], poison];
                    store.Write(new ParameterId(p), poisoned);
                    // An infinite weight may be harmless: the sigmoid of a wire and a ReLU take it.
                    double expected = ReferenceLoss(program, initial, p, poisoned, images), loss = executor.ForwardBackward(2, StepRandomness.None);
                    Assert.True(double.IsFinite(expected) == double.IsFinite(loss), $"{operation}, {poison} in {parameter.Name}: loss {loss}, reference {expected}");
                    Assert.False(float.IsNaN(poison) && double.IsFinite(loss), $"{operation}: NaN in {parameter.Name} was lost.");
                }
                // Nothing of it is left for the next step.
                store.Write(new ParameterId(p), initial[p]);
                Assert.Equal(clean, executor.ForwardBackward(2, StepRandomness.None));
            }
        }
    }

    private static double ReferenceLoss(Program program, float[] images)
    {
        var reference = new ReferenceNetwork<double>(program);
        float[][] initial = InitialValues.Of(program, Seed.From(4));
        for (int p = 0; p < initial.Length; p++) Widen(initial[p]).CopyTo(reference.Parameters[p], 0);
        float[] targets = new float[3 * program.Classes];
        targets.AsSpan().Fill(1f / program.Classes);
        return reference.ForwardBackward(Widen(images), targets, 3, ReferenceStep.None);
    }

    private static double ReferenceLoss(Program program, float[][] initial, int parameter, float[] values, float[] images)
    {
        var reference = new ReferenceNetwork<double>(program);
        for (int p = 0; p < initial.Length; p++) Widen(p == parameter ? values : initial[p]).CopyTo(reference.Parameters[p], 0);
        float[] targets = new float[2 * program.Classes];
        targets.AsSpan().Fill(1f / program.Classes);
        return reference.ForwardBackward(Widen(images), targets, 2, ReferenceStep.None);
    }

    private static double[] Widen(float[] values) => [.. values.Select(value => (double)value)];

    private static (float[] Engine, double[] Reference) Predict(Program program, SimdLevel level, bool fuse, float poison, int position)
    {
        ParameterStore store = Store(program);
        float[] images = Images(program, 3, poison, position);
        using Executor executor = Executor.Compile(store, new ExecutorOptions { BatchSize = 3, Training = false, Threads = 2, Simd = level, Fuse = fuse });
        images.CopyTo(executor.Images);
        executor.Forward(3);
        var reference = new ReferenceNetwork<double>(program);
        float[][] initial = InitialValues.Of(program, Seed.From(4));
        for (int p = 0; p < initial.Length; p++) Widen(initial[p]).CopyTo(reference.Parameters[p], 0);
        reference.Forward(Widen(images), 3, training: false);
        return (executor.Logits.ToArray(), [.. reference.Logits]);
    }

    private static ParameterStore Store(Program program)
    {
        var store = new ParameterStore(program, Seed.From(2));
        InitialValues.Of(program, Seed.From(4)).WriteTo(store);
        return store;
    }

    private static float[] Images(Program program, int count, float poison, int position)
    {
        var images = new float[count * (int)program.InputShape.Elements];
        for (int i = 0; i < images.Length; i++) images[i] = (float)Seed.From(9).Normal((ulong)i);
        if (poison != 0) images[position] = poison;
        return images;
    }
}
