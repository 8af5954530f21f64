using RandWire.Engine;
using RandWire.Graphs;

namespace RandWire.Networks;

/// <summary>What a network costs, from its spec alone: nothing is built or allocated.</summary>
/// <remarks>
/// The sums of what every function says of itself (<see cref="Engine.Functions.Function.Work"/>). Per image:
/// <list type="bullet">
/// <item>A convolution's window times (in channels / groups)·(out channels) parameters, and as many multiply-adds per output pixel; depthwise: the window a
/// channel; fully connected: in·out multiply-adds, in·out + out parameters.</item>
/// <item>Batch norm: 2 parameters per channel, one multiply-add per element. Weighted sum: one parameter per wire and one multiply-add
/// per wire and element, for nodes with more than one wire. Plain sums, means and products: one per wire and element. Pooling: its window per output
/// element. Global average: one per input element. Activations, concatenation, dropout and what only moves values: none.</item>
/// </list>
/// The two arena sizes come from the engine's planner and are computed when first asked for (milliseconds).
/// </remarks>
public sealed class NetworkCost
{
    private readonly Program _program;
    private readonly Lazy<(long Training, long Inference)> _arenas;

    private NetworkCost(Program program, int batchSize, ProgramCost cost, StageCost[] stages)
    {
        _program = program;
        BatchSize = batchSize;
        Parameters = cost.Parameters;
        MultiplyAddsConvFc = cost.MultiplyAddsConvFc;
        MultiplyAddsAll = cost.MultiplyAddsAll;
        ActivationBytes = cost.ActivationBytes;
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

    /// <summary>The cost of an assembled network: sums over its operations.</summary>
    /// <param name="assembly">The network.</param>
    /// <param name="batchSize">Batch size that the arena bytes refer to, at least 1.</param>
    /// <exception cref="SpecException">The whole is too large to count.</exception>
    public static NetworkCost Of(Assembly assembly, int batchSize = 16)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        try
        {
            StageCost[] stages = new StageCost[assembly.Stages.Length];
            for (int i = 0; i < stages.Length; i++)
            {
                (StagePart stage, Dag graph) = (assembly.Stages[i], assembly.Stages[i].Graph);
                ProgramCost cost = ProgramCost.Of(assembly.Program, stage.Part.Operations);
                stages[i] = new StageCost(
                    stage.Number, graph.NodeCount, graph.InputCount, graph.OutputCount, graph.Edges.Length, graph.LongestPath,
                    cost.Parameters, cost.MultiplyAddsConvFc);
            }
            return new NetworkCost(assembly.Program, batchSize, ProgramCost.Of(assembly.Program), stages);
        }
        catch (OverflowException)
        {
            throw new SpecException(
                $"The network's cost at {assembly.Program.InputShape} exceeds 64 bits. Use smaller images, fewer channels or fewer nodes.");
        }
    }

    private (long Training, long Inference) MeasureArenas()
    {
        // Side by side: plans of thousands of nodes take a second.
        long training = 0, inference = 0;
        Parallel.Invoke(() => training = Arena(true), () => inference = Arena(false));
        return (training, inference);

        long Arena(bool trains) => Executor.ArenaBytes(_program, new ExecutorOptions { BatchSize = BatchSize, Training = trains });
    }
}
