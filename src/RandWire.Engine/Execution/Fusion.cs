namespace RandWire.Engine.Execution;

/// <summary>Finds what the compiler can run as one pass: sums with the ReLU that reads them, whole nodes, and normalisations that can ride on wires.</summary>
/// <remarks>Only chains without other readers are joined, so nothing that somebody else needs goes unstored.</remarks>
internal sealed class Fusion
{
    private readonly Dictionary<Operation, ReluOperation> _reluOfSum = [];
    private readonly Dictionary<NormOperation, NodeParts> _nodes = [];
    private readonly HashSet<Operation> _joined = [];
    private readonly HashSet<NormOperation> _riding = [];

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
    }

    /// <summary>The ReLU that rides on a sum, or null.</summary>
    public ReluOperation? ReluOf(Operation sum) => _reluOfSum.GetValueOrDefault(sum);

    /// <summary>Whether an operation is done by another's step.</summary>
    public bool IsJoined(Operation operation) => _joined.Contains(operation);

    /// <summary>The node that ends in this normalisation, or null.</summary>
    public NodeParts? NodeOf(NormOperation norm) => _nodes.GetValueOrDefault(norm);

    /// <summary>Whether a normalisation is applied by those who read it, and never stored.</summary>
    public bool Rides(Operation operation) => operation is NormOperation norm && _riding.Contains(norm);

    private void FindNode(NormOperation norm, Program program, Operation[] definedBy, int[] readers)
    {
        if (OnlyReader<ConvolutionOperation>(norm, definedBy, readers) is not { Kernel: 1, Stride: 1 } pointwise) return;
        if (OnlyReader<DepthwiseOperation>(pointwise, definedBy, readers) is not { } depthwise) return;
        if (OnlyReader<ReluOperation>(depthwise, definedBy, readers) is not { } relu) return;
        // The images themselves are stored unpadded, or need no gradient: not worth a case of its own.
        if (relu.Inputs[0] == program.Operations[0].Output) return;
        Operation? sum = OnlyReader<Operation>(relu, definedBy, readers);
        if (sum is not (WeightedSumOperation or SumOperation)) sum = null;
        _nodes[norm] = new NodeParts(sum, relu, depthwise, pointwise);
        _joined.UnionWith([relu, depthwise, pointwise]);
        if (sum is null) return;
        _joined.Add(sum);
        _reluOfSum.Remove(sum);
    }

    private void FindRidingNorms(Program program, Operation[] definedBy)
    {
        HashSet<NormOperation> stored = [];
        foreach (Operation reader in program.Operations)
        {
            bool readsWires = reader is WeightedSumOperation or SumOperation || (reader is ReluOperation && IsHeadOfNode(reader));
            foreach (ValueId input in reader.Inputs)
                if (!readsWires && definedBy[input.Index] is NormOperation norm) stored.Add(norm);
        }
        if (definedBy[program.Output.Index] is NormOperation last) stored.Add(last);
        foreach (Operation operation in program.Operations)
            if (operation is NormOperation norm && !stored.Contains(norm)) _riding.Add(norm);
    }

    private bool IsHeadOfNode(Operation relu)
    {
        foreach (NodeParts node in _nodes.Values) if (node.Sum is null && ReferenceEquals(node.Relu, relu)) return true;
        return false;
    }

    private static TOperation? OnlyReader<TOperation>(Operation reader, Operation[] definedBy, int[] readers) where TOperation : Operation =>
        readers[reader.Inputs[0].Index] == 1 ? definedBy[reader.Inputs[0].Index] as TOperation : null;
}

/// <summary>The operations of one node, before its normalisation.</summary>
/// <param name="Sum">Sum over wires; null for a node with one wire.</param>
/// <param name="Relu">ReLU.</param>
/// <param name="Depthwise">Depthwise 3x3.</param>
/// <param name="Pointwise">1x1 convolution.</param>
internal sealed record NodeParts(Operation? Sum, ReluOperation Relu, DepthwiseOperation Depthwise, ConvolutionOperation Pointwise);
