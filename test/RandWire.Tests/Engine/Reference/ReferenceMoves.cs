using System.Numerics;
using RandWire.Engine;
using RandWire.Engine.Functions;

namespace RandWire.Tests.Engine.Reference;

/// <summary>Functions that only move numbers: which element of the input an element of the output is.</summary>
internal static class ReferenceMoves
{
    /// <summary>Whether it is one of them.</summary>
    public static bool Is(Function function) => function is Slice or ChannelShuffle or Subsample or ChannelPadding or PixelShift;

    public static void Forward<T>(Function function, ReferenceTensor<T> x, ReferenceTensor<T> y) where T : struct, IBinaryFloatingPointIeee754<T>
    {
        foreach ((int to, int from) in Pairs(function, x, y)) y.Data[to] = x.Data[from];
    }

    public static void Backward<T>(Function function, ReferenceTensor<T> gradY, ReferenceTensor<T> gradX) where T : struct, IBinaryFloatingPointIeee754<T>
    {
        foreach ((int to, int from) in Pairs(function, gradX, gradY)) gradX.Data[from] += gradY.Data[to];
    }

    private static IEnumerable<(int To, int From)> Pairs<T>(Function function, ReferenceTensor<T> x, ReferenceTensor<T> y) where T : struct, IBinaryFloatingPointIeee754<T>
    {
        for (int image = 0; image < y.Batch; image++)
            for (int row = 0; row < y.Height; row++)
                for (int column = 0; column < y.Width; column++)
                    for (int channel = 0; channel < y.Channels; channel++)
                    {
                        (int r, int c, int ch) = Source(function, x.Shape, row, column, channel);
                        if (r < x.Height && c < x.Width && ch >= 0 && ch < x.Channels)
                            yield return (Index(y.Shape, image, row, column, channel), Index(x.Shape, image, r, c, ch));
                    }
    }

    private static (int Row, int Column, int Channel) Source(Function function, TensorShape x, int row, int column, int channel) => function switch
    {
        Slice slice => (row, column, slice.First + channel),
        ChannelShuffle shuffle => (row, column, channel % shuffle.Groups * (x.Channels / shuffle.Groups) + channel / shuffle.Groups),
        Subsample subsample => (row * subsample.Stride, column * subsample.Stride, channel),
        ChannelPadding padding => (row, column, channel - padding.Before),
        PixelShift => (row + 1, column + 1, channel),
        _ => throw new ArgumentException($"{function} does not only move."),
    };

    private static int Index(TensorShape shape, int image, int row, int column, int channel) => ((image * shape.Height + row) * shape.Width + column) * shape.Channels + channel;
}
