namespace RandWire.Engine.Execution;

/// <summary>Finds what the compiler can run as one pass: sums with the ReLU that reads them, whole nodes, and normalizations that can ride on wires.</summary>
/// <remarks>Only chains without other readers are joined, so nothing that somebody else needs goes unstored.</remarks>
internal sealed class Fusion
{
    // Each more has a tile of its own in scratch, and its output in the arena at the same time.
    private const int MostAlike = 8;

    private readonly Dictionary<Operation, ReluOperation> _reluOfSum = [];
    private readonly Dictionary<NormOperation, NodeParts> _nodes = [];
    private readonly HashSet<Operation> _joined = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<NormOperation> _riding = [];
    private readonly Dictionary<NormOperation, List<NormOperation>> _alike = [];
    private readonly HashSet<Operation> _firsts = new(ReferenceEqualityComparer.Instance);

    public Fusion(Program program, bool enabled)
    {
        if (!enabled) return;
        int[] readers = new int[program.Shapes.Length];
        Operation[] definedBy = new Operation[program.Shapes.Length];
        foreach (Operation operation in program.Operations)
        {
            definedBy[operation.Output.Index] = operation;
            foreach (ValueId input in operation.Inputs) readers[input.Index]++;
        }
        foreach (Operation operation in program.Operations)
        {
            if (operation is ReluOperation relu && OnlyReader<Operation>(relu, definedBy, readers) is WeightedSumOperation or SumOperation)
                _reluOfSum[definedBy[relu.Inputs[0].Index]] = relu;
            if (operation is NormOperation norm) FindNode(norm, program, definedBy, readers);
        }
        foreach (ReluOperation relu in _reluOfSum.Values) _joined.Add(relu);
        FindRidingNorms(program, definedBy);
        FindAlike(program);
    }

    /// <summary>The ReLU that rides on a sum, or null.</summary>
    public ReluOperation? ReluOf(Operation sum) => _reluOfSum.GetValueOrDefault(sum);

    /// <summary>Whether an operation is done by another's step.</summary>
    public bool IsJoined(Operation operation) => _joined.Contains(operation);

    /// <summary>The node that ends in this normalization, or null.</summary>
    public NodeParts? NodeOf(NormOperation norm) => _nodes.GetValueOrDefault(norm);

    /// <summary>Whether a normalization is applied by those who read it, and never stored.</summary>
    public bool Rides(Operation operation) => operation is NormOperation norm && _riding.Contains(norm);

    /// <summary>The separable nodes of one shape that have this node's only input as theirs, itself among them, in the order of the program; eight at most.</summary>
    public IReadOnlyList<NormOperation> Alike(NormOperation norm) => _alike.GetValueOrDefault(norm) ?? [norm];

    private void FindAlike(Program program)
    {
        Dictionary<(ValueId Input, int Stride, bool IsLinear, TensorShape Output), List<NormOperation>> open = [];
        foreach (Operation operation in program.Operations)
        {
            if (operation is not NormOperation norm || NodeOf(norm) is not { Sum: null, Depthwise: { } depthwise } parts) continue;
            var key = (parts.First.Inputs[0], depthwise.Stride, parts.Relu is null, program.Shape(norm.Output));
            if (!open.TryGetValue(key, out List<NormOperation>? alike) || alike.Count == MostAlike) open[key] = alike = [];
            alike.Add(norm);
            _alike[norm] = alike;
        }
    }

    private void FindNode(NormOperation norm, Program program, Operation[] definedBy, int[] readers)
    {
        if (OnlyReader<ConvolutionOperation>(norm, definedBy, readers) is not { } convolution) return;
        DepthwiseOperation? depthwise = convolution is { Kernel: 1, Stride: 1 } ? OnlyReader<DepthwiseOperation>(convolution, definedBy, readers) : null;
        // A strided 1x1 would skip rows of its tile: no network here has one in a place that matters.
        if (convolution is { Kernel: 1, Stride: not 1 }) return;
        Operation first = depthwise ?? (Operation)convolution;
        ReluOperation? relu = OnlyReader<ReluOperation>(first, definedBy, readers);
        Operation? sum = relu is null ? null : OnlyReader<Operation>(relu, definedBy, readers);
        if (sum is not (WeightedSumOperation or SumOperation)) sum = null;
        // The images themselves are stored unpadded: only a dense 3x3, which copies them into its tile, takes them as they are.
        bool readsImages = (sum ?? relu ?? first).Inputs[0] == program.Operations[0].Output;
        if (readsImages && convolution.Kernel == 1 || relu is not null && readsImages) return;
        _nodes[norm] = new NodeParts(sum, relu, depthwise, convolution);
        _firsts.Add(sum ?? relu ?? first);
        _joined.Add(convolution);
        foreach (Operation? part in (Operation?[])[depthwise, relu, sum])
            if (part is not null) _joined.Add(part);
        if (sum is not null) _reluOfSum.Remove(sum);
    }

    private void FindRidingNorms(Program program, Operation[] definedBy)
    {
        HashSet<NormOperation> stored = [];
        foreach (Operation reader in program.Operations)
        {
            bool readsWires = reader is WeightedSumOperation or SumOperation || _firsts.Contains(reader);
            foreach (ValueId input in reader.Inputs)
                if (!readsWires && definedBy[input.Index] is NormOperation norm) stored.Add(norm);
        }
        if (definedBy[program.Output.Index] is NormOperation last) stored.Add(last);
        foreach (Operation operation in program.Operations)
            if (operation is NormOperation norm && !stored.Contains(norm)) _riding.Add(norm);
    }

    private static TOperation? OnlyReader<TOperation>(Operation reader, Operation[] definedBy, int[] readers) where TOperation : Operation =>
        readers[reader.Inputs[0].Index] == 1 ? definedBy[reader.Inputs[0].Index] as TOperation : null;
}

/// <summary>The operations of one node, before its normalization.</summary>
/// <param name="Sum">Sum over wires; null for a node with one wire.</param>
/// <param name="Relu">ReLU; null where the convolution reads the wire as it is.</param>
/// <param name="Depthwise">Depthwise 3x3; null where the convolution stands alone.</param>
/// <param name="Convolution">1x1 or dense 3x3 convolution.</param>
internal sealed record NodeParts(Operation? Sum, ReluOperation? Relu, DepthwiseOperation? Depthwise, ConvolutionOperation Convolution)
{
    /// <summary>The operation that reads the wires.</summary>
    public Operation First => Sum ?? Relu ?? Depthwise ?? (Operation)Convolution;
}
