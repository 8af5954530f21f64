using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RandWire.TorchSharpPeer;

/// <summary>A depthwise 3x3 convolution.</summary>
internal sealed class Depthwise(ParameterSet parameters, int channels, int stride)
{
    private readonly Tensor _weight = parameters.Convolution(channels, 1, 3);
    private readonly long[] _strides = [stride, stride], _padding = [1, 1];

    public Tensor Apply(Tensor x) => functional.conv2d(x, _weight, null, _strides, _padding, null, x.shape[1]);
}

/// <summary>A convolution, padded so that stride 1 keeps the size, with its batch norm, which inference folds into weights and bias.</summary>
internal sealed class NormalizedConvolution(ParameterSet parameters, int input, int output, int kernel, int stride = 1)
{
    private const double Epsilon = 1e-5;

    private readonly Tensor _weight = parameters.Convolution(output, input, kernel);
    private readonly Tensor _scale = parameters.Vector(output, 1), _shift = parameters.Vector(output, 0), _mean = zeros(output), _variance = ones(output);
    private readonly long[] _strides = [stride, stride], _padding = [kernel / 2, kernel / 2];
    private (Tensor Weight, Tensor Bias)? _folded;

    public Tensor Apply(Tensor x, bool training)
    {
        if (training)
        {
            _folded = null;
            return functional.batch_norm(functional.conv2d(x, _weight, null, _strides, _padding), _mean, _variance, _scale, _shift, true, 0.1, Epsilon);
        }
        (Tensor weight, Tensor bias) = _folded ??= Fold();
        return functional.conv2d(x, weight, bias, _strides, _padding);
    }

    private (Tensor Weight, Tensor Bias) Fold()
    {
        Tensor factor = _scale / (_variance + Epsilon).sqrt();
        return ((_weight * factor.reshape(-1, 1, 1, 1)).DetachFromDisposeScope(), (_shift - _mean * factor).DetachFromDisposeScope());
    }
}

/// <summary>Aggregation of one wire or of several weighted by sigmoids, then ReLU, 3x3 separable convolution, batch norm.</summary>
internal sealed class Node(ParameterSet parameters, int wires, int input, int output, int stride)
{
    private readonly Tensor? _wires = wires > 1 ? parameters.Vector(wires, 0) : null;
    private readonly Depthwise _depthwise = new(parameters, input, stride);
    private readonly NormalizedConvolution _pointwise = new(parameters, input, output, 1);
    private Scalar[]? _constants;

    public Tensor Apply(ReadOnlySpan<Tensor> inputs, bool training)
    {
        // What autograd does not keep is freed at the end of the node, not of the step.
        using DisposeScope scope = NewDisposeScope();
        return _pointwise.Apply(_depthwise.Apply(Aggregate(inputs, training)), training).MoveToOuterDisposeScope();
    }

    private Tensor Aggregate(ReadOnlySpan<Tensor> inputs, bool training)
    {
        // The one input is shared with other nodes: not in place.
        if (_wires is null) return functional.relu(inputs[0]);
        if (training) return AddWeighted(inputs).relu_();
        _constants ??= [.. sigmoid(_wires).data<float>().Select(weight => weight.ToScalar())];
        Tensor constant = inputs[0] * _constants[0];
        for (int i = 1; i < inputs.Length; i++) constant.add_(inputs[i], _constants[i]);
        return constant.relu_();
    }

    private Tensor AddWeighted(ReadOnlySpan<Tensor> inputs)
    {
        _constants = null;
        Tensor[] weights = sigmoid(_wires!).unbind(0);
        Tensor sum = inputs[0] * weights[0];
        for (int i = 1; i < inputs.Length; i++) sum.addcmul_(inputs[i], weights[i], 1);
        return sum;
    }
}
