using CsCheck;
using RandWire.Engine;
using RandWire.Engine.Execution;
using RandWire.Networks;
using RandWire.Tests.Engine.Reference;
using RandWire.Tests.Networks;
using Xunit;
using Program = RandWire.Engine.Program;

namespace RandWire.Tests.Engine;

/// <summary>What the steps say they do, against what the network's cost says is to be done.</summary>
public sealed class StepWorkSpecs
{
    private const int Batch = 5;
    private const int Count = 3;

    public static TheoryData<string, bool> Presets => [.. RandWire.Networks.Presets.Names.SelectMany(name => (bool[])[false, true], (name, fuse) => (name, fuse))];

    [Theory]
    [MemberData(nameof(Presets))]
    public void A_preset_s_steps_do_the_convolutions_of_its_cost_and_three_times_as_many_in_training(string preset, bool fuse)
    {
        NetworkSpec spec = RandWire.Networks.Presets.Create(preset, new PresetOptions { Seed = 4 });
        long cost = spec.Cost().MultiplyAddsConvFc;
        // Nobody needs the gradient of the images.
        long first = spec.Input.Strided(spec.Stem.Convolutions[0].Stride).Pixels * 9L * spec.Input.Channels * spec.Stem.Convolutions[0].Channels;
        Assert.Equal(2 * cost * Count, ConvolutionFlops(Compile(spec.Lower(), false, fuse).Forward));
        Plan training = Compile(spec.Lower(), true, fuse);
        Assert.Equal(2 * cost * Count, ConvolutionFlops(training.Forward));
        Assert.Equal(2 * (3 * cost - first) * Count, ConvolutionFlops(training.ForwardBackward));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void So_do_those_of_every_spec(bool fuse) => SpecGen.Network.Sample(spec =>
    {
        Program program = spec.Lower();
        long cost = ProgramCost.Of(program).MultiplyAddsConvFc;
        long first = (long)program.Shapes[1].Pixels * program.Parameters[0].Length;
        Assert.Equal(2 * cost * Count, ConvolutionFlops(Compile(program, false, fuse).Forward));
        Assert.Equal(2 * (3 * cost - first) * Count, ConvolutionFlops(Compile(program, true, fuse).ForwardBackward));
    }, iter: 50, threads: 1);

    [Fact]
    public void Every_step_of_every_program_moves_bytes_and_more_of_them_for_more_images() => RandomProgram.Gen.Sample(random =>
    {
        foreach (bool fuse in (bool[])[false, true])
        {
            Plan plan = PlanCompiler.Compile(new ParameterLayout(random.Build()), Batch, true, fuse);
            foreach (Step step in plan.ForwardBackward.Concat(plan.Update))
            {
                StepWork one = step.Work(1), all = step.Work(Batch);
                Assert.True(one.Bytes > 0 && one.ConvolutionFlops >= 0 && one.OtherFlops >= 0, $"{step.Name}: {one}");
                Assert.True(all.Bytes >= one.Bytes && all.Flops >= one.Flops, $"{step.Name}: {one}, then {all}");
            }
        }
    }, iter: 50, threads: 1);

    [Fact]
    public void A_fused_node_of_two_wires_can_be_counted_by_hand()
    {
        // Two nodes of 3 channels at 4x5 feed a third through a weighted sum. Elements of one value: 60, wires: 2.
        Program program = OperationPrograms.Create("node", new TensorShape(4, 5, 3));
        Plan plan = PlanCompiler.Compile(new ParameterLayout(program), 2, true, true);
        const int Elements = 2 * 60, Depthwise = 2 * 9 * Elements, Pointwise = 2 * 3 * Elements, Weights = 27 + 9;
        Assert.Equal(new StepWork(Depthwise + Pointwise, Elements * (2 * 2 + 1 + 3), 4 * (3 * Elements + Weights)), Work(plan, "op.pointwise"));
        // Input and weight gradients of both. Norm 4, ReLU 1; a wire 2 for its dot product; 1 for the sum of the gradient. Passing: two wires, the output and
        // its gradient, the gradient of the sum.
        Assert.Equal(
            new StepWork(2 * (Depthwise + Pointwise), Elements * (4 + 1 + 2 * 2 + 1), 4 * (5 * Elements + 2 * Weights)), Work(plan, "op.pointwise.gradient"));
    }

    [Fact]
    public void A_profile_has_every_step_with_its_work()
    {
        Program program = OperationPrograms.Create("node", new TensorShape(4, 5, 3));
        using Executor executor = Executor.Compile(new ParameterStore(program, Seed.From(1)), new ExecutorOptions { BatchSize = 2, Training = true, Threads = 2 });
        executor.Images.Fill(0.5f);
        executor.Targets.Fill(1f / program.Classes);
        IReadOnlyList<StepProfile> profile = executor.Profile(2, 3);
        Assert.Equal(
            executor.Plan.ForwardBackward.Concat(executor.Plan.Update).Select(step => (step.Name, step.Work(2).Flops, step.Work(2).Bytes)),
            profile.Select(step => (step.Name, step.Flops, step.Bytes)));
        Assert.All(profile, step => Assert.True(step.Seconds >= 0 && double.IsFinite(step.Seconds)));
    }

    private static Plan Compile(Program program, bool training, bool fuse) => PlanCompiler.Compile(new ParameterLayout(program), Batch, training, fuse);

    private static long ConvolutionFlops(IEnumerable<Step> steps) => steps.Sum(step => step.Work(Count).ConvolutionFlops);

    private static StepWork Work(Plan plan, string step) => plan.ForwardBackward.Single(one => one.Name == step).Work(2);
}
