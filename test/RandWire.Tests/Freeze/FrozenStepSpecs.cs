using System.Globalization;
using RandWire.Engine;
using RandWire.Networks;
using Xunit;
using Program = RandWire.Engine.Program;

namespace RandWire.Tests.Freeze;

public sealed class FrozenStepSpecs
{
    private const int Batch = 3, Every = 5;

    [Fact]
    public void A_step_of_a_random_spec_gives_the_same_bits_fused_and_operation_by_operation()
    {
        string[] texts = FrozenNetworks.RandomTexts();
        string[] lines = new string[2 * texts.Length / Every];
        Parallel.For(0, lines.Length, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i =>
        {
            int spec = i / 2 * Every;
            bool fuse = i % 2 == 0;
            lines[i] = string.Create(CultureInfo.InvariantCulture, $"{spec} {(fuse ? "fused" : "plain")}: {Step(NetworkSpec.Parse(texts[spec]).Lower(), spec, fuse)}");
        });
        FrozenText.Check("steps.txt", lines);
    }

    // One step on noise; every other drops a wire where there is one. Then the step is applied, and inference sees its result.
    private static string Step(Program program, int number, bool fuse)
    {
        Seed seed = Seed.From(11).Child(number);
        using ParameterStore store = new(program, seed.Child("weights"));
        // One thread or two: a matter of the machine, not of the bits.
        using Executor training = Executor.Compile(store, new ExecutorOptions { BatchSize = Batch, Training = true, Fuse = fuse });
        Fill(training, seed, program.Classes);
        int wires = training.DroppableWires.Count;
        double loss = training.ForwardBackward(Batch, new StepRandomness(seed.Child("dropout"), wires > 0 && number % 2 == 0 ? number % wires : -1));
        string logits = FrozenHash.Of(training.Logits), gradients = FrozenHash.OfGradients(store);
        training.ApplySgd(new SgdSettings { LearningRate = 0.05f, Momentum = 0.9f, Nesterov = true, WeightDecay = 0.001f });
        using Executor inference = Executor.Compile(store, new ExecutorOptions { BatchSize = Batch, Training = false, Fuse = fuse });
        training.Images.CopyTo(inference.Images);
        inference.Forward(Batch);
        return string.Create(CultureInfo.InvariantCulture,
            $"loss={loss:R} logits={logits} gradients={gradients} values={FrozenHash.OfValues(store)} inference={FrozenHash.Of(inference.Logits)}");
    }

    private static void Fill(Executor executor, Seed seed, int classes)
    {
        Seed pixels = seed.Child("images"), labels = seed.Child("labels");
        Span<float> images = executor.Images, targets = executor.Targets;
        for (int i = 0; i < images.Length; i++) images[i] = (float)pixels.Normal((ulong)i);
        for (int i = 0; i < Batch; i++)
        {
            Span<float> row = targets.Slice(i * classes, classes);
            row.Fill(0.125f / classes);
            row[labels.Below((ulong)i, classes)] += 0.875f;
        }
    }
}
