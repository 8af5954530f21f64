using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RandWire.TorchSharpPeer;

/// <summary>Every function but convolutions and norms.</summary>
internal sealed class PlainFunction(OperationManifest operation, Tensor[] parameters, bool overwrites) : IFunction
{
    private readonly FieldsManifest _fields = operation.Fields;
    private readonly Places? _places = operation.Fields.Window is { } window ? new Places(window, operation.Fields.Padding) : null;
    private Scalar[]? _constants;

    public Tensor Apply(Tensor[] inputs, bool training)
    {
        Tensor x = inputs[0];
        return operation.Function switch
        {
            "Relu" => overwrites ? x.relu_() : functional.relu(x),
            "Relu6" => functional.relu6(x),
            "Swish" => functional.silu(x),
            "HardSwish" => functional.hardswish(x),
            "HardSigmoid" => functional.hardsigmoid(x),
            "Gelu" => functional.gelu(x),
            "Sigmoid" => sigmoid(x),
            "Tanh" => tanh(x),
            "Pooling" => Pool(x),
            "Sum" => Sum(inputs),
            "WeightedSum" => WeightedSum(inputs, training),
            "Product" => x * inputs[1],
            "Concatenation" => cat(inputs, 1),
            "Slice" => x.narrow(1, _fields.First, _fields.Count),
            "ChannelShuffle" => Shuffle(x),
            "Subsample" => x.slice(2, 0, x.shape[2], _fields.Stride).slice(3, 0, x.shape[3], _fields.Stride),
            "ChannelPadding" => functional.pad(x, [0, 0, 0, 0, _fields.Before, _fields.After]),
            "PixelShift" => functional.pad(x.slice(2, 1, x.shape[2], 1).slice(3, 1, x.shape[3], 1), [0, 1, 0, 1]),
            "GlobalAverage" => x.mean([2, 3], keepdim: true),
            "Dropout" => functional.dropout(x, _fields.Rate, training),
            // Speed is measured at rate 0.
            "DropPath" => x,
            "Linear" => functional.linear(x.flatten(1), parameters[0], parameters[1]).unsqueeze(2).unsqueeze(3),
            _ => throw new NotSupportedException($"{operation.Name}: the function {operation.Function} is not known here."),
        };
    }

    private Tensor Shuffle(Tensor x)
    {
        long groups = _fields.Groups, channels = x.shape[1] / groups;
        return x.reshape(x.shape[0], groups, channels, x.shape[2], x.shape[3]).transpose(1, 2).flatten(1, 2);
    }

    private Tensor Pool(Tensor x)
    {
        WindowManifest window = _fields.Window!;
        long[] size = [window.Height, window.Width], strides = [window.Stride, window.Stride];
        (long[] before, long[]? around) = _places!.Of(x);
        bool fits = around is null && 2 * before[0] <= window.Height && 2 * before[1] <= window.Width;
        if (around is null && !fits) (before, around) = ([0, 0], [before[1], before[1], before[0], before[0]]);
        if (_fields.Kind == "Maximum")
            return functional.max_pool2d(around is null ? x : functional.pad(x, around, PaddingModes.Constant, double.NegativeInfinity), size, strides, before);
        if (around is null) return functional.avg_pool2d(x, size, strides, before, count_include_pad: false);
        // What lies outside of the image does not count.
        Tensor counts = functional.avg_pool2d(functional.pad(ones(1, 1, x.shape[2], x.shape[3]), around), size, strides);
        return functional.avg_pool2d(functional.pad(x, around), size, strides) / counts;
    }

    private Tensor Sum(Tensor[] inputs)
    {
        if (inputs.Length == 1) return inputs[0] * _fields.Factor;
        Tensor sum = overwrites ? inputs[0].add_(inputs[1]) : inputs[0] + inputs[1];
        foreach (Tensor value in inputs.AsSpan(2)) sum.add_(value);
        return _fields.Factor == 1 ? sum : sum.mul_(_fields.Factor);
    }

    private Tensor WeightedSum(Tensor[] inputs, bool training)
    {
        Tensor weights = _fields.Weights switch
        {
            "Softmax" => softmax(parameters[0], 0),
            "Sigmoid" => sigmoid(parameters[0]),
            _ => throw new NotSupportedException($"weights of kind {_fields.Weights}"),
        };
        if (!training)
        {
            _constants ??= [.. weights.data<float>().Select(weight => weight.ToScalar())];
            Tensor constant = inputs[0] * _constants[0];
            for (int i = 1; i < inputs.Length; i++) constant.add_(inputs[i], _constants[i]);
            return constant;
        }
        _constants = null;
        Tensor[] wires = weights.unbind(0);
        Tensor sum = inputs[0] * wires[0];
        for (int i = 1; i < inputs.Length; i++) sum.addcmul_(inputs[i], wires[i], 1);
        return sum;
    }
}
