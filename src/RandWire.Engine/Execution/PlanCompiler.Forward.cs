using RandWire.Engine.Execution.Steps;
using RandWire.Engine.Functions;

namespace RandWire.Engine.Execution;

internal sealed partial class PlanCompiler
{
    /// <summary>A sum, with the ReLU that was joined to it.</summary>
    public void ForwardSum(Operation operation)
    {
        Operation? joined = _fusion.ReluOf(operation);
        Add(new SumForward(operation.Name, Wires(operation), Value(joined?.Output ?? operation.Output), joined is not null));
    }

    /// <summary>A ReLU that reads its input as a wire, with the normalization that rides on it; if it does.</summary>
    public bool ForwardWiredRelu(Operation relu)
    {
        if (!IsWiredRelu(relu)) return false;
        (TensorBuffer y, int start) = PlaceOf(relu.Output);
        Add(new SumForward(relu.Name, SingleWire(relu.Inputs[0]), y, true, start));
        return true;
    }

    /// <summary>A normalization: by itself, as the end of a node, or only its statistics where its readers apply it.</summary>
    public void ForwardNorm(Operation norm)
    {
        if (_fusion.NodeOf(norm) is null) ForwardPlainNorm(norm);
        else if (!_nodes.ContainsKey(norm)) ForwardNodes(_fusion.Alike(norm));
    }

    /// <summary>A convolution that is a node without a normalization, if it is one.</summary>
    public bool ForwardBareNode(Operation convolution)
    {
        if (_fusion.NodeOf(convolution) is null) return false;
        if (!_nodes.ContainsKey(convolution)) ForwardNodes(_fusion.Alike(convolution));
        return true;
    }

    private void ForwardPlainNorm(Operation norm)
    {
        TensorBuffer x = Value(norm.Inputs[0]);
        NormChannels channels = AllocateChannels(norm, x);
        if (!_training) _prepare.Add(new NormFromRunning(norm.Name + ".running", Parameters(norm), channels));
        else
        {
            ArenaBuffer moments = Moments(norm, x, x.Chunks);
            Add(new NormStatistics(norm.Name + ".statistics", x, moments));
            Join(norm, x, x.Chunks, moments);
        }
        if (!_fusion.Rides(norm)) Add(new NormApply(norm.Name, x, Value(norm.Output), channels));
    }

    // One node, or all with its input: nothing else has to come before them.
    private void ForwardNodes(IReadOnlyList<Operation> norms)
    {
        ForwardBranch[] branches = new ForwardBranch[norms.Count];
        bool isBare = _fusion.NodeOf(norms[0])!.IsBare(norms[0]);
        for (int i = 0; i < branches.Length; i++)
        {
            FusedNode node = Node(norms[i], _fusion.NodeOf(norms[i])!);
            branches[i] = isBare ? new ForwardBranch(node, null, null, Packed(node), _finishes.GetValueOrDefault(norms[i]).Finish) : Branch(norms[i], node);
        }
        // Columns are divided by what is folded into the weights, of which a bare node has nothing.
        Add(new FusedNodeForward(branches, _batch, _training || isBare ? 1 : _team));
        if (!_training || isBare) return;
        for (int i = 0; i < branches.Length; i++)
        {
            TensorBuffer y = branches[i].Node.Y;
            Join(norms[i], y, FusedNodeForward.Chunks(branches[i].Node, _batch), branches[i].Moments!);
            if (!_fusion.Rides(norms[i])) Add(new NormApply(norms[i].Name, y, Value(norms[i].Output), _normChannels[norms[i]]));
        }
    }

    private ForwardBranch Branch(Operation norm, FusedNode node)
    {
        NormChannels channels = AllocateChannels(norm, node.Y);
        if (_training) return new ForwardBranch(node, Moments(norm, node.Y, FusedNodeForward.Chunks(node, _batch)), null, Packed(node), null);
        // Scale and shift change only when parameters do. A node takes them into its weights, so that what it stores is normalized already.
        FoldedWeights folded = new(Allocate(node.Name + ".folded", (long)node.Depth * node.Y.Channels, true), channels);
        _prepare.Add(new NormFromRunning(norm.Name + ".running", Parameters(norm), channels));
        _prepare.Add(new FoldWeights(node.Name + ".folded", node.Weight, node.WeightRows, folded));
        return new ForwardBranch(node, null, folded, null, _finishes[norm].Finish);
    }

    private NormChannels AllocateChannels(Operation norm, TensorBuffer x) =>
        _normChannels[norm] = new NormChannels(Allocate(norm.Name, (long)NormChannels.Rows * x.Channels, !_training), x.Channels, Parameters(norm).Shift);

    private ArenaBuffer Moments(Operation norm, TensorBuffer x, PixelChunks chunks) => Allocate(norm.Name + ".moments", 2L * chunks.Count(_batch) * x.Channels);

    private void Join(Operation norm, TensorBuffer x, PixelChunks chunks, ArenaBuffer moments)
    {
        NormJoin join = new(norm.Name + ".join", x, chunks, moments, Parameters(norm), _normChannels[norm]);
        // Normalizations that share their running statistics move them one after the other.
        if (IsShared(norm)) Add(join);
        else AddSmall(join);
    }

    private ArenaBuffer? Packed(FusedNode node)
    {
        if (!node.WeightRows.Packs) return null;
        ArenaBuffer packed = Allocate(node.Name + ".packed", (long)node.Depth * node.Y.Channels, !_training);
        PackWeights step = new(node.Name + ".packed", node.Weight, node.WeightRows, node.Y.Channels, packed);
        if (_training) AddSmall(step);
        else _prepare.Add(step);
        return packed;
    }

    private FusedNode Node(Operation norm, NodeParts parts)
    {
        WireInputs wires = parts.Sum is null ? SingleWire(parts.First.Inputs[0]) : Wires(parts.Sum);
        // At inference the raw output is never seen: the value of the normalization takes its place.
        if (!_training) _finishes[norm] = FinishedNode(norm);
        TensorBuffer y = Value(_training ? parts.Convolution.Output : _finishes[norm].Output);
        return _nodes[norm] = new FusedNode(
            parts.Convolution.Name, wires, y, TransformOf(parts), parts.Relu is not null, parts.Depthwise is null ? -1 : Weight(parts.Depthwise, 0),
            Weight(parts.Convolution, 0), parts.Window, _mostRows);
    }

    // The kernels of a node take any window for theirs, so nothing is left to elimination.
    private static NodeTransform TransformOf(NodeParts parts)
    {
        Function convolution = parts.Convolution.Function;
        if (parts.Depthwise is { } depthwise && Fusion.IsSeparableDepthwise(depthwise.Function) && Fusion.IsPointwise(convolution)) return NodeTransform.Separable;
        if (parts.Depthwise is null && Fusion.IsPointwise(convolution)) return NodeTransform.Pointwise;
        if (parts.Depthwise is null && Fusion.IsDense(convolution)) return NodeTransform.Dense;
        throw new InvalidOperationException($"{parts.Convolution.Name}: no kernel of a fused node computes {parts.Depthwise?.Function} and {convolution}.");
    }

    private WireInputs Wires(Operation sum)
    {
        TensorBuffer[] tensors = new TensorBuffer[sum.Inputs.Length];
        NormChannels?[] norms = new NormChannels?[tensors.Length];
        for (int i = 0; i < tensors.Length; i++) (tensors[i], norms[i]) = Wire(sum.Inputs[i]);
        return new WireInputs(tensors, norms, Coefficients(sum));
    }

    private WireInputs SingleWire(ValueId value)
    {
        (TensorBuffer tensor, NormChannels? norm) = Wire(value);
        return new WireInputs([tensor], [norm], SumCoefficients.One);
    }

    // What is stored for a value, and the normalization still to be applied to it.
    private (TensorBuffer Tensor, NormChannels? Norm) Wire(ValueId value)
    {
        Operation definedBy = _definedBy[value.Index];
        bool folded = !_training && _nodes.ContainsKey(definedBy);
        return _fusion.Rides(definedBy) && !folded ? (Value(definedBy.Inputs[0]), _normChannels[definedBy]) : (Value(value), null);
    }

    private NormParameters Parameters(Operation norm)
    {
        Norm function = (Norm)norm.Function;
        int first = function.IsAffine ? 2 : 0;
        return new NormParameters(
            function.IsAffine ? Weight(norm, 0) : null, function.IsAffine ? Weight(norm, 1) : null, Weight(norm, first), Weight(norm, first + 1), function.Epsilon);
    }

    private SumCoefficients Coefficients(Operation operation)
    {
        if (operation.Function is Sum sum)
        {
            float[] constants = new float[operation.Inputs.Length];
            Array.Fill(constants, sum.Factor);
            return new SumCoefficients(-1, constants);
        }
        if (_groupOfSum.TryGetValue(operation, out int known)) return new SumCoefficients(FirstRead(_wireGroups[known]), []);
        _groupOfSum[operation] = _wireGroups.Count;
        WeightedSum function = (WeightedSum)operation.Function;
        WireGroup group = new(operation.Parameters[0], function.Weights, _wires.Count, operation.Inputs.Length);
        if (function.Taken is { } taken)
        {
            group = group with { First = _slots, Count = taken.Choices, Taken = taken.Index };
            _slots += taken.Choices;
        }
        else
            for (int i = 0; i < operation.Inputs.Length; i++) _wires.Add((operation.Parameters[0], i));
        _wireGroups.Add(group);
        return new SumCoefficients(FirstRead(group), []);
    }

    private static int FirstRead(WireGroup group) => group.First + Math.Max(group.Taken, 0);
}
