using System.Numerics;
using RandWire.Engine.Functions;

namespace RandWire.Tests.Engine.Reference;

/// <summary>What joins wires: weighted sum, sum with a factor, concatenation.</summary>
internal static class ReferenceAggregation
{
    public static T Sigmoid<T>(T w) where T : struct, IBinaryFloatingPointIeee754<T> => T.One / (T.One + T.Exp(-w));

    /// <summary>Weights of a sum: sigmoids, or a softmax of the wires that are not dropped, of which a hard one is used by <see cref="Hardened"/> alone; the dropped wire (or -1) has none.</summary>
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
        if (kind != WeightKind.Sigmoid) for (int i = 0; i < weights.Length; i++) weights[i] /= sum;
        return weights;
    }

    /// <summary>What a sum multiplies by: the weights, or of a hard one 1 for the taken choice, the first of the largest unless one is told.</summary>
    public static T[] Hardened<T>(T[] weights, int dropped, WeightedSum sum) where T : struct, IBinaryFloatingPointIeee754<T>
    {
        if (sum.Weights != WeightKind.Hard) return weights;
        int taken = sum.Taken?.Index ?? Array.IndexOf(weights, weights.Max());
        return [.. weights.Select((_, i) => i == taken && i != dropped ? T.One : T.Zero)];
    }

    /// <summary>y = sum over i of weight[i] x[i]; along a path x has the taken choice alone.</summary>
    public static void WeightedSum<T>(ReferenceTensor<T>[] x, T[] scalars, int dropped, WeightedSum sum, ReferenceTensor<T> y)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        T[] factors = Hardened(Weights(scalars, dropped, sum.Weights), dropped, sum);
        int first = sum.Taken?.Index ?? 0;
        for (int i = 0; i < x.Length; i++)
        {
            if (first + i == dropped) continue;
            for (int e = 0; e < y.Data.Length; e++) y.Data[e] += factors[first + i] * x[i].Data[e];
        }
    }

    public static void WeightedSumBackward<T>(
        ReferenceTensor<T>[] x, T[] scalars, int dropped, WeightedSum sum, ReferenceTensor<T> gradY, ReferenceTensor<T>[] gradX, T[] gradScalars)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        T[] weights = Weights(scalars, dropped, sum.Weights), factors = Hardened(weights, dropped, sum), gradWeights = new T[weights.Length];
        T mean = T.Zero;
        int first = sum.Taken?.Index ?? 0;
        for (int i = 0; i < x.Length; i++)
        {
            if (first + i == dropped) continue;
            for (int e = 0; e < gradY.Data.Length; e++)
            {
                gradWeights[first + i] += gradY.Data[e] * x[i].Data[e];
                gradX[i].Data[e] += factors[first + i] * gradY.Data[e];
            }
            mean += weights[first + i] * gradWeights[first + i];
        }
        for (int i = 0; i < weights.Length; i++)
        {
            if (i == dropped) continue;
            gradScalars[i] += weights[i] * (sum.Weights == WeightKind.Sigmoid ? gradWeights[i] * (T.One - weights[i]) : gradWeights[i] - mean);
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
