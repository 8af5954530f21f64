using RandWire.Engine;
using RandWire.Graphs;

namespace RandWire.Networks;

/// <summary>Running totals of a network's cost per image; every method adds one operation and returns the shape it gives.</summary>
internal struct CostTally
{
    internal long Parameters { get; private set; }

    internal long ConvFc { get; private set; }

    internal long Others { get; private set; }

    /// <summary>Elements written by convolutions and the fully connected layer.</summary>
    internal long Activations { get; private set; }

    internal TensorShape Convolution(TensorShape input, int channels, int kernel, int stride)
    {
        TensorShape output = input.Strided(stride) with { Channels = channels };
        Weighted((long)input.Channels * kernel * kernel, output);
        return output;
    }

    internal TensorShape Depthwise(TensorShape input, int stride)
    {
        TensorShape output = input.Strided(stride);
        Weighted(9, output);
        return output;
    }

    internal void Linear(TensorShape input, int outputs)
    {
        Weighted(input.Channels, new TensorShape(1, 1, outputs));
        Parameters += outputs;
    }

    internal void Norm(TensorShape shape)
    {
        Parameters += 2L * shape.Channels;
        Others = checked(Others + shape.Elements);
    }

    internal void WeightedSum(TensorShape shape, int wires)
    {
        Parameters += wires;
        Sum(shape, wires);
    }

    internal void Sum(TensorShape shape, int wires) => Others = checked(Others + wires * shape.Elements);

    internal TensorShape Pooling(TensorShape input, int stride)
    {
        TensorShape output = input.Strided(stride);
        Others = checked(Others + 9 * output.Elements);
        return output;
    }

    internal TensorShape GlobalAverage(TensorShape input)
    {
        Others = checked(Others + input.Elements);
        return new TensorShape(1, 1, input.Channels);
    }

    /// <summary>Adds what was tallied elsewhere, several times over.</summary>
    internal void Add(CostTally other, int times)
    {
        checked
        {
            Parameters += times * other.Parameters;
            ConvFc += times * other.ConvFc;
            Others += times * other.Others;
            Activations += times * other.Activations;
        }
    }

    private void Weighted(long perOutput, TensorShape output)
    {
        long weights = perOutput * output.Channels;
        if (weights > int.MaxValue)
        {
            throw new SpecException($"One layer would hold {weights} weights, but {int.MaxValue} are allowed. "
                + "Use fewer channels or fewer wires into one node.");
        }
        checked
        {
            Parameters += weights;
            ConvFc += perOutput * output.Elements;
            Activations += output.Elements;
        }
    }
}
