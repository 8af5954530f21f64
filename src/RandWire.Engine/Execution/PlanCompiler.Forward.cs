using RandWire.Engine.Execution.Steps;

namespace RandWire.Engine.Execution;

internal sealed partial class PlanCompiler
{
    private void Forward(Operation operation)
    {
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
                    name, Value(depthwise.Inputs[0]), Value(depthwise.Output), Offset(depthwise.Weight), depthwise.Stride, Zeros()));
                break;
            case NormOperation norm:
                ForwardNorm(norm);
                break;
            case ReluOperation relu:
                if (!_fusedSums.IsJoined(relu)) Add(new ReluForward(name, Value(relu.Inputs[0]), Value(relu.Output)));
                break;
            case WeightedSumOperation or SumOperation:
                ReluOperation? joined = _fusedSums.ReluOf(operation);
                Add(new SumForward(
                    name, InputValues(operation), Value(joined?.Output ?? operation.Output), Coefficients(operation), joined is not null));
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
        TensorBuffer x = Value(norm.Inputs[0]);
        NormChannels channels = new(Allocate(norm.Name, (long)NormChannels.Rows * x.Channels), x.Channels);
        _normChannels[norm] = channels;
        NormParameters parameters = Parameters(norm);
        if (_training)
        {
            ArenaBuffer moments = Allocate(norm.Name + ".moments", 2L * x.PixelBlocks(_batch) * x.Channels);
            Add(new NormStatistics(norm.Name + ".statistics", x, moments));
            Add(new NormJoin(norm.Name + ".join", x, moments, parameters, channels));
        }
        else
        {
            Add(new NormFromRunning(norm.Name + ".running", parameters, channels));
        }
        Add(new NormApply(norm.Name, x, Value(norm.Output), channels));
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
