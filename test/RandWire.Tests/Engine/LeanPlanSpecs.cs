using RandWire.Engine;
using RandWire.Engine.Execution;
using RandWire.Engine.Execution.Steps;
using RandWire.Networks;
using RandWire.Tests.Engine.Reference;
using Xunit;
using Program = RandWire.Engine.Program;

namespace RandWire.Tests.Engine;

/// <summary>Plans that compute again what they do not keep: the same bits in less memory.</summary>
public sealed class LeanPlanSpecs
{
    private const string Bottlenecks = "custom(input=13x11x3,classes=5) "
        + "let(block=cell(f=(in>conv1x1(C/4)+norm+relu+conv3x3(C/4,stride)+norm+relu+conv1x1+norm),out=sum(f,in~conv1x1(stride)+norm)+relu)) "
        + "stage(channels=16,stride=1,body=conv3x3+norm+relu) stage(channels=64,stride=1,repeat=3,body=block) stage(channels=112,repeat=2,body=block) head(body=mean+fc)";

    // Widens twice in a row, behind a concatenation, into one, and where a sum, a swish or nothing else reads it.
    private const string Others = "custom(input=9x9x3,classes=5) stage(channels=12,stride=1,body=conv3x3+norm+relu) "
        + "stage(channels=12,stride=1,body=cell(a=(in>conv1x1(48)+norm+relu+conv1x1(160)+norm),b=(a>conv1x1(12)+norm),c=(in>conv1x1(48)+norm+swish),d=cat(b,c)+relu+conv1x1(200)+norm,out=cat(d,in,b)+conv1x1(12)+norm)) "
        + "stage(channels=16,repeat=2,body=cell(f=(in>conv1x1(in*6)+norm+relu6+dwconv3x3(stride)+norm+relu6+conv1x1+norm),out=sum(f,in?))) head(body=relu+conv1x1(128)+norm+mean+fc)";

    public static TheoryData<string> Networks => [Bottlenecks, Others];

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_lean_plan_ends_in_the_bits_of_a_plan_that_keeps_all(string text)
    {
        Program program = NetworkSpec.Parse(text).Lower();
        foreach (SimdLevel level in Levels.All)
        {
            foreach (int threads in (int[])[1, 3])
            {
                ExecutorOptions keeping = new() { BatchSize = 6, Training = true, Threads = threads, Simd = level }, lean = keeping with { LeanFrom = 0 };
                Assert.Equal(EngineDeterminismSpecs.Train(program, keeping, 6), EngineDeterminismSpecs.Train(program, lean, 6));
                Assert.Equal(EngineDeterminismSpecs.Train(program, keeping, 5), EngineDeterminismSpecs.Train(program, lean, 5));
            }
        }
        Assert.NotEmpty(Again(program, 0));
        Assert.Empty(Again(program, long.MaxValue));
    }

    [Fact]
    public void Every_operation_has_the_same_bits_in_a_lean_plan()
    {
        ExecutorOptions options = new() { BatchSize = 5, Training = true, Threads = 2 };
        foreach (string operation in OperationPrograms.All)
        {
            Program program = OperationPrograms.Create(operation, new TensorShape(7, 6, 18));
            Assert.True(EngineDeterminismSpecs.Train(program, options, 5) == EngineDeterminismSpecs.Train(program, options with { LeanFrom = 0 }, 5), operation);
        }
    }

    [Fact]
    public void Bottlenecks_are_trained_in_less_memory_once_they_need_a_gigabyte()
    {
        Program program = NetworkSpec.Parse(Bottlenecks.Replace("13x11x3", "224x224x3", StringComparison.Ordinal)).Lower();
        ExecutorOptions options = new() { BatchSize = 8, Training = true };
        long all = Executor.ArenaBytes(program, options with { LeanFrom = long.MaxValue }), lean = Executor.ArenaBytes(program, options);
        Assert.True(all > 1L << 30);
        Assert.InRange(lean, 1, 3 * all / 4);
        Assert.Equal(Executor.ArenaBytes(program, options with { BatchSize = 1, LeanFrom = long.MaxValue }), Executor.ArenaBytes(program, options with { BatchSize = 1 }));
    }

    [Fact]
    public void Networks_without_a_widening_convolution_have_one_plan()
    {
        Program program = NetworkSpec.Parse("custom(input=8x8x3,classes=5) stage(channels=4,stride=1,body=conv3x3+norm+relu) stage(channels=12,stride=1,body=conv1x1+norm+relu) head(body=mean+fc)").Lower();
        Assert.Empty(Again(program, 0));
        Assert.Empty(Again(Presets.Create("tiny", new PresetOptions { Height = 28, Width = 28, Classes = 10 }).Lower(), 0));
    }

    private static IEnumerable<Step> Again(Program program, long leanFrom) =>
        PlanCompiler.Compile(new ParameterLayout(program), 2, training: true, fuse: true, leanFrom: leanFrom).ForwardBackward.OfType<FusedNodeForward>()
            .Where(step => step.Name.EndsWith(".again", StringComparison.Ordinal));
}
