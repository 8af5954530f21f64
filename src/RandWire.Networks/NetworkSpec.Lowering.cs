using RandWire.Engine;
using RandWire.Engine.Functions;
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
            if (i > 0) value = builder.Add(name + ".relu", new Relu(), value);
            value = builder.Add(name, new Convolution(Stem.Convolutions[i].Channels, Three(Stem.Convolutions[i].Stride)), value);
            value = builder.Add(name + ".norm", new Norm(), value);
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
        return outputs.Count == 1 ? outputs[0] : builder.Add(name + ".mean", new Sum(1f / outputs.Count), outputs.ToArray());
    }

    private static ValueId Aggregate(ProgramBuilder builder, string name, AggregationKind kind, ValueId[] values, ReadOnlySpan<int> sources)
    {
        if (sources.Length == 1) return values[sources[0]];
        ValueId[] inputs = new ValueId[sources.Length];
        for (int i = 0; i < inputs.Length; i++) inputs[i] = values[sources[i]];
        return kind switch
        {
            AggregationKind.WeightedSum => builder.Add(name + ".sum", new WeightedSum(), inputs),
            AggregationKind.Sum => builder.Add(name + ".sum", new Sum(), inputs),
            AggregationKind.Mean => builder.Add(name + ".sum", new Sum(1f / inputs.Length), inputs),
            _ => builder.Add(name + ".concatenation", new Concatenation(), inputs),
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
                LayerKind.Relu => builder.Add(Unique("relu"), new Relu(), value),
                LayerKind.SeparableConvolution3x3 => LowerSeparable(builder, Unique("depthwise"), Unique("pointwise"), stage.Channels, stride, value),
                LayerKind.Convolution3x3 => builder.Add(Unique("conv"), new Convolution(stage.Channels, Three(stride)), value),
                LayerKind.Convolution1x1 => builder.Add(Unique("conv"), new Convolution(stage.Channels, new Window(1, 1, stride)), value),
                LayerKind.MaximumPooling3x3 => builder.Add(Unique("pool"), new Pooling(PoolingKind.Maximum, Three(stride)), value),
                LayerKind.AveragePooling3x3 => builder.Add(Unique("pool"), new Pooling(PoolingKind.Average, Three(stride)), value),
                _ => builder.Add(Unique("norm"), new Norm(), value),
            };
            if (NodeSpec.IsConvolution(layer) || NodeSpec.IsPooling(layer)) stride = 1;
        }
        return value;
    }

    private Program LowerHead(ProgramBuilder builder, ValueId value)
    {
        value = builder.Add("head.relu", new Relu(), value);
        value = builder.Add("head.conv", new Convolution(Head.Channels, new Window(1, 1)), value);
        value = builder.Add("head.norm", new Norm(), value);
        value = builder.Add("head.pool", new GlobalAverage(), value);
        if (Head.Dropout > 0) value = builder.Add("head.dropout", new Dropout((float)Head.Dropout), value);
        builder.Add("head.fc", new Linear(Classes), value);
        return builder.Build();
    }

    private static ValueId LowerSeparable(ProgramBuilder builder, string depthwise, string pointwise, int channels, int stride, ValueId value) =>
        builder.Add(pointwise, new Convolution(channels, new Window(1, 1)), builder.Add(depthwise, new Depthwise(Three(stride)), value));

    private static Window Three(int stride) => new(3, 3, stride);
}
