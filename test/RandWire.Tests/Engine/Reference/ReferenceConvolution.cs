using System.Numerics;
using RandWire.Engine.Functions;

namespace RandWire.Tests.Engine.Reference;

/// <summary>y[o, p] = bias[o] + sum over the inputs i of o's group and the window of w[o, i, window] x[i, stride p + window - padding].</summary>
internal static class ReferenceConvolution
{
    public static void Forward<T>(ReferenceTensor<T> x, T[] weight, T[]? bias, Convolution function, ReferenceTensor<T> y)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        int inputs = x.Channels / function.Groups, outputs = y.Channels / function.Groups, taps = function.Window.Taps;
        for (int image = 0; image < y.Batch; image++)
            for (int row = 0; row < y.Height; row++)
                for (int column = 0; column < y.Width; column++)
                    for (int o = 0; o < y.Channels; o++)
                    {
                        T sum = bias is null ? T.Zero : bias[o];
                        foreach ((int r, int c, int tap) in ReferenceWindow.Inside(x.Shape, row, column, function.Window, function.Padding))
                            for (int i = 0; i < inputs; i++)
                                sum += weight[(o * inputs + i) * taps + tap] * x[image, r, c, o / outputs * inputs + i];
                        y[image, row, column, o] = sum;
                    }
    }

    public static void Backward<T>(
        ReferenceTensor<T> x, T[] weight, ReferenceTensor<T> gradY, Convolution function, ReferenceTensor<T> gradX, T[] gradWeight, T[]? gradBias)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        int inputs = x.Channels / function.Groups, outputs = gradY.Channels / function.Groups, taps = function.Window.Taps;
        for (int image = 0; image < gradY.Batch; image++)
            for (int row = 0; row < gradY.Height; row++)
                for (int column = 0; column < gradY.Width; column++)
                    for (int o = 0; o < gradY.Channels; o++)
                    {
                        T gradient = gradY[image, row, column, o];
                        if (gradBias is not null) gradBias[o] += gradient;
                        foreach ((int r, int c, int tap) in ReferenceWindow.Inside(x.Shape, row, column, function.Window, function.Padding))
                            for (int i = 0; i < inputs; i++)
                            {
                                int w = (o * inputs + i) * taps + tap, channel = o / outputs * inputs + i;
                                gradWeight[w] += gradient * x[image, r, c, channel];
                                gradX[image, r, c, channel] += gradient * weight[w];
                            }
                    }
    }
}
