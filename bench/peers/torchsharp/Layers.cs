using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RandWire.TorchSharpPeer;

/// <summary>A convolution without bias, padded so that stride 1 keeps the size.</summary>
internal sealed class Convolution(ParameterSet parameters, int input, int output, int kernel, int stride = 1, int groups = 1)
{
    private readonly Tensor _weight = parameters.Convolution(output, input / groups, kernel);
    private readonly long[] _strides = [stride, stride], _padding = [kernel / 2, kernel / 2];

    public Tensor Apply(Tensor x) => functional.conv2d(x, _weight, null, _strides, _padding, null, groups);
}

internal sealed class BatchNorm(ParameterSet parameters, int channels)
{
    private readonly Tensor _scale = parameters.Vector(channels, 1), _shift = parameters.Vector(channels, 0);
    private readonly Tensor _mean = zeros(channels), _variance = ones(channels);

    public Tensor Apply(Tensor x, bool training) => functional.batch_norm(x, _mean, _variance, _scale, _shift, training);
}

/// <summary>Aggregation of one wire or of several weighted by sigmoids, then ReLU, 3x3 separable convolution, batch norm.</summary>
internal sealed class Node(ParameterSet parameters, int wires, int input, int output, int stride)
{
    private readonly Tensor? _wires = wires > 1 ? parameters.Vector(wires, 0) : null;
    private readonly Convolution _depthwise = new(parameters, input, input, 3, stride, input), _pointwise = new(parameters, input, output, 1);
    private readonly BatchNorm _norm = new(parameters, output);

    public Tensor Apply(ReadOnlySpan<Tensor> inputs, bool training)
    {
        // What autograd does not keep is freed at the end of the node, not of the step.
        using DisposeScope scope = NewDisposeScope();
        return _norm.Apply(_pointwise.Apply(_depthwise.Apply(Aggregate(inputs))), training).MoveToOuterDisposeScope();
    }

    private Tensor Aggregate(ReadOnlySpan<Tensor> inputs)
    {
        // The one input is shared with other nodes: not in place.
        if (_wires is null) return functional.relu(inputs[0]);
        Tensor[] weights = sigmoid(_wires).unbind(0);
        Tensor sum = inputs[0] * weights[0];
        for (int i = 1; i < inputs.Length; i++) sum.addcmul_(inputs[i], weights[i], 1);
        return sum.relu_();
    }
}
