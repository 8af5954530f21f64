using System.Numerics;
using RandWire.Engine;
using RandWire.Engine.Functions;

namespace RandWire.Tests.Engine.Reference;

/// <summary>Windows: largest element (first of equals) or mean of the elements inside the image; and the mean of all pixels.</summary>
internal static class ReferencePooling
{
    public static void Forward<T>(ReferenceTensor<T> x, Pooling function, ReferenceTensor<T> y)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        for (int image = 0; image < y.Batch; image++)
            for (int row = 0; row < y.Height; row++)
                for (int column = 0; column < y.Width; column++)
                    for (int channel = 0; channel < y.Channels; channel++)
                    {
                        (int Row, int Column, int)[] window = ReferenceWindow.Inside(x.Shape, row, column, function.Window, function.Padding);
                        if (function.Kind == PoolingKind.Maximum)
                        {
                            (int r, int c, _) = window[Largest(x, image, channel, window)];
                            y[image, row, column, channel] = x[image, r, c, channel];
                            continue;
                        }
                        T sum = T.Zero;
                        foreach ((int r, int c, _) in window) sum += x[image, r, c, channel];
                        y[image, row, column, channel] = sum / T.CreateChecked(window.Length);
                    }
    }

    public static void Backward<T>(ReferenceTensor<T> x, ReferenceTensor<T> gradY, Pooling function, ReferenceTensor<T> gradX)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        for (int image = 0; image < gradY.Batch; image++)
            for (int row = 0; row < gradY.Height; row++)
                for (int column = 0; column < gradY.Width; column++)
                    for (int channel = 0; channel < gradY.Channels; channel++)
                    {
                        (int Row, int Column, int)[] window = ReferenceWindow.Inside(x.Shape, row, column, function.Window, function.Padding);
                        T gradient = gradY[image, row, column, channel];
                        if (function.Kind == PoolingKind.Maximum)
                        {
                            (int r, int c, _) = window[Largest(x, image, channel, window)];
                            gradX[image, r, c, channel] += gradient;
                            continue;
                        }
                        foreach ((int r, int c, _) in window) gradX[image, r, c, channel] += gradient / T.CreateChecked(window.Length);
                    }
    }

    public static void GlobalForward<T>(ReferenceTensor<T> x, ReferenceTensor<T> y) where T : struct, IBinaryFloatingPointIeee754<T>
    {
        int pixels = x.Height * x.Width;
        for (int p = 0; p < x.Pixels; p++)
            for (int c = 0; c < x.Channels; c++)
                y.Pixel(p / pixels)[c] += x.Pixel(p)[c] / T.CreateChecked(pixels);
    }

    public static void GlobalBackward<T>(ReferenceTensor<T> gradY, ReferenceTensor<T> gradX) where T : struct, IBinaryFloatingPointIeee754<T>
    {
        int pixels = gradX.Height * gradX.Width;
        for (int p = 0; p < gradX.Pixels; p++)
            for (int c = 0; c < gradX.Channels; c++)
                gradX.Pixel(p)[c] += gradY.Pixel(p / pixels)[c] / T.CreateChecked(pixels);
    }

    /// <summary>Position within the window of its first largest element; the first NaN wins over everything.</summary>
    private static int Largest<T>(ReferenceTensor<T> x, int image, int channel, (int Row, int Column, int)[] window)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        int best = 0;
        for (int i = 1; i < window.Length; i++)
        {
            T value = x[image, window[i].Row, window[i].Column, channel], largest = x[image, window[best].Row, window[best].Column, channel];
            if (value > largest || (T.IsNaN(value) && !T.IsNaN(largest))) best = i;
        }
        return best;
    }
}
