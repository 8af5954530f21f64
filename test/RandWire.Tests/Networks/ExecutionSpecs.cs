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

    private static void Fill(Executor executor, int classes)
    {
        Seed seed = Seed.From(5);
        for (int i = 0; i < executor.Images.Length; i++) executor.Images[i] = (float)seed.Normal((ulong)i);
        executor.Targets.Clear();
        for (int i = 0; i < executor.BatchSize; i++) executor.Targets[(i * classes) + (i % classes)] = 1;
    }
}
