using RandWire.Engine.Execution.Steps;
using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution;

internal sealed partial class PlanCompiler
{
    private void Backward(Operation operation)
    {
        // A value that nothing reads has no gradient, and neither has what only led to it.
        if (_fusion.IsJoined(operation)) return;
        ReluOperation? joined = _fusion.ReluOf(operation);
        if (!_gradientWritten[(joined?.Output ?? operation.Output).Index]) return;
        switch (operation)
        {
            case InputOperation:
                break;
            case ConvolutionOperation convolution:
                BackwardConvolution(convolution.Name, convolution.Inputs[0], convolution.Output, convolution.Weight, convolution.Kernel, convolution.Stride);
                break;
            case DepthwiseOperation depthwise:
                BackwardDepthwise(depthwise);
                break;
            case NormOperation norm:
                BackwardNorm(norm);
                break;
            case ReluOperation relu:
                if (_needsGradient[relu.Inputs[0].Index])
                {
                    Add(new ReluBackward(
                        relu.Name + ".gradient", Value(relu.Output), Gradient(relu.Output), Gradient(relu.Inputs[0]), Accumulates(relu.Inputs[0])));
                }
                break;
            case WeightedSumOperation or SumOperation:
                BackwardSum(operation, joined);
                break;
            case ConcatenationOperation:
                BackwardConcatenation(operation);
                break;
            case PoolingOperation pooling:
                if (_needsGradient[pooling.Inputs[0].Index])
                {
                    Add(new PoolingBackward(
                        pooling.Name + ".gradient", Value(pooling.Inputs[0]), Gradient(pooling.Output), Gradient(pooling.Inputs[0]), pooling.Pooling,
                        pooling.Stride, Accumulates(pooling.Inputs[0])));
                }
                break;
            case GlobalAverageOperation:
                if (_needsGradient[operation.Inputs[0].Index])
                {
                    Add(new GlobalAverageBackward(
                        operation.Name + ".gradient", Gradient(operation.Output), Gradient(operation.Inputs[0]), Accumulates(operation.Inputs[0])));
                }
                break;
            case DropoutOperation dropout:
                if (_needsGradient[dropout.Inputs[0].Index])
                {
                    Add(new DropoutStep(
                        dropout.Name + ".gradient", Gradient(dropout.Output), Gradient(dropout.Inputs[0]), dropout.Rate, Accumulates(dropout.Inputs[0])));
                }
                break;
            case LinearOperation linear:
                Add(new BiasGradient(linear.Name + ".bias.gradient", Gradient(linear.Output), Offset(linear.Bias)));
                BackwardConvolution(linear.Name, linear.Inputs[0], linear.Output, linear.Weight, 1, 1);
                break;
            default:
                throw new InvalidOperationException($"No backward step for {operation.GetType().Name}.");
        }
    }

    private void BackwardConvolution(string name, ValueId input, ValueId output, ParameterId weight, int kernel, int stride)
    {
        TensorBuffer x = Value(input), gradY = Gradient(output);
        int depth = kernel * kernel * x.Channels, length = depth * gradY.Channels;
        WeightGradient(name, x, gradY, weight, kernel, stride);
        if (!_needsGradient[input.Index]) return;
        ArenaBuffer transposed = Allocate(name + ".transposed", length);
        Add(new TransposeWeights(name + ".transpose", Offset(weight), depth, gradY.Channels, transposed));
        TensorBuffer gradX = Gradient(input);
        bool accumulate = Accumulates(input);
        if (kernel == 1 && stride == 1) Add(new PointwiseInputGradient(name + ".gradient", gradY, gradX, transposed, accumulate));
        else Add(new WindowInputGradient(name + ".gradient", gradY, gradX, transposed, kernel, stride, accumulate));
    }

    private void WeightGradient(string name, TensorBuffer x, TensorBuffer gradY, ParameterId weight, int kernel, int stride)
    {
        int pixels = gradY.Pixels, length = kernel * kernel * x.Channels * gradY.Channels;
        int groups = ConvolutionWeightGradient.Groups((long)_batch * pixels);
        ArenaBuffer? parts = groups > 1 ? Allocate(name + ".parts", (long)groups * length) : null;
        Add(new ConvolutionWeightGradient(name + ".weight.gradient", x, gradY, Offset(weight), parts, kernel, stride));
        if (parts is null) return;
        Add(new AddParts(name + ".weight.sum", parts, Offset(weight), length, count => ConvolutionWeightGradient.Groups((long)count * pixels)));
    }

    private void BackwardDepthwise(DepthwiseOperation depthwise)
    {
        string name = depthwise.Name;
        ValueId input = depthwise.Inputs[0];
        TensorBuffer x = Value(input), gradY = Gradient(depthwise.Output);
        int length = 9 * x.Channels;
        ArenaBuffer parts = Allocate(name + ".parts", (long)DepthwiseWeightGradient.Groups(_batch) * length);
        Add(new DepthwiseWeightGradient(name + ".weight.gradient", x, gradY, depthwise.Stride, parts));
        Add(new AddParts(name + ".weight.sum", parts, Offset(depthwise.Weight), length, DepthwiseWeightGradient.Groups));
        if (!_needsGradient[input.Index]) return;
        TensorBuffer gradX = Gradient(input);
        bool accumulate = Accumulates(input);
        if (depthwise.Stride == 1) Add(new DepthwiseForward(name + ".gradient", gradY, gradX, Offset(depthwise.Weight), 1, true, accumulate));
        else Add(new DepthwiseStrideTwoInputGradient(name + ".gradient", gradY, gradX, Offset(depthwise.Weight), accumulate));
    }

    private void BackwardNorm(NormOperation norm)
    {
        TensorBuffer x = Value(norm.Inputs[0]), gradY = Gradient(norm.Output);
        NormChannels channels = _normChannels[norm];
        ArenaBuffer moments = Allocate(norm.Name + ".gradient.moments", 2L * x.PixelBlocks(_batch) * x.Channels);
        Add(new NormGradientMoments(norm.Name + ".gradient.moments", x, gradY, channels, moments));
        Add(new NormGradientJoin(norm.Name + ".gradient.join", x, moments, Parameters(norm), channels));
        if (_nodes.TryGetValue(norm, out FusedNode? node)) BackwardNode(node, _fusion.NodeOf(norm)!, gradY, channels);
        else if (_needsGradient[norm.Inputs[0].Index])
            Add(new NormInputGradient(norm.Name + ".gradient", x, gradY, Gradient(norm.Inputs[0]), channels, Accumulates(norm.Inputs[0])));
    }

    private void BackwardNode(FusedNode node, NodeParts parts, TensorBuffer gradNorm, NormChannels channels)
    {
        string name = node.Name;
        int depth = node.X.Channels, length = depth * node.Y.Channels;
        ReadOnlySpan<ValueId> inputs = parts.Sum is null ? [parts.Relu.Inputs[0]] : parts.Sum.Inputs.AsSpan();
        (TensorBuffer?[] gradInputs, bool[] accumulate) = InputGradients(inputs);
        ArenaBuffer transposed = Allocate(name + ".transposed", length);
        Add(new TransposeWeights(name + ".transpose", node.PointwiseWeight, depth, node.Y.Channels, transposed));
        int groups = FusedNode.Groups(_batch);
        ArenaBuffer depthwiseParts = Allocate(name + ".depthwise.parts", 9L * groups * depth);
        ArenaBuffer? dots = parts.Sum is WeightedSumOperation ? Allocate(name + ".dots", (long)groups * (inputs.Length + 1) * depth) : null;
        TensorShape shapeT = new(node.Y.Height, node.Y.Width, node.X.Shape.Channels);
        TensorBuffer t = new(Allocate(name + ".depthwise", shapeT.PaddedElements * _batch), shapeT, depth);
        TensorBuffer gradY = Gradient(parts.Pointwise.Output);
        Add(new FusedNodeBackward(
            node, gradNorm, channels, new FusedNodeGradients(gradY, t, transposed, depthwiseParts, dots, gradInputs, accumulate)));
        Add(new AddParts(name + ".depthwise.sum", depthwiseParts, node.DepthwiseWeight, 9 * depth, FusedNode.Groups));
        WeightGradient(name, t, gradY, parts.Pointwise.Weight, 1, 1);
        if (dots is not null)
        {
            Add(new WireGradient(
                name + ".wires.gradient", node.Inputs, Offset(((WeightedSumOperation)parts.Sum!).Weights), dots, FusedNode.Groups));
        }
    }

    private (TensorBuffer?[] Gradients, bool[] Accumulate) InputGradients(ReadOnlySpan<ValueId> inputs)
    {
        TensorBuffer?[] gradients = new TensorBuffer?[inputs.Length];
        bool[] accumulate = new bool[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            if (!_needsGradient[inputs[i].Index]) continue;
            gradients[i] = Gradient(inputs[i]);
            accumulate[i] = Accumulates(inputs[i]);
        }
        return (gradients, accumulate);
    }

    private void BackwardSum(Operation sum, ReluOperation? joined)
    {
        WireInputs wires = Wires(sum);
        TensorBuffer gradY = Gradient(joined?.Output ?? sum.Output);
        // Without a ReLU the sum itself is not read again; its own gradient stands in for shape and ranges.
        TensorBuffer y = joined is null ? gradY : Value(joined.Output);
        (TensorBuffer?[] gradInputs, bool[] accumulate) = InputGradients(sum.Inputs.AsSpan());
        ArenaBuffer? dots = sum is WeightedSumOperation
            ? Allocate(sum.Name + ".dots", (long)y.PixelBlocks(_batch) * (wires.Count + 1) * y.Channels) : null;
        Add(new SumBackward(sum.Name + ".gradient", wires, y, gradY, gradInputs, accumulate, dots, joined is not null));
        if (dots is not null)
        {
            Add(new WireGradient(
                sum.Name + ".weight.gradient", wires, Offset(((WeightedSumOperation)sum).Weights), dots, y.PixelBlocks));
        }
    }

    private void BackwardConcatenation(Operation concatenation)
    {
        int[] starts = new int[concatenation.Inputs.Length];
        for (int i = 1; i < starts.Length; i++) starts[i] = starts[i - 1] + _program.Shape(concatenation.Inputs[i - 1]).Channels;
        (TensorBuffer?[] gradInputs, bool[] accumulate) = InputGradients(concatenation.Inputs.AsSpan());
        Add(new ConcatenationBackward(concatenation.Name + ".gradient", Gradient(concatenation.Output), gradInputs, starts, accumulate));
    }

    /// <summary>Whether the gradient of a value has something in it already; after the call it has.</summary>
    private bool Accumulates(ValueId value)
    {
        bool written = _gradientWritten[value.Index];
        _gradientWritten[value.Index] = true;
        return written;
    }
}
