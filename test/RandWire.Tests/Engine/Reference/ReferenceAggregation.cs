using System.Numerics;

namespace RandWire.Tests.Engine.Reference;

/// <summary>What joins wires: sigmoid-weighted sum, sum with a factor, concatenation.</summary>
internal static class ReferenceAggregation
{
    public static T Sigmoid<T>(T w) where T : struct, IBinaryFloatingPointIeee754<T> => T.One / (T.One + T.Exp(-w));

    /// <summary>y = sum over i of sigmoid(w[i]) x[i]; the dropped wire (or -1) counts 0.</summary>
    public static void WeightedSum<T>(ReferenceTensor<T>[] x, T[] weights, int dropped, ReferenceTensor<T> y)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < x.Length; i++)
        {
            if (i == dropped) continue;
            for (int e = 0; e < y.Data.Length; e++) y.Data[e] += Sigmoid(weights[i]) * x[i].Data[e];
        }
    }

    public static void WeightedSumBackward<T>(
        ReferenceTensor<T>[] x, T[] weights, int dropped, ReferenceTensor<T> gradY, ReferenceTensor<T>[] gradX, T[] gradWeights)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < x.Length; i++)
        {
            if (i == dropped) continue;
            T sigmoid = Sigmoid(weights[i]), product = T.Zero;
            for (int e = 0; e < gradY.Data.Length; e++)
            {
                product += gradY.Data[e] * x[i].Data[e];
                gradX[i].Data[e] += sigmoid * gradY.Data[e];
            }
            gradWeights[i] += product * sigmoid * (T.One - sigmoid);
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
