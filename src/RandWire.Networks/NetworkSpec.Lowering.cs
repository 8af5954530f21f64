using RandWire.Engine;
using RandWire.Graphs;

namespace RandWire.Networks;

public sealed partial record NetworkSpec
{
    /// <summary>Lowers to a program; operations are named <c>conv1</c>, <c>stage3.node5.depthwise</c>, <c>head.fc</c> and so on.</summary>
    /// <remarks>The extra input node of a stage is the stage's input itself; the extra output node is <c>stage3.mean</c>, left out when there
    /// is only one output node. A node with one wire has no wire scalar.</remarks>
    /// <exception cref="SpecException">A rule is broken, see <see cref="Checked"/>.</exception>
    public Program Lower()
    {
        Dag[] wirings = NetworkCost.Wirings(this);
        NetworkCost.Of(this, wirings);
        ProgramBuilder builder = new();
        ValueId value = LowerStem(builder);
        for (int i = 0; i < Stages.Length; i++) value = LowerStage(builder, $"stage{StageNumber(i)}", Stages[i], wirings[i], value);
        return LowerHead(builder, value);
    }

    private ValueId LowerStem(ProgramBuilder builder)
    {
        ValueId value = builder.Input(Input.Height, Input.Width, Input.Channels);
        for (int i = 0; i < Stem.Convolutions.Length; i++)
        {
            string name = $"conv{i + 1}";
            if (i > 0) value = builder.Relu(name + ".relu", value);
            value = builder.Convolution(name, value, Stem.Convolutions[i].Channels, 3, Stem.Convolutions[i].Stride);
            value = builder.Norm(name + ".norm", value);
        }
        return value;
    }

    private static ValueId LowerStage(ProgramBuilder builder, string name, StageSpec stage, Dag wiring, ValueId input)
    {
        ValueId[] values = new ValueId[wiring.NodeCount];
        List<ValueId> outputs = [];
        for (int node = 0; node < values.Length; node++)
        {
            string nodeName = $"{name}.node{node}";
            ValueId joined = wiring.IsInput(node)
                ? input
                : Aggregate(builder, nodeName, stage.Node.Aggregation, values, wiring.Predecessors(node));
            values[node] = Transform(builder, nodeName, stage, joined, wiring.IsInput(node) ? stage.Stride : 1);
            if (wiring.IsOutput(node)) outputs.Add(values[node]);
        }
        return outputs.Count == 1 ? outputs[0] : builder.Mean(name + ".mean", outputs.ToArray());
    }

    private static ValueId Aggregate(ProgramBuilder builder, string name, AggregationKind kind, ValueId[] values, ReadOnlySpan<int> sources)
    {
        if (sources.Length == 1) return values[sources[0]];
        ValueId[] inputs = new ValueId[sources.Length];
        for (int i = 0; i < inputs.Length; i++) inputs[i] = values[sources[i]];
        return kind switch
        {
            AggregationKind.WeightedSum => builder.WeightedSum(name + ".sum", inputs),
            AggregationKind.Sum => builder.Sum(name + ".sum", inputs),
            AggregationKind.Mean => builder.Mean(name + ".sum", inputs),
            _ => builder.Concatenation(name + ".concatenation", inputs),
        };
    }

    // Names repeat within a transform when a kind of layer does: the second is called .relu2, .norm2 and so on.
    private static ValueId Transform(ProgramBuilder builder, string name, StageSpec stage, ValueId value, int stride)
    {
        Dictionary<string, int> used = [];
        string Unique(string part)
        {
            used[part] = used.GetValueOrDefault(part) + 1;
            return used[part] == 1 ? $"{name}.{part}" : $"{name}.{part}{used[part]}";
        }

        foreach (LayerKind layer in stage.Node.Transform)
        {
            value = layer switch
            {
                LayerKind.Relu => builder.Relu(Unique("relu"), value),
                LayerKind.SeparableConvolution3x3 => builder.Convolution(
                    Unique("pointwise"), builder.Depthwise(Unique("depthwise"), value, stride), stage.Channels, 1, 1),
                LayerKind.Convolution3x3 => builder.Convolution(Unique("conv"), value, stage.Channels, 3, stride),
                LayerKind.Convolution1x1 => builder.Convolution(Unique("conv"), value, stage.Channels, 1, stride),
                LayerKind.MaximumPooling3x3 => builder.Pooling(Unique("pool"), value, PoolingKind.Maximum, stride),
                LayerKind.AveragePooling3x3 => builder.Pooling(Unique("pool"), value, PoolingKind.Average, stride),
                _ => builder.Norm(Unique("norm"), value),
            };
            if (NodeSpec.IsConvolution(layer) || NodeSpec.IsPooling(layer)) stride = 1;
        }
        return value;
    }

    private Program LowerHead(ProgramBuilder builder, ValueId value)
    {
        value = builder.Relu("head.relu", value);
        value = builder.Norm("head.norm", builder.Convolution("head.conv", value, Head.Channels, 1, 1));
        value = builder.GlobalAverage("head.pool", value);
        if (Head.Dropout > 0) value = builder.Dropout("head.dropout", value, (float)Head.Dropout);
        builder.Linear("head.fc", value, Classes);
        return builder.Build();
    }
}
