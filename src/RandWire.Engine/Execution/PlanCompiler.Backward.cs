using RandWire.Engine.Execution.Steps;
using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution;

internal sealed partial class PlanCompiler
{
    private void Backward(Operation operation)
    {
        // A value that nothing reads has no gradient, and neither has what only led to it.
        ReluOperation? joined = _fusedSums.ReluOf(operation);
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
                if (!_fusedSums.IsJoined(relu) && _needsGradient[relu.Inputs[0].Index])
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
        int groups = ConvolutionWeightGradient.Groups((long)_batch * gradY.Pixels);
        ArenaBuffer? parts = groups > 1 ? Allocate(name + ".parts", (long)groups * length) : null;
        Add(new ConvolutionWeightGradient(name + ".weight.gradient", x, gradY, Offset(weight), parts, kernel, stride));
        if (parts is not null)
        {
            int pixels = gradY.Pixels;
            Add(new AddParts(
                name + ".weight.sum", parts, Offset(weight), length, count => ConvolutionWeightGradient.Groups((long)count * pixels)));
        }
        if (!_needsGradient[input.Index]) return;
        ArenaBuffer transposed = Allocate(name + ".transposed", length);
        Add(new TransposeWeights(name + ".transpose", Offset(weight), depth, gradY.Channels, transposed));
        TensorBuffer gradX = Gradient(input);
        bool accumulate = Accumulates(input);
        if (kernel == 1 && stride == 1) Add(new PointwiseInputGradient(name + ".gradient", gradY, gradX, transposed, accumulate));
        else Add(new WindowInputGradient(name + ".gradient", gradY, gradX, transposed, kernel, stride, accumulate));
    }

    private void BackwardDepthwise(DepthwiseOperation depthwise)
    {
        string name = depthwise.Name;
        ValueId input = depthwise.Inputs[0];
        TensorBuffer x = Value(input), gradY = Gradient(depthwise.Output);
        int length = 9 * x.Channels;
        ArenaBuffer parts = Allocate(name + ".parts", (long)DepthwiseWeightGradient.Groups(_batch) * length);
        Add(new DepthwiseWeightGradient(name + ".weight.gradient", x, gradY, depthwise.Stride, parts, Zeros()));
        Add(new AddParts(name + ".weight.sum", parts, Offset(depthwise.Weight), length, DepthwiseWeightGradient.Groups));
        if (!_needsGradient[input.Index]) return;
        TensorBuffer gradX = Gradient(input);
        bool accumulate = Accumulates(input);
        if (depthwise.Stride == 1) Add(new DepthwiseForward(name + ".gradient", gradY, gradX, Offset(depthwise.Weight), 1, Zeros(), true, accumulate));
        else Add(new DepthwiseStrideTwoInputGradient(name + ".gradient", gradY, gradX, Offset(depthwise.Weight), accumulate));
    }

    private void BackwardNorm(NormOperation norm)
    {
        TensorBuffer x = Value(norm.Inputs[0]), gradY = Gradient(norm.Output);
        NormChannels channels = _normChannels[norm];
        ArenaBuffer moments = Allocate(norm.Name + ".gradient.moments", 2L * x.PixelBlocks(_batch) * x.Channels);
        Add(new NormGradientMoments(norm.Name + ".gradient.moments", x, gradY, channels, moments));
        Add(new NormGradientJoin(norm.Name + ".gradient.join", x, moments, Parameters(norm), channels));
        if (!_needsGradient[norm.Inputs[0].Index]) return;
        Add(new NormInputGradient(norm.Name + ".gradient", x, gradY, Gradient(norm.Inputs[0]), channels, Accumulates(norm.Inputs[0])));
    }

    private void BackwardSum(Operation sum, ReluOperation? joined)
    {
        TensorBuffer[] inputs = InputValues(sum);
        TensorBuffer y = Value(joined?.Output ?? sum.Output), gradY = Gradient(joined?.Output ?? sum.Output);
        TensorBuffer?[] gradInputs = new TensorBuffer?[inputs.Length];
        bool[] accumulate = new bool[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            if (!_needsGradient[sum.Inputs[i].Index]) continue;
            gradInputs[i] = Gradient(sum.Inputs[i]);
            accumulate[i] = Accumulates(sum.Inputs[i]);
        }
        SumCoefficients coefficients = Coefficients(sum);
        ArenaBuffer? dots = sum is WeightedSumOperation
            ? Allocate(sum.Name + ".dots", (long)y.PixelBlocks(_batch) * inputs.Length * y.Channels) : null;
        Add(new SumBackward(sum.Name + ".gradient", inputs, y, gradY, gradInputs, accumulate, coefficients, dots, joined is not null));
        if (dots is not null)
        {
            Add(new WireGradient(
                sum.Name + ".weight.gradient", y, inputs.Length, coefficients.FirstWire, Offset(((WeightedSumOperation)sum).Weights), dots));
        }
    }

    private void BackwardConcatenation(Operation concatenation)
    {
        int count = concatenation.Inputs.Length, at = 0;
        TensorBuffer?[] gradInputs = new TensorBuffer?[count];
        int[] starts = new int[count];
        bool[] accumulate = new bool[count];
        for (int i = 0; i < count; i++)
        {
            ValueId input = concatenation.Inputs[i];
            starts[i] = at;
            at += _program.Shape(input).Channels;
            if (!_needsGradient[input.Index]) continue;
            gradInputs[i] = Gradient(input);
            accumulate[i] = Accumulates(input);
        }
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
