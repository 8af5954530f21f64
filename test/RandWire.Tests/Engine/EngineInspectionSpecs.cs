using RandWire.Engine;
using RandWire.Engine.Functions;
using RandWire.Tests.Engine.Reference;
using Xunit;
using Program = RandWire.Engine.Program;

namespace RandWire.Tests.Engine;

/// <summary>Values and gradients that a plan keeps, and losses that are linear in the logits.</summary>
public sealed class EngineInspectionSpecs
{
    // logits = W relu(x) + b on one pixel: by hand, the gradient by x is (x > 0) · W^T t / n.
    [Fact]
    public void The_gradient_of_a_linear_loss_by_the_images_is_that_of_a_calculation_by_hand()
    {
        const int Channels = 5, Classes = 3, Count = 2;
        ProgramBuilder builder = new();
        ValueId copy = builder.Add("copy", new Sum(), builder.Input(1, 1, Channels)), relu = builder.Add("relu", new Relu(), copy);
        builder.Add("fc", new Linear(Classes), relu);
        using ParameterStore store = new(builder.Build(), Seed.From(1));
        float[] weights = new float[Classes * Channels], images = [1, -2, 3, -4, 5, -6, 7, -8, 9, 0], targets = [1, 0, 2, -1, 0.5f, 0];
        store.Read(new ParameterId(0), weights);
        foreach (SimdLevel simd in Levels.All)
        {
            using Executor executor = Executor.Compile(store, new ExecutorOptions
            {
                BatchSize = Count,
                Training = true,
                Threads = 1,
                Simd = simd,
                Fuse = false,
                Loss = LossKind.Linear,
                KeptValues = [relu],
                KeptGradients = [copy],
            });
            images.CopyTo(executor.Images);
            targets.CopyTo(executor.Targets);
            double loss = executor.ForwardBackward(Count, StepRandomness.None), expectedLoss = 0;
            for (int i = 0; i < targets.Length; i++) expectedLoss += (double)targets[i] * executor.Logits[i] / Count;
            Assert.Equal(expectedLoss, loss, 1e-12);

            float[] values = new float[Count * Channels], gradients = new float[Count * Channels];
            executor.ReadValue(relu, values);
            executor.ReadGradient(copy, gradients);
            for (int i = 0; i < values.Length; i++)
            {
                double expected = 0;
                for (int c = 0; c < Classes; c++) expected += (double)weights[c * Channels + i % Channels] * targets[i / Channels * Classes + c] / Count;
                Assert.Equal(Math.Max(0, images[i]), values[i]);
                // Three products in single precision.
                Assert.Equal(images[i] > 0 ? expected : 0, gradients[i], 1e-6);
            }
        }
    }

    [Fact]
    public void Keeping_every_value_and_gradient_changes_no_gradient_of_a_parameter()
    {
        foreach (string operation in OperationPrograms.All)
        {
            Program program = OperationPrograms.Create(operation, new TensorShape(6, 7, 12));
            ValueId[] values = [.. program.Operations.Skip(1).Select(one => one.Output)];
            Assert.Equal(Gradients(program, []), Gradients(program, values));
        }
    }

    [Fact]
    public void A_gradient_that_leads_nowhere_is_zero_and_what_was_not_kept_is_refused()
    {
        ProgramBuilder builder = new();
        ValueId copy = builder.Add("copy", new Sum(), builder.Input(1, 1, 4)), unread = builder.Add("unread", new Relu(), copy);
        builder.Add("fc", new Linear(2), copy);
        using ParameterStore store = new(builder.Build(), Seed.From(1));
        ExecutorOptions options = new() { BatchSize = 1, Training = true, Threads = 1, Fuse = false, KeptGradients = [unread] };
        using Executor executor = Executor.Compile(store, options);
        executor.Images.Fill(1);
        executor.Targets[0] = 1;
        executor.ForwardBackward(1, StepRandomness.None);
        float[] gradient = [1, 1, 1, 1];
        executor.ReadGradient(unread, gradient);
        Assert.All(gradient, value => Assert.Equal(0, value));

        Assert.Contains("was not kept", Assert.Throws<ArgumentException>(() => executor.ReadValue(copy, new float[4])).Message, StringComparison.Ordinal);
        Assert.Contains("Fuse = false", Assert.Throws<ArgumentException>(() => Executor.Compile(store, options with { Fuse = true })).Message, StringComparison.Ordinal);
        Assert.Contains("values 0 to 3", Assert.Throws<ArgumentException>(() => Executor.Compile(store, options with { KeptValues = [new ValueId(4)] })).Message, StringComparison.Ordinal);
        Assert.Contains("the images are none", Assert.Throws<ArgumentException>(() => Executor.Compile(store, options with { KeptGradients = [new ValueId(0)] })).Message, StringComparison.Ordinal);
        Assert.Contains("training pass", Assert.Throws<ArgumentException>(() => Executor.Compile(store, options with { Training = false })).Message, StringComparison.Ordinal);
    }

    private static List<float[]> Gradients(Program program, ValueId[] kept)
    {
        using ParameterStore store = new(program, Seed.From(1));
        using Executor executor = Executor.Compile(store, new ExecutorOptions
        {
            BatchSize = 3,
            Training = true,
            Threads = 1,
            Fuse = false,
            KeptValues = [.. kept],
            KeptGradients = [.. kept],
        });
        for (int i = 0; i < executor.Images.Length; i++) executor.Images[i] = (float)Seed.From(2).Normal((ulong)i);
        executor.Targets.Fill(1f / program.Classes);
        executor.ForwardBackward(3, StepRandomness.None);
        List<float[]> gradients = [];
        for (int p = 0; p < program.Parameters.Length; p++)
        {
            float[] gradient = new float[program.Parameters[p].Length];
            store.ReadGradient(new ParameterId(p), gradient);
            gradients.Add(gradient);
        }
        return gradients;
    }
}
