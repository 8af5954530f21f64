using System.Numerics;

namespace RandWire.Tests.Engine.Reference;

/// <summary>y[o, p] = sum over i and window of w[o, i, window] x[i, stride p + window - padding]; padding 1 for 3x3, 0 for 1x1.</summary>
internal static class ReferenceConvolution
{
    public static void Forward<T>(ReferenceTensor<T> x, T[] weight, int kernel, int stride, ReferenceTensor<T> y)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        for (int image = 0; image < y.Batch; image++)
            for (int row = 0; row < y.Height; row++)
                for (int column = 0; column < y.Width; column++)
                    for (int o = 0; o < y.Channels; o++)
                    {
                        T sum = T.Zero;
                        foreach ((int r, int c, int tap) in ReferenceWindow.Inside(x.Shape, row, column, kernel, stride))
                            for (int i = 0; i < x.Channels; i++)
                                sum += weight[(o * x.Channels + i) * kernel * kernel + tap] * x[image, r, c, i];
                        y[image, row, column, o] = sum;
                    }
    }

    public static void Backward<T>(
        ReferenceTensor<T> x, T[] weight, ReferenceTensor<T> gradY, int kernel, int stride, ReferenceTensor<T> gradX, T[] gradWeight)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        for (int image = 0; image < gradY.Batch; image++)
            for (int row = 0; row < gradY.Height; row++)
                for (int column = 0; column < gradY.Width; column++)
                    for (int o = 0; o < gradY.Channels; o++)
                    {
                        T gradient = gradY[image, row, column, o];
                        foreach ((int r, int c, int tap) in ReferenceWindow.Inside(x.Shape, row, column, kernel, stride))
                            for (int i = 0; i < x.Channels; i++)
                            {
                                int w = (o * x.Channels + i) * kernel * kernel + tap;
                                gradWeight[w] += gradient * x[image, r, c, i];
                                gradX[image, r, c, i] += gradient * weight[w];
                            }
                    }
    }
}
