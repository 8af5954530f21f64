using CsCheck;
using RandWire.Engine;
using RandWire.Engine.Functions;
using RandWire.Graphs;
using RandWire.Networks;
using Xunit;

namespace RandWire.Tests.Networks;

public sealed class LoweringSpecs
{
    private static readonly NetworkSpec Diamond = NetworkSpec.Parse(
        "x(input=16x16x3,classes=4) conv(channels=8,stride=1) conv(channels=16,stride=2) "
        + "stage(channels=24,wiring=dag(n=6,e=0-1.0-2.1-3.2-3.2-4)) head(channels=32,dropout=0.2)");

    [Fact]
    public void Operations_are_named_by_their_place()
    {
        string[] names = [.. Diamond.Lower().Operations.Select(operation => operation.Name)];
        Assert.Equal(
            [
                "input", "conv1", "conv1.norm", "conv2.relu", "conv2", "conv2.norm",
                "stage3.node0.relu", "stage3.node0.depthwise", "stage3.node0.pointwise", "stage3.node0.norm",
            ],
            names[..10]);
        Assert.Contains("stage3.node3.sum", names);
        Assert.Equal(["stage3.mean", "head.relu", "head.conv", "head.norm", "head.pool", "head.dropout", "head.fc"], names[^7..]);
    }

    [Fact]
    public void A_node_with_one_wire_has_no_wire_scalar()
    {
        Program program = Diamond.Lower();
        Operation sum = Assert.Single(program.Operations, one => one.Function is WeightedSum);
        Assert.Equal("stage3.node3.sum", sum.Name);
        Assert.Equal([2], program.Parameters[sum.Parameters[0].Index].Shape);
        Assert.Equal([Value(program, "stage3.node1.norm"), Value(program, "stage3.node2.norm")], sum.Inputs);
    }

    [Fact]
    public void Output_nodes_are_averaged_without_weights_and_an_isolated_node_is_among_them()
    {
        Program program = Diamond.Lower();
        Operation mean = Find(program, "stage3.mean");
        Assert.Equal(1f / 3, Assert.IsType<Sum>(mean.Function).Factor);
        Assert.Equal([Value(program, "stage3.node3.norm"), Value(program, "stage3.node4.norm"), Value(program, "stage3.node5.norm")], mean.Inputs);
        Assert.Equal(Value(program, "conv2.norm"), Find(program, "stage3.node5.relu").Inputs[0]);
    }

    [Fact]
    public void Only_input_nodes_carry_the_stride_and_change_the_channels()
    {
        Program program = Diamond.Lower();
        foreach (Operation depthwise in program.Operations.Where(one => one.Function is Depthwise))
        {
            bool isInput = depthwise.Name is "stage3.node0.depthwise" or "stage3.node5.depthwise";
            Assert.Equal(isInput ? 2 : 1, ((Depthwise)depthwise.Function).Window.Stride);
            Assert.Equal(isInput ? new TensorShape(8, 8, 16) : new TensorShape(4, 4, 24), program.Shape(depthwise.Inputs[0]));
            Assert.Equal(new TensorShape(4, 4, isInput ? 16 : 24), program.Shape(depthwise.Output));
        }
    }

    [Fact]
    public void Every_node_reads_its_predecessors_and_nothing_else() => Gen.Int[1, 1000].Sample(seed =>
    {
        NetworkSpec spec = Presets.Create("small", new PresetOptions { Seed = seed, Height = 32, Width = 32, Channels = 8, Classes = 2 });
        Program program = spec.Lower();
        Dag dag = spec.Stages[1].Wired!.Wiring.ToDag();
        ValueId input = program.Operations.Last(operation => operation.Name.StartsWith("stage3.", StringComparison.Ordinal)).Output;
        for (int node = 0; node < dag.NodeCount; node++)
        {
            ValueId read = Find(program, $"stage4.node{node}.relu").Inputs[0];
            ValueId[] sources = [.. dag.Predecessors(node).ToArray().Select(source => Value(program, $"stage4.node{source}.norm"))];
            if (sources.Length > 1) Assert.Equal(sources, Find(program, $"stage4.node{node}.sum").Inputs);
            else Assert.Equal(sources.Length == 1 ? sources[0] : input, read);
        }
    }, iter: 20);

    [Theory]
    [InlineData("sum", 1f)]
    [InlineData("mean", 0.5f)]
    public void Plain_aggregations_have_no_parameters(string aggregation, float factor)
    {
        Program program = NetworkSpec.Parse(Diamond.Text.Replace("weighted-sum", aggregation, StringComparison.Ordinal)).Lower();
        Assert.Equal(factor, Assert.IsType<Sum>(Find(program, "stage3.node3.sum").Function).Factor);
        Assert.DoesNotContain(program.Parameters, parameter => parameter.Kind == ParameterKind.Wire);
    }

    [Fact]
    public void Concatenated_wires_come_back_to_the_stages_channels()
    {
        Program program = NetworkSpec.Parse(Diamond.Text.Replace("weighted-sum", "concatenation", StringComparison.Ordinal)).Lower();
        Assert.Equal(48, program.Shape(Value(program, "stage3.node3.concatenation")).Channels);
        Assert.Equal(48, program.Shape(Value(program, "stage3.node3.depthwise")).Channels);
        Assert.Equal(24, program.Shape(Value(program, "stage3.node3.norm")).Channels);
    }

    [Fact]
    public void The_papers_other_node_operations_lower_too()
    {
        const string Transform = "relu+maxpool3x3+conv1x1+norm+relu+conv3x3+norm";
        Program program = NetworkSpec.Parse(Diamond.Text.Replace("relu+sepconv3x3+norm", Transform, StringComparison.Ordinal)).Lower();
        Assert.Equal(2, Assert.IsType<Pooling>(Find(program, "stage3.node0.pool").Function).Window.Stride);
        Assert.Equal(1, Assert.IsType<Convolution>(Find(program, "stage3.node0.conv").Function).Window.Stride);
        Assert.Equal(3, Assert.IsType<Convolution>(Find(program, "stage3.node0.conv2").Function).Window.Height);
        Assert.NotNull(Find(program, "stage3.node0.norm2"));
    }

    [Fact]
    public void A_single_output_node_is_the_stages_output()
    {
        Program program = NetworkSpec.Parse(Diamond.Text.Replace("dag(n=6,e=0-1.0-2.1-3.2-3.2-4)", "dag(n=1,e=)", StringComparison.Ordinal)).Lower();
        Assert.Equal(Value(program, "stage3.node0.norm"), Find(program, "head.relu").Inputs[0]);
    }

    [Fact]
    public void Every_spec_lowers_to_unique_names_and_its_number_of_classes() => SpecGen.Network.Sample(spec =>
    {
        Program program = spec.Lower();
        Assert.Equal(program.Parameters.Length, program.Parameters.Select(parameter => parameter.Name).Distinct().Count());
        Assert.Equal((spec.Input, spec.Classes), (program.InputShape, program.Classes));
    });

    private static Operation Find(Program program, string name) => program.Operations.Single(operation => operation.Name == name);

    private static ValueId Value(Program program, string name) => Find(program, name).Output;
}
