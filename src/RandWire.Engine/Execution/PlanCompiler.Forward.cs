using RandWire.Engine.Execution.Steps;

namespace RandWire.Engine.Execution;

internal sealed partial class PlanCompiler
{
    private void Forward(Operation operation)
    {
        if (_fusion.IsJoined(operation)) return;
        string name = operation.Name;
        switch (operation)
        {
            case InputOperation input:
                if (ParameterLayout.ReadsImagesDirectly(_program)) _values[input.Output.Index] = _images;
                else Add(new PadImages(name, _images, Value(input.Output)));
                break;
            case ConvolutionOperation convolution:
                Add(new ConvolutionForward(
                    name, Value(convolution.Inputs[0]), Value(convolution.Output), Offset(convolution.Weight), convolution.Kernel, convolution.Stride));
                break;
            case DepthwiseOperation depthwise:
                Add(new DepthwiseForward(
                    name, Value(depthwise.Inputs[0]), Value(depthwise.Output), Offset(depthwise.Weight), depthwise.Stride));
                break;
            case NormOperation norm:
                ForwardNorm(norm);
                break;
            case ReluOperation relu:
                Add(new ReluForward(name, Value(relu.Inputs[0]), Value(relu.Output)));
                break;
            case WeightedSumOperation or SumOperation:
                ReluOperation? joined = _fusion.ReluOf(operation);
                Add(new SumForward(name, Wires(operation), Value(joined?.Output ?? operation.Output), joined is not null));
                break;
            case ConcatenationOperation:
                Add(new ConcatenationForward(name, InputValues(operation), Value(operation.Output)));
                break;
            case PoolingOperation pooling:
                Add(new PoolingForward(name, Value(pooling.Inputs[0]), Value(pooling.Output), pooling.Pooling, pooling.Stride));
                break;
            case GlobalAverageOperation:
                Add(new GlobalAverageForward(name, Value(operation.Inputs[0]), Value(operation.Output)));
                break;
            case DropoutOperation dropout:
                if (_training) Add(new DropoutStep(name, Value(dropout.Inputs[0]), Value(dropout.Output), dropout.Rate));
                else Add(new CopyStep(name, Value(dropout.Inputs[0]), Value(dropout.Output)));
                break;
            case LinearOperation linear:
                Add(new ConvolutionForward(name, Value(linear.Inputs[0]), Value(linear.Output), Offset(linear.Weight), 1, 1));
                Add(new AddBias(name + ".bias", Value(linear.Output), Offset(linear.Bias)));
                break;
            default:
                throw new InvalidOperationException($"No forward step for {operation.GetType().Name}.");
        }
    }

    private void ForwardNorm(NormOperation norm)
    {
        if (_fusion.NodeOf(norm) is null) ForwardPlainNorm(norm);
        else if (!_nodes.ContainsKey(norm)) ForwardNodes(_fusion.Alike(norm));
    }

    private void ForwardPlainNorm(NormOperation norm)
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
    private void ForwardNodes(IReadOnlyList<NormOperation> norms)
    {
        ForwardBranch[] branches = new ForwardBranch[norms.Count];
        for (int i = 0; i < branches.Length; i++) branches[i] = Branch(norms[i], Node(norms[i], _fusion.NodeOf(norms[i])!));
        Add(new FusedNodeForward(branches, _batch, _training ? 1 : _team));
        if (!_training) return;
        for (int i = 0; i < branches.Length; i++)
        {
            TensorBuffer y = branches[i].Node.Y;
            Join(norms[i], y, FusedNodeForward.Chunks(branches[i].Node, _batch), branches[i].Moments!);
            if (!_fusion.Rides(norms[i])) Add(new NormApply(norms[i].Name, y, Value(norms[i].Output), _normChannels[norms[i]]));
        }
    }

    private ForwardBranch Branch(NormOperation norm, FusedNode node)
    {
        NormChannels channels = AllocateChannels(norm, node.Y);
        if (_training) return new ForwardBranch(node, Moments(norm, node.Y, FusedNodeForward.Chunks(node, _batch)), null, Packed(node));
        // Scale and shift change only when parameters do. A node takes them into its weights, so that what it stores is normalized already.
        FoldedWeights folded = new(Allocate(node.Name + ".folded", (long)node.Depth * node.Y.Channels, true), channels);
        _prepare.Add(new NormFromRunning(norm.Name + ".running", Parameters(norm), channels));
        _prepare.Add(new FoldWeights(node.Name + ".folded", node.Weight, node.WeightRows, folded));
        return new ForwardBranch(node, null, folded, null);
    }

    private NormChannels AllocateChannels(NormOperation norm, TensorBuffer x) =>
        _normChannels[norm] = new NormChannels(Allocate(norm.Name, (long)NormChannels.Rows * x.Channels, !_training), x.Channels, Parameters(norm).Shift);

    private ArenaBuffer Moments(NormOperation norm, TensorBuffer x, PixelChunks chunks) => Allocate(norm.Name + ".moments", 2L * chunks.Count(_batch) * x.Channels);

    private void Join(NormOperation norm, TensorBuffer x, PixelChunks chunks, ArenaBuffer moments) =>
        AddSmall(new NormJoin(norm.Name + ".join", x, chunks, moments, Parameters(norm), _normChannels[norm]));

    private ArenaBuffer? Packed(FusedNode node)
    {
        if (!node.WeightRows.Packs) return null;
        ArenaBuffer packed = Allocate(node.Name + ".packed", (long)node.Depth * node.Y.Channels);
        AddSmall(new PackWeights(node.Name + ".packed", node.Weight, node.WeightRows, node.Y.Channels, packed));
        return packed;
    }

    private FusedNode Node(NormOperation norm, NodeParts parts)
    {
        WireInputs wires = parts.Sum is null ? SingleWire(parts.First.Inputs[0]) : Wires(parts.Sum);
        NodeTransform transform = parts.Depthwise is not null ? NodeTransform.Separable
            : parts.Convolution.Kernel == 1 ? NodeTransform.Pointwise : NodeTransform.Dense;
        // At inference the raw output is never seen: the value of the normalization takes its place.
        TensorBuffer y = Value(_training ? parts.Convolution.Output : norm.Output);
        return _nodes[norm] = new FusedNode(
            parts.Convolution.Name, wires, y, transform, parts.Relu is not null, parts.Depthwise is null ? -1 : Offset(parts.Depthwise.Weight),
            Offset(parts.Convolution.Weight), parts.Depthwise?.Stride ?? parts.Convolution.Stride, _mostRows);
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
        bool folded = !_training && definedBy is NormOperation norm && _nodes.ContainsKey(norm);
        return _fusion.Rides(definedBy) && !folded ? (Value(definedBy.Inputs[0]), _normChannels[definedBy]) : (Value(value), null);
    }

    private NormParameters Parameters(NormOperation norm) =>
        new(Offset(norm.Scale), Offset(norm.Shift), Offset(norm.RunningMean), Offset(norm.RunningVariance));

    private TensorBuffer[] InputValues(Operation operation)
    {
        TensorBuffer[] inputs = new TensorBuffer[operation.Inputs.Length];
        for (int i = 0; i < inputs.Length; i++) inputs[i] = Value(operation.Inputs[i]);
        return inputs;
    }

    private SumCoefficients Coefficients(Operation operation)
    {
        if (operation is SumOperation sum)
        {
            float[] constants = new float[sum.Inputs.Length];
            Array.Fill(constants, sum.Factor);
            return new SumCoefficients(-1, constants);
        }
        if (_firstWires.TryGetValue(operation, out int first)) return new SumCoefficients(first, []);
        first = _wires.Count;
        _firstWires[operation] = first;
        for (int i = 0; i < operation.Inputs.Length; i++) _wires.Add((((WeightedSumOperation)operation).Weights, i));
        return new SumCoefficients(first, []);
    }
}
