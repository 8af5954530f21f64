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
                Assert.Contains(expected, e => !double.IsFinite(e));
            }
    }

    [Theory]
    [MemberData(nameof(OperationsAtLevels))]
    public void A_not_finite_pixel_shows_in_the_training_loss(string operation, SimdLevel level)
    {
        Program program = OperationPrograms.Create(operation, new TensorShape(3, 5, 17));
        foreach (float poison in (float[])[float.NaN, float.PositiveInfinity])
            foreach (bool fuse in (bool[])[false, true])
            {
                ParameterStore store = Store(program);
                using Executor executor = Executor.Compile(store, new ExecutorOptions { BatchSize = 3, Training = true, Threads = 2, Simd = level, Fuse = fuse });
                Images(program, 3, poison, Poisoned(program)).CopyTo(executor.Images);
                executor.Targets.Fill(1f / program.Classes);
                Assert.False(double.IsFinite(executor.ForwardBackward(3, StepRandomness.None)), $"{operation}, {poison}: a finite loss");
            }
    }

    [Fact]
    public void A_not_finite_weight_shows_in_the_loss()
    {
        Program program = OperationPrograms.Create("node", new TensorShape(4, 4, 6));
        for (int p = 0; p < program.Parameters.Length; p++)
        {
            if (!program.Parameters[p].IsTrained) continue;
            ParameterStore store = Store(program);
            var values = new float[program.Parameters[p].Length];
            store.Read(new ParameterId(p), values);
            values[^1] = float.NaN;
            store.Write(new ParameterId(p), values);
            using Executor executor = Executor.Compile(store, new ExecutorOptions { BatchSize = 2, Training = true, Threads = 1 });
            Images(program, 2, 0, 0).CopyTo(executor.Images);
            executor.Targets.Fill(1f / program.Classes);
            Assert.True(double.IsNaN(executor.ForwardBackward(2, StepRandomness.None)), $"NaN in {program.Parameters[p].Name} was lost.");
        }
    }

    private static (float[] Engine, double[] Reference) Predict(Program program, SimdLevel level, bool fuse, float poison, int position)
    {
        ParameterStore store = Store(program);
        float[] images = Images(program, 3, poison, position);
        using Executor executor = Executor.Compile(store, new ExecutorOptions { BatchSize = 3, Training = false, Threads = 2, Simd = level, Fuse = fuse });
        images.CopyTo(executor.Images);
        executor.Forward(3);
        var reference = new ReferenceNetwork<double>(program);
        float[][] initial = InitialValues.Of(program, Seed.From(4));
        for (int p = 0; p < initial.Length; p++) for (int i = 0; i < initial[p].Length; i++) reference.Parameters[p][i] = initial[p][i];
        reference.Forward([.. images.Select(v => (double)v)], 3, training: false);
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
