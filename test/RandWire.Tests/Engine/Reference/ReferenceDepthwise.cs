using System.Numerics;
using RandWire.Engine.Functions;

namespace RandWire.Tests.Engine.Reference;

/// <summary>y[c, p] = bias[c] + sum over window of w[c, window] x[c, stride p + window - padding].</summary>
internal static class ReferenceDepthwise
{
    public static void Forward<T>(ReferenceTensor<T> x, T[] weight, T[]? bias, Depthwise function, ReferenceTensor<T> y)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        int taps = function.Window.Taps;
        for (int image = 0; image < y.Batch; image++)
            for (int row = 0; row < y.Height; row++)
                for (int column = 0; column < y.Width; column++)
                    for (int channel = 0; channel < y.Channels; channel++)
                    {
                        T sum = bias is null ? T.Zero : bias[channel];
                        foreach ((int r, int c, int tap) in ReferenceWindow.Inside(x.Shape, row, column, function.Window, function.Padding))
                            sum += weight[channel * taps + tap] * x[image, r, c, channel];
                        y[image, row, column, channel] = sum;
                    }
    }

    public static void Backward<T>(
        ReferenceTensor<T> x, T[] weight, ReferenceTensor<T> gradY, Depthwise function, ReferenceTensor<T> gradX, T[] gradWeight, T[]? gradBias)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        int taps = function.Window.Taps;
        for (int image = 0; image < gradY.Batch; image++)
            for (int row = 0; row < gradY.Height; row++)
                for (int column = 0; column < gradY.Width; column++)
                    for (int channel = 0; channel < gradY.Channels; channel++)
                    {
                        T gradient = gradY[image, row, column, channel];
                        if (gradBias is not null) gradBias[channel] += gradient;
                        foreach ((int r, int c, int tap) in ReferenceWindow.Inside(x.Shape, row, column, function.Window, function.Padding))
                        {
                            gradWeight[channel * taps + tap] += gradient * x[image, r, c, channel];
                            gradX[image, r, c, channel] += gradient * weight[channel * taps + tap];
                        }
                    }
    }
}
