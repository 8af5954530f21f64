using TorchSharp;
using static TorchSharp.torch;

namespace RandWire.TorchSharpPeer;

/// <summary>Makes a network's trained tensors in the wanted memory format, and trains them.</summary>
internal sealed class ParameterSet(bool channelsLast)
{
    private readonly List<(Tensor Value, Tensor Momentum)> _all = [];

    public IEnumerable<Tensor> Values => _all.Select(one => one.Value);

    /// <summary>A convolution's weights [out, in / groups, kernel, kernel], normal with variance 2 / fan-in.</summary>
    public Tensor Convolution(int output, int input, int kernel) => Add(Random(output, input, kernel, kernel).mul_(Math.Sqrt(2.0 / (input * kernel * kernel))));

    /// <summary>A parameter of a program, with usual initial values; running statistics are not trained.</summary>
    public Tensor Of(ParameterManifest parameter)
    {
        long[] shape = parameter.Shape;
        if (!parameter.Trained) return parameter.Kind == "RunningVariance" ? ones(shape) : zeros(shape);
        if (shape.Length == 1) return Vector((int)shape[0], parameter.Kind == "NormScale" ? 1 : 0);
        if (shape.Length == 2) return Matrix((int)shape[0], (int)shape[1]);
        return Add(Random((int)shape[0], (int)shape[1], (int)shape[2], (int)shape[3]).mul_(Math.Sqrt(2.0 / (shape[1] * shape[2] * shape[3]))));
    }

    public Tensor Matrix(int rows, int columns) => Add(randn(rows, columns).div_(Math.Sqrt(columns)));

    public Tensor Vector(int length, float value) => Add(full(length, value));

    /// <summary>Normal numbers [N, C, H, W] in the memory format of this set.</summary>
    public Tensor Random(int images, int channels, int height, int width) =>
        channelsLast ? randn(images, height, width, channels).permute(0, 3, 1, 2) : randn(images, channels, height, width);

    /// <summary>One step of SGD; afterwards no tensor has a gradient.</summary>
    public void Step(SgdManifest sgd)
    {
        using IDisposable constant = no_grad();
        using DisposeScope scope = NewDisposeScope();
        foreach ((Tensor value, Tensor momentum) in _all)
        {
            Tensor gradient = value.grad!;
            gradient.add_(value, value.dim() > 1 ? sgd.WeightDecay : sgd.OtherDecay);
            momentum.mul_(sgd.Momentum).add_(gradient);
            value.add_(momentum, -sgd.Rate);
            value.grad = null;
        }
    }

    private Tensor Add(Tensor value)
    {
        value = value.detach().requires_grad_();
        _all.Add((value, zeros_like(value)));
        return value;
    }
}
