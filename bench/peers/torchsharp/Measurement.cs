using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RandWire.TorchSharpPeer;

/// <summary>A network with one batch of images, trained or asked over and over.</summary>
internal sealed class Measurement
{
    private readonly Manifest _manifest;
    private readonly ParameterSet _parameters;
    private readonly INetwork _network;
    private readonly Tensor _images, _labels;

    public Measurement(Manifest manifest, bool channelsLast)
    {
        _manifest = manifest;
        _parameters = new ParameterSet(channelsLast);
        _network = manifest.Build(_parameters);
        _images = _parameters.Random(manifest.Batch, manifest.Input[2], manifest.Input[0], manifest.Input[1]);
        _labels = randint(manifest.Classes, [manifest.Batch], ScalarType.Int64);
    }

    public double ImagesPerSecond(bool trains, int steps)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < steps; i++)
        {
            if (trains) Train();
            else Infer();
        }
        return steps * _manifest.Batch / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Loss and Euclidean norm of all gradients for numbers that every peer can make: equal results, equal networks.</summary>
    /// <remarks>Image and weight i are the hash of i in [-1, 1), weights times sqrt(6 / fan-in); vectors are 1 plus a tenth of it; label i is
    /// 7 i modulo the number of classes. <c>train_throughput.py</c> does the same.</remarks>
    public (double Loss, double GradientNorm) Check()
    {
        using (no_grad())
        {
            foreach (Tensor value in _parameters.Values)
            {
                Tensor numbers = Numbers(value.shape);
                double fanIn = (double)value.numel() / value.shape[0];
                value.copy_(value.dim() > 1 ? numbers * Math.Sqrt(6 / fanIn) : 1 + 0.1 * numbers);
            }
            _images.copy_(Numbers(_images.shape));
            _labels.copy_(arange(_manifest.Batch, ScalarType.Int64) * 7 % _manifest.Classes);
        }
        double loss = Backward().item<float>();
        double squares = _parameters.Values.Sum(value => Math.Pow(value.grad!.norm().item<float>(), 2));
        return (loss, Math.Sqrt(squares));
    }

    private void Train()
    {
        using DisposeScope scope = NewDisposeScope();
        Backward();
        _parameters.Step(_manifest.Sgd);
    }

    private void Infer()
    {
        using IDisposable mode = inference_mode(true);
        using DisposeScope scope = NewDisposeScope();
        _network.Apply(_images, training: false);
    }

    private Tensor Backward()
    {
        Tensor loss = functional.cross_entropy(_network.Apply(_images, training: true), _labels, label_smoothing: 0.1);
        loss.backward();
        return loss;
    }

    private static Tensor Numbers(long[] shape)
    {
        var numbers = new float[shape.Aggregate((a, b) => a * b)];
        for (uint i = 0; i < numbers.Length; i++)
        {
            uint hash = i * 2654435761u;
            hash = (hash ^ hash >> 15) * 2246822519u;
            numbers[i] = (float)((hash ^ hash >> 13) / 2147483648.0 - 1);
        }
        return tensor(numbers).reshape(shape);
    }
}
