using RandWire.Engine;
using RandWire.Graphs;

namespace RandWire.Networks;

/// <summary>What a network costs, from its spec alone: nothing is built or allocated.</summary>
/// <remarks>
/// The counts follow from the wirings' degrees in microseconds. Per image:
/// <list type="bullet">
/// <item>Convolution with kernel k: k·k·(in channels)·(out channels) parameters, and as many multiply-adds per output pixel; depthwise:
/// 9 per channel; fully connected: in·out multiply-adds, in·out + out parameters.</item>
/// <item>Batch norm: 2 parameters per channel, one multiply-add per element. Weighted sum: one parameter per wire and one multiply-add
/// per wire and element, for nodes with more than one wire. Plain sums and means: one per wire and element. 3x3 pooling: 9 per output
/// element. Global average: one per input element. ReLU, concatenation and dropout: none.</item>
/// </list>
/// The two arena sizes come from the engine's planner and are computed when first asked for (milliseconds).
/// </remarks>
public sealed class NetworkCost
{
    private readonly NetworkSpec _spec;
    private readonly Lazy<(long Training, long Inference)> _arenas;

    private NetworkCost(NetworkSpec spec, int batchSize, CostTally tally, StageCost[] stages)
    {
        _spec = spec;
        BatchSize = batchSize;
        Parameters = tally.Parameters;
        MultiplyAddsConvFc = tally.ConvFc;
        MultiplyAddsAll = checked(tally.ConvFc + tally.Others);
        ActivationBytes = checked(sizeof(float) * tally.Activations);
        Stages = stages;
        _arenas = new(MeasureArenas);
    }

    /// <summary>Trained scalars: weights, biases, norm scales and shifts, one scalar per wire into nodes with several.</summary>
    public long Parameters { get; }

    /// <summary>Multiply-adds of convolutions and the fully connected layer per image, the paper's "FLOPs".</summary>
    public long MultiplyAddsConvFc { get; }

    /// <summary>Multiply-adds per image of convolutions, fully connected layer, batch norm, weighted and plain sums, and pooling.</summary>
    public long MultiplyAddsAll { get; }

    /// <summary>4 bytes for every element that a convolution (depthwise and pointwise alike) or the fully connected layer writes, per image:
    /// the activations of Radosavovic et al. 2020, in bytes.</summary>
    public long ActivationBytes { get; }

    /// <summary>Images per step that the arena bytes refer to.</summary>
    public int BatchSize { get; }

    /// <summary>Bytes of the engine's arena for training at <see cref="BatchSize"/>.</summary>
    public long TrainingArenaBytes => _arenas.Value.Training;

    /// <summary>Bytes of the engine's arena for inference at <see cref="BatchSize"/>.</summary>
    public long InferenceArenaBytes => _arenas.Value.Inference;

    /// <summary>One entry per stage, in order.</summary>
    public IReadOnlyList<StageCost> Stages { get; }

    /// <summary>The wirings of all stages, in order; equal wirings are drawn once.</summary>
    public static Dag[] Wirings(NetworkSpec spec)
    {
        spec.Checked();
        Dictionary<WiringSpec, Dag> drawn = [];
        Dag[] wirings = new Dag[spec.Stages.Length];
        for (int i = 0; i < wirings.Length; i++)
        {
            WiringSpec wiring = spec.Stages[i].Wiring;
            if (!drawn.TryGetValue(wiring, out Dag? dag)) drawn[wiring] = dag = wiring.ToDag();
            wirings[i] = dag;
        }
        return wirings;
    }

    /// <summary>The cost of a checked spec whose wirings are already drawn: arithmetic only.</summary>
    /// <param name="spec">A spec that passed <see cref="NetworkSpec.Checked"/>.</param>
    /// <param name="wirings">The DAG of each stage, from <see cref="Wirings"/>.</param>
    /// <param name="batchSize">Batch size that the arena bytes refer to, at least 1.</param>
    /// <exception cref="SpecException">A layer or the whole is too large to count.</exception>
    public static NetworkCost Of(NetworkSpec spec, ReadOnlySpan<Dag> wirings, int batchSize = 16)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ArgumentOutOfRangeException.ThrowIfNotEqual(wirings.Length, spec.Stages.Length);
        try
        {
            CostTally tally = default;
            TensorShape shape = Stem(spec, ref tally);
            StageCost[] stages = new StageCost[wirings.Length];
            for (int i = 0; i < stages.Length; i++)
            {
                CostTally stage = default;
                shape = Stage(spec.Stages[i], wirings[i], shape, ref stage);
                tally.Add(stage, 1);
                Dag dag = wirings[i];
                stages[i] = new StageCost(
                    spec.StageNumber(i), dag.NodeCount, dag.InputCount, dag.OutputCount, dag.Edges.Length, dag.LongestPath,
                    stage.Parameters, stage.ConvFc);
            }
            shape = tally.Convolution(shape, spec.Head.Channels, 1, 1);
            tally.Norm(shape);
            tally.Linear(tally.GlobalAverage(shape), spec.Classes);
            return new NetworkCost(spec, batchSize, tally, stages);
        }
        catch (OverflowException)
        {
            throw new SpecException(
                $"The network's cost at {spec.Input} exceeds 64 bits. Use smaller images, fewer channels or fewer nodes.");
        }
    }

    private static TensorShape Stem(NetworkSpec spec, ref CostTally tally)
    {
        TensorShape shape = spec.Input;
        foreach ((int channels, int stride) in spec.Stem.Convolutions)
        {
            shape = tally.Convolution(shape, channels, 3, stride);
            tally.Norm(shape);
        }
        return shape;
    }

    private static TensorShape Stage(StageSpec stage, Dag wiring, TensorShape input, ref CostTally tally)
    {
        CostTally entry = default, inner = default;
        TensorShape output = Transform(stage, input, stage.Stride, ref entry);
        bool concatenates = stage.Node.Aggregation == AggregationKind.Concatenation;
        if (!concatenates) Transform(stage, output, 1, ref inner);
        for (int node = 0; node < wiring.NodeCount; node++)
        {
            int wires = wiring.Predecessors(node).Length;
            if (wires == 0) continue;
            if (concatenates) Transform(stage, output with { Channels = checked(wires * output.Channels) }, 1, ref tally);
            else if (wires > 1 && stage.Node.Aggregation == AggregationKind.WeightedSum) tally.WeightedSum(output, wires);
            else if (wires > 1) tally.Sum(output, wires);
        }
        tally.Add(entry, wiring.InputCount);
        if (!concatenates) tally.Add(inner, wiring.NodeCount - wiring.InputCount);
        if (wiring.OutputCount > 1) tally.Sum(output, wiring.OutputCount);
        return output;
    }

    private static TensorShape Transform(StageSpec stage, TensorShape shape, int stride, ref CostTally tally)
    {
        foreach (LayerKind layer in stage.Node.Transform)
        {
            switch (layer)
            {
                case LayerKind.SeparableConvolution3x3:
                    shape = tally.Convolution(tally.Depthwise(shape, stride), stage.Channels, 1, 1);
                    break;
                case LayerKind.Convolution3x3:
                    shape = tally.Convolution(shape, stage.Channels, 3, stride);
                    break;
                case LayerKind.Convolution1x1:
                    shape = tally.Convolution(shape, stage.Channels, 1, stride);
                    break;
                case LayerKind.MaximumPooling3x3 or LayerKind.AveragePooling3x3:
                    shape = tally.Pooling(shape, stride);
                    break;
                case LayerKind.Norm:
                    tally.Norm(shape);
                    break;
            }
            if (layer is not (LayerKind.Relu or LayerKind.Norm)) stride = 1;
        }
        return shape;
    }

    private (long Training, long Inference) MeasureArenas()
    {
        Program program = _spec.Lower();
        return (Executor.ArenaBytes(program, new ExecutorOptions { BatchSize = BatchSize, Training = true }),
            Executor.ArenaBytes(program, new ExecutorOptions { BatchSize = BatchSize, Training = false }));
    }
}
