using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RandWire.TorchSharpPeer;

/// <summary>A convolution, dense, grouped or depthwise, which at inference computes the norm behind it as well.</summary>
internal sealed class WindowFunction(OperationManifest operation, Tensor[] parameters) : IFunction
{
    private readonly Places _places = new(operation.Fields.Window!, operation.Fields.Padding);
    private readonly long[] _strides = [operation.Fields.Window!.RowStride, operation.Fields.Window.ColumnStride];
    private readonly long[] _dilations = [operation.Fields.Window!.Dilation, operation.Fields.Window.Dilation];
    private readonly long _groups = operation.Function == "Depthwise" ? parameters[0].shape[0] : operation.Fields.Groups;
    private NormFunction? _norm;
    private (Tensor Weight, Tensor Bias)? _folded;

    /// <summary>Takes over a norm that alone reads this value.</summary>
    public void Fold(NormFunction norm)
    {
        _norm = norm;
        norm.IsFolded = true;
    }

    public Tensor Apply(Tensor[] inputs, bool training)
    {
        Tensor? bias = parameters.Length > 1 ? parameters[1] : null;
        if (training || _norm is null)
        {
            _folded = null;
            return Convolve(inputs[0], parameters[0], bias);
        }
        (Tensor Weight, Tensor Bias) folded = _folded ??= _norm.Into(parameters[0], bias);
        return Convolve(inputs[0], folded.Weight, folded.Bias);
    }

    private Tensor Convolve(Tensor x, Tensor weight, Tensor? bias)
    {
        (long[] before, long[]? around) = _places.Of(x);
        if (around is not null) x = functional.pad(x, around);
        return functional.conv2d(x, weight, bias, _strides, before, _dilations, _groups);
    }
}

/// <summary>Batch norm.</summary>
internal sealed class NormFunction : IFunction
{
    private readonly double _epsilon;
    private readonly Tensor? _scale, _shift;
    private readonly Tensor _mean, _variance;

    public NormFunction(double epsilon, Tensor[] parameters)
    {
        _epsilon = epsilon;
        (_mean, _variance) = (parameters[^2], parameters[^1]);
        if (parameters.Length == 4) (_scale, _shift) = (parameters[0], parameters[1]);
    }

    /// <summary>Whether at inference the convolution before it does its work.</summary>
    public bool IsFolded { get; set; }

    public Tensor Apply(Tensor[] inputs, bool training) => IsFolded && !training ? inputs[0]
        : functional.batch_norm(inputs[0], _mean, _variance, _scale, _shift, training, 0.1, _epsilon);

    /// <summary>Weights and bias of a convolution that has this norm in them.</summary>
    public (Tensor Weight, Tensor Bias) Into(Tensor weight, Tensor? bias)
    {
        Tensor factor = (_variance + _epsilon).rsqrt();
        if (_scale is not null) factor *= _scale;
        Tensor shift = (bias is null ? -_mean : bias - _mean) * factor;
        if (_shift is not null) shift += _shift;
        return ((weight * factor.reshape(-1, 1, 1, 1)).DetachFromDisposeScope(), shift.DetachFromDisposeScope());
    }
}
