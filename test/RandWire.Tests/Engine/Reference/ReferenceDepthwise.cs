using System.Numerics;

namespace RandWire.Tests.Engine.Reference;

/// <summary>y[c, p] = sum over window of w[c, window] x[c, stride p + window - 1].</summary>
internal static class ReferenceDepthwise
{
    public static void Forward<T>(ReferenceTensor<T> x, T[] weight, int stride, ReferenceTensor<T> y)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        for (int image = 0; image < y.Batch; image++)
            for (int row = 0; row < y.Height; row++)
                for (int column = 0; column < y.Width; column++)
                    foreach ((int r, int c, int tap) in ReferenceWindow.Inside(x.Shape, row, column, 3, stride))
                        for (int channel = 0; channel < y.Channels; channel++)
                            y[image, row, column, channel] += weight[channel * 9 + tap] * x[image, r, c, channel];
    }

    public static void Backward<T>(
        ReferenceTensor<T> x, T[] weight, ReferenceTensor<T> gradY, int stride, ReferenceTensor<T> gradX, T[] gradWeight)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        for (int image = 0; image < gradY.Batch; image++)
            for (int row = 0; row < gradY.Height; row++)
                for (int column = 0; column < gradY.Width; column++)
                    foreach ((int r, int c, int tap) in ReferenceWindow.Inside(x.Shape, row, column, 3, stride))
                        for (int channel = 0; channel < gradY.Channels; channel++)
                        {
                            T gradient = gradY[image, row, column, channel];
                            gradWeight[channel * 9 + tap] += gradient * x[image, r, c, channel];
                            gradX[image, r, c, channel] += gradient * weight[channel * 9 + tap];
                        }
    }
}
