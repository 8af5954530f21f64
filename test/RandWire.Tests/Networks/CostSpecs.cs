using CsCheck;
using RandWire.Engine;
using RandWire.Engine.Functions;
using RandWire.Networks;
using Xunit;
using Program = RandWire.Engine.Program;

namespace RandWire.Tests.Networks;

public sealed class CostSpecs
{
    [Fact]
    public void The_cost_of_every_spec_is_that_of_its_program() => SpecGen.Network.Sample(spec =>
    {
        NetworkCost cost = spec.Cost();
        Assert.Equal(ProgramCost.Of(spec.Lower()), new ProgramCost(cost.Parameters, cost.MultiplyAddsConvFc, cost.MultiplyAddsAll, cost.ActivationBytes));
    });

    [Theory]
    [InlineData("tiny")]
    [InlineData("fashion")]
    [InlineData("cifar")]
    [InlineData("medium")]
    [InlineData("small")]
    [InlineData("regular")]
    public void The_cost_of_every_preset_is_that_of_its_program(string preset)
    {
        NetworkSpec spec = Presets.Create(preset, new PresetOptions { Seed = 4 });
        NetworkCost cost = spec.Cost();
        Assert.Equal(ProgramCost.Of(spec.Lower()), new ProgramCost(cost.Parameters, cost.MultiplyAddsConvFc, cost.MultiplyAddsAll, cost.ActivationBytes));
    }

    [Fact]
    public void Stages_and_the_rest_add_up() => SpecGen.Network.Sample(spec =>
    {
        NetworkCost cost = spec.Cost();
        NetworkSpec bare = spec with { Classes = 2 };
        Assert.All(cost.Stages.Zip(bare.Cost().Stages), pair => Assert.Equal(pair.First, pair.Second));
        Assert.InRange(cost.Stages.Sum(stage => stage.MultiplyAddsConvFc), 0, cost.MultiplyAddsConvFc);
        Assert.Equal((long)(spec.Classes - 2) * (spec.Head.Channels + 1), cost.Parameters - bare.Cost().Parameters);
    });

    [Fact]
    public void Every_multiply_add_of_a_small_case_can_be_counted_by_hand()
    {
        // 4x4x1 -> conv 2 at 4x4 -> nodes 0 -> 2, 1 -> 2 with 3 channels at 2x2 -> head 5 -> 2 classes.
        NetworkSpec spec = NetworkSpec.Parse(
            "x(input=4x4x1,classes=2) conv(channels=2,stride=1) stage(channels=3,wiring=dag(n=3,e=0-2.1-2)) head(channels=5)");
        NetworkCost cost = spec.Cost();
        const int Conv1 = 9 * 1 * 2, Entry = (9 * 2) + (2 * 3), Inner = (9 * 3) + (3 * 3), HeadConv = 3 * 5, Linear = 5 * 2;
        Assert.Equal(Conv1 + 4 + (2 * (Entry + 6)) + Inner + 6 + 2 + HeadConv + 10 + Linear + 2, cost.Parameters);
        Assert.Equal((16 * Conv1) + (4 * ((2 * Entry) + Inner + HeadConv)) + Linear, cost.MultiplyAddsConvFc);
        int norms = 32 + (3 * 12) + 20, weightedSum = 2 * 12, pooling = 20;
        Assert.Equal(norms + weightedSum + pooling, cost.MultiplyAddsAll - cost.MultiplyAddsConvFc);
        Assert.Equal(4 * (32 + (2 * (8 + 12)) + (12 + 12) + 20 + 2), cost.ActivationBytes);
    }

    [Fact]
    public void Arena_bytes_are_the_engines_for_the_batch_asked_for()
    {
        NetworkSpec spec = Presets.Create("tiny", new PresetOptions { Classes = 10 });
        NetworkCost cost = spec.Cost(batchSize: 8);
        Assert.Equal(Executor.ArenaBytes(spec.Lower(), new ExecutorOptions { BatchSize = 8, Training = true }), cost.TrainingArenaBytes);
        Assert.Equal(Executor.ArenaBytes(spec.Lower(), new ExecutorOptions { BatchSize = 8, Training = false }), cost.InferenceArenaBytes);
        Assert.True(cost.InferenceArenaBytes < cost.TrainingArenaBytes);
    }

    [Theory]
    [InlineData("small", 224, 4)]
    [InlineData("cifar", 32, 16)]
    public void Training_takes_about_one_tensor_a_node(string preset, int side, int batch)
    {
        foreach (string wiring in (string[])["er(p=0.2)", "ba(m=5)", "ws(k=4,p=0.75)"])
        {
            NetworkSpec spec = Presets.Create(preset, new PresetOptions { Height = side, Width = side, ImageChannels = 3, Wiring = wiring });
            Program program = spec.Lower();
            // The tensor that a node leaves: the output of its convolution, before normalization, of one image.
            double nodes = sizeof(float) * program.Operations.Where(one => one.Function is Norm).Sum(norm => program.Shape(norm.Inputs[0]).Elements);
            // Most of the rest are partial sums of the largest weight gradient, which large batches do not make larger.
            Assert.InRange(Arena(batch) / (batch * nodes), 1, 1.3);
            // An image more also brings itself, channels padded to whole vectors, and what gradients take before a raw output makes room.
            Assert.InRange((Arena(128) - Arena(64)) / (64 * nodes), 1, 1.15);

            double Arena(int images) => Executor.ArenaBytes(program, new ExecutorOptions { BatchSize = images, Training = true });
        }
    }
}
