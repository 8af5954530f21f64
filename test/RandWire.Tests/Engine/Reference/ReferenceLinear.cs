using System.Numerics;

namespace RandWire.Tests.Engine.Reference;

/// <summary>y[o] = bias[o] + sum over i of w[o, i] x[i].</summary>
internal static class ReferenceLinear
{
    public static void Forward<T>(ReferenceTensor<T> x, T[] weight, T[] bias, ReferenceTensor<T> y)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        for (int image = 0; image < y.Batch; image++)
            for (int o = 0; o < y.Channels; o++)
            {
                T sum = bias[o];
                for (int i = 0; i < x.Channels; i++) sum += weight[o * x.Channels + i] * x.Pixel(image)[i];
                y.Pixel(image)[o] = sum;
            }
    }

    public static void Backward<T>(
        ReferenceTensor<T> x, T[] weight, ReferenceTensor<T> gradY, ReferenceTensor<T> gradX, T[] gradWeight, T[] gradBias)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        for (int image = 0; image < gradY.Batch; image++)
            for (int o = 0; o < gradY.Channels; o++)
            {
                T gradient = gradY.Pixel(image)[o];
                gradBias[o] += gradient;
                for (int i = 0; i < x.Channels; i++)
                {
                    gradWeight[o * x.Channels + i] += gradient * x.Pixel(image)[i];
                    gradX.Pixel(image)[i] += gradient * weight[o * x.Channels + i];
                }
            }
    }
}
