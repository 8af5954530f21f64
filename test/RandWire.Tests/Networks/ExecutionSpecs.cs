using CsCheck;
using RandWire.Engine;
using RandWire.Networks;
using Xunit;

namespace RandWire.Tests.Networks;

public sealed class ExecutionSpecs
{
    [Fact]
    public void Every_spec_compiles_and_takes_a_training_step_with_a_finite_loss() => SpecGen.Network.Sample(
        spec =>
        {
            ParameterStore parameters = new(spec.Lower(), Seed.From(1));
            using Executor executor = Executor.Compile(parameters, new ExecutorOptions { BatchSize = 2, Training = true, Threads = 1 });
            Fill(executor, spec.Classes);
            Assert.True(double.IsFinite(executor.ForwardBackward(2, StepRandomness.None)));
            executor.ApplySgd(new SgdSettings { LearningRate = 0.01f, Momentum = 0.9f });
            foreach (float logit in executor.Logits[..(2 * spec.Classes)]) Assert.True(float.IsFinite(logit));
        },
        iter: 20, threads: 1);

    [Theory]
    [InlineData("tiny")]
    [InlineData("fashion")]
    [InlineData("cifar")]
    [InlineData("medium")]
    public void A_preset_for_small_images_learns_a_batch_by_heart(string preset)
    {
        NetworkSpec spec = Presets.Create(preset, new PresetOptions { Classes = 4 });
        using Executor executor = Executor.Compile(
            new ParameterStore(spec.Lower(), Seed.From(1)), new ExecutorOptions { BatchSize = 8, Training = true, Threads = 1 });
        Fill(executor, spec.Classes);
        double first = executor.ForwardBackward(8, StepRandomness.None), loss = first;
        for (int step = 0; step < 12; step++)
        {
            executor.ApplySgd(new SgdSettings { LearningRate = 0.05f, Momentum = 0.9f });
            loss = executor.ForwardBackward(8, StepRandomness.None);
        }
        Assert.InRange(loss, 0, first / 4);
    }

    [Fact]
    public void An_epoch_leaves_the_same_bits_with_1_2_3_and_8_threads_at_every_width()
    {
        string expected = Epoch(SimdLevel.Scalar, 2);
        foreach (SimdLevel level in Enum.GetValues<SimdLevel>()) Assert.Equal(expected, Epoch(level, 2));
        foreach (int threads in (int[])[1, 3, 8]) Assert.Equal(expected, Epoch(Executor.DefaultSimd, threads));
    }

    // Hash of the weights after eight batches of a narrow network of the paper, the last of them partial, and of what it then predicts one by one.
    private static string Epoch(SimdLevel simd, int threads)
    {
        NetworkSpec spec = Presets.Create("small", new PresetOptions { Classes = 5, Channels = 20, Height = 40, Width = 36, Wiring = "ws(n=8,k=4,p=0.75)" });
        ParameterStore store = new(spec.Lower(), Seed.From(1));
        ExecutorOptions options = new() { BatchSize = 6, Training = true, Threads = threads, Simd = simd };
        using Executor training = Executor.Compile(store, options);
        for (int step = 0; step < 8; step++)
        {
            Fill(training, spec.Classes);
            training.ForwardBackward(step == 7 ? 5 : 6, new StepRandomness(Seed.From(step), step % 2 == 0 ? step : -1));
            training.ApplySgd(new SgdSettings { LearningRate = 0.05f, Momentum = 0.9f, Nesterov = true, WeightDecay = 1e-4f });
        }
        using Executor inference = Executor.Compile(store, options with { BatchSize = 1, Training = false });
        Fill(inference, spec.Classes, targets: false);
        inference.Forward(1);
        return Checkpoint.WeightsSha256(store) + string.Join(' ', inference.Logits.ToArray());
    }

    private static void Fill(Executor executor, int classes, bool targets = true)
    {
        Seed seed = Seed.From(5);
        for (int i = 0; i < executor.Images.Length; i++) executor.Images[i] = (float)seed.Normal((ulong)i);
        if (!targets) return;
        executor.Targets.Clear();
        for (int i = 0; i < executor.BatchSize; i++) executor.Targets[(i * classes) + (i % classes)] = 1;
    }
}
