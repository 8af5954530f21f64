using System.Numerics;
using RandWire.Engine.Functions;

namespace RandWire.Tests.Engine.Reference;

/// <summary>What joins wires: weighted sum, sum with a factor, concatenation.</summary>
internal static class ReferenceAggregation
{
    public static T Sigmoid<T>(T w) where T : struct, IBinaryFloatingPointIeee754<T> => T.One / (T.One + T.Exp(-w));

    /// <summary>Weights of a sum: sigmoids, or a softmax of the wires that are not dropped; the dropped wire (or -1) has none.</summary>
    public static T[] Weights<T>(T[] scalars, int dropped, WeightKind kind) where T : struct, IBinaryFloatingPointIeee754<T>
    {
        T[] weights = new T[scalars.Length];
        T sum = T.Zero;
        for (int i = 0; i < weights.Length; i++)
        {
            if (i == dropped) continue;
            weights[i] = kind == WeightKind.Sigmoid ? Sigmoid(scalars[i]) : T.Exp(scalars[i]);
            sum += weights[i];
        }
        if (kind == WeightKind.Softmax) for (int i = 0; i < weights.Length; i++) weights[i] /= sum;
        return weights;
    }

    /// <summary>y = sum over i of weight[i] x[i].</summary>
    public static void WeightedSum<T>(ReferenceTensor<T>[] x, T[] scalars, int dropped, WeightKind kind, ReferenceTensor<T> y)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        T[] weights = Weights(scalars, dropped, kind);
        for (int i = 0; i < x.Length; i++)
        {
            if (i == dropped) continue;
            for (int e = 0; e < y.Data.Length; e++) y.Data[e] += weights[i] * x[i].Data[e];
        }
    }

    public static void WeightedSumBackward<T>(
        ReferenceTensor<T>[] x, T[] scalars, int dropped, WeightKind kind, ReferenceTensor<T> gradY, ReferenceTensor<T>[] gradX, T[] gradScalars)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        T[] weights = Weights(scalars, dropped, kind), gradWeights = new T[weights.Length];
        T mean = T.Zero;
        for (int i = 0; i < x.Length; i++)
        {
            if (i == dropped) continue;
            for (int e = 0; e < gradY.Data.Length; e++)
            {
                gradWeights[i] += gradY.Data[e] * x[i].Data[e];
                gradX[i].Data[e] += weights[i] * gradY.Data[e];
            }
            mean += weights[i] * gradWeights[i];
        }
        for (int i = 0; i < x.Length; i++)
        {
            if (i == dropped) continue;
            gradScalars[i] += weights[i] * (kind == WeightKind.Sigmoid ? gradWeights[i] * (T.One - weights[i]) : gradWeights[i] - mean);
        }
    }

    /// <summary>y = factor times the sum of x.</summary>
    public static void Sum<T>(ReferenceTensor<T>[] x, T factor, ReferenceTensor<T> y) where T : struct, IBinaryFloatingPointIeee754<T>
    {
        foreach (ReferenceTensor<T> input in x)
            for (int e = 0; e < y.Data.Length; e++)
                y.Data[e] += factor * input.Data[e];
    }

    public static void SumBackward<T>(ReferenceTensor<T> gradY, T factor, ReferenceTensor<T>[] gradX)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        foreach (ReferenceTensor<T> input in gradX)
            for (int e = 0; e < gradY.Data.Length; e++)
                input.Data[e] += factor * gradY.Data[e];
    }

    public static void Concatenate<T>(ReferenceTensor<T>[] x, ReferenceTensor<T> y) where T : struct, IBinaryFloatingPointIeee754<T>
    {
        for (int p = 0; p < y.Pixels; p++)
        {
            int offset = 0;
            foreach (ReferenceTensor<T> input in x)
            {
                input.Pixel(p).CopyTo(y.Pixel(p)[offset..]);
                offset += input.Channels;
            }
        }
    }

    public static void ConcatenateBackward<T>(ReferenceTensor<T> gradY, ReferenceTensor<T>[] gradX)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        for (int p = 0; p < gradY.Pixels; p++)
        {
            int offset = 0;
            foreach (ReferenceTensor<T> input in gradX)
                for (int c = 0; c < input.Channels; c++)
                    input.Pixel(p)[c] += gradY.Pixel(p)[offset++];
        }
    }
}
