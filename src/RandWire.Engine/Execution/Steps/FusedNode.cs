using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>A node as one pass: sum over wires, ReLU, convolution; its normalization rides on the wires that leave it.</summary>
/// <param name="Name">The node's name.</param>
/// <param name="Inputs">Wires into the node.</param>
/// <param name="Y">Raw output of the convolution, before normalization: all that is stored.</param>
/// <param name="Transform">Kind of convolution.</param>
/// <param name="Rectifies">Whether a ReLU comes first; without one the sum is convolved as it is.</param>
/// <param name="DepthwiseWeight">Offset of the depthwise weights in the store; separable only.</param>
/// <param name="Weight">Offset of the 1x1 or dense weights in the store.</param>
/// <param name="Stride">Stride of the 3x3 window.</param>
/// <param name="MostRows">Output rows of a block at most.</param>
internal sealed record FusedNode(
    string Name, WireInputs Inputs, TensorBuffer Y, NodeTransform Transform, bool Rectifies, long DepthwiseWeight, long Weight, int Stride,
    int MostRows)
{
    public TensorBuffer X => Inputs.First;

    /// <summary>Columns of padding on either side of a tile's rows.</summary>
    public int Padding => Transform == NodeTransform.Pointwise ? 0 : 1;

    /// <summary>Floats of one row of the input.</summary>
    public int RowX => X.Width * X.Channels;

    /// <summary>Floats of a pixel in a tile of the input. A dense convolution packs its pixels: padding between the channels would be terms of its products.
    /// </summary>
    public int TileChannels => Transform == NodeTransform.Dense && Inputs.Count <= Aggregation.MostInputs ? X.Shape.Channels : X.Channels;

    /// <summary>Floats of one row of a tile of the input.</summary>
    public int TileRowX => (X.Width + 2 * Padding) * TileChannels;

    /// <summary>Which rows of the stored weights the product reads.</summary>
    public WeightRows WeightRows => new(Transform == NodeTransform.Dense ? 9 : 1, TileChannels, X.Channels);

    /// <summary>Whether a dense convolution gathers its windows into rows first: worth it for the one to three channels of images, whose windows are too
    /// short for products of their own.</summary>
    public bool Gathers => Transform == NodeTransform.Dense && X.Channels < 16;

    /// <summary>Floats of a pixel that the matrix product reads: between depthwise and 1x1, or a gathered window.</summary>
    public int PixelT => Gathers ? Depth : X.Channels;

    /// <summary>Floats of one row of such pixels.</summary>
    public int RowT => Y.Width * PixelT;

    /// <summary>Rows of the weight matrix as the product reads it.</summary>
    public int Depth => WeightRows.Depth;

    /// <summary>Input rows, padding counted, under so many output rows.</summary>
    public int RowsUnder(int outputRows) => Padding == 0 ? outputRows : (outputRows - 1) * Stride + 3;

    /// <summary>First input row, perhaps in the padding, under an output row.</summary>
    public int FirstUnder(int outputRow) => Padding == 0 ? outputRow : outputRow * Stride - 1;

    /// <summary>Scratch for a tile of the input under so many output rows: whole vectors, and one more, for packed pixels are written as whole vectors too.</summary>
    public int TileFloats(int outputRows) => (RowsUnder(outputRows) * TileRowX + 31) / 16 * 16;

    /// <summary>Writes the aggregated input rows first .. first + rows - 1 into a tile; rows outside the image are zeros.</summary>
    public void Aggregate(StepContext context, Floats folded, int image, int first, int rows, Floats tile)
    {
        if (Inputs.IsCopy && !Rectifies && Padding == 1 && TileChannels == X.Channels)
        {
            context.Kernels.PadTile(X.At(context).Plus(image * X.ImageFloats), X.Height, X.Width, X.Channels, first, rows, tile);
            return;
        }
        int from = Math.Clamp(0, first, first + rows), to = Math.Clamp(X.Height, from, first + rows);
        tile.Span((from - first) * TileRowX).Clear();
        tile.Plus((long)(to - first) * TileRowX).Span((first + rows - to) * TileRowX).Clear();
        Floats inside = tile.Plus((long)(from - first) * TileRowX);
        long offset = image * X.ImageFloats + (long)from * RowX;
        if (Padding == 1) Inputs.ApplyTile(context, folded, offset, to - from, inside, TileChannels, Rectifies);
        else Inputs.Apply(context, folded, offset, (to - from) * X.Width, inside, Rectifies);
    }

    /// <summary>Output rows from a tile: y = the convolution of the tile, on top of <paramref name="start"/>.</summary>
    /// <param name="context">Kernels and weights.</param>
    /// <param name="tile">The aggregated input, <see cref="RowsUnder"/> rows.</param>
    /// <param name="t">Scratch for the depthwise rows or the gathered windows.</param>
    /// <param name="rows">Output rows.</param>
    /// <param name="weight">The 1x1 or dense weights of the columns.</param>
    /// <param name="columns">Output channels to compute, a multiple of 16: all, or some of them.</param>
    /// <param name="start">A bias, or zero.</param>
    /// <param name="y">Output rows, one after the other, from the first of the columns on.</param>
    /// <param name="ahead">What to bring into the cache meanwhile.</param>
    public void Convolve(StepContext context, Floats tile, Floats t, int rows, Floats weight, int columns, MatrixProduct.Start start, Floats y, Floats ahead)
    {
        int channels = X.Channels, pixel = Y.Channels;
        if (Gathers)
        {
            // Row by row, so that the windows stay in the first-level cache.
            for (int row = 0; row < rows; row++, y = y.Plus((long)Y.Width * pixel))
            {
                Gather(context, tile.Plus((long)row * Stride * TileRowX), 1, t);
                context.Kernels.MatrixProduct(t, Depth, 1, weight, 16 * Depth, 16, Y.Width, columns, Depth, start, y, pixel, 16, ahead);
            }
            return;
        }
        if (Transform == NodeTransform.Dense)
        {
            int depth = 3 * TileChannels;
            for (int row = 0; row < rows; row++, y = y.Plus((long)Y.Width * pixel))
            {
                for (int ky = 0; ky < 3; ky++)
                {
                    context.Kernels.MatrixProduct(
                        tile.Plus((long)(row * Stride + ky) * TileRowX), Stride * TileChannels, 1, weight.Plus(16L * ky * depth), 16 * Depth, 16, Y.Width, columns,
                        depth, ky == 0 ? start : new MatrixProduct.Start(y.Address, pixel, 16), y, pixel, 16, ahead);
                }
            }
            return;
        }
        if (Transform == NodeTransform.Separable)
        {
            context.Kernels.Depthwise(tile, context.Values.Plus(DepthwiseWeight), false, X.Width, rows, Y.Width, channels, Stride, t, false);
            tile = t;
        }
        context.Kernels.MatrixProduct(tile, channels, 1, weight, 16 * channels, 16, rows * Y.Width, columns, X.Shape.Channels, start, y, pixel, 16, ahead);
    }

    /// <summary>Writes the windows of some output rows as rows of a matrix, as far as a vector past the last.</summary>
    public void Gather(StepContext context, Floats tile, int rows, Floats windows)
    {
        for (int row = 0; row < rows; row++)
            context.Kernels.GatherTileRow(tile.Plus((long)row * Stride * TileRowX), TileRowX, Y.Width, X.Channels, Stride, windows.Plus((long)row * RowT));
    }

    /// <summary>Terms of the matrix products in <see cref="Convolve"/>.</summary>
    public long Terms(StepContext context, int rows)
    {
        if (Transform != NodeTransform.Dense) return context.Kernels.MatrixTerms(rows * Y.Width, Y.Channels, X.Shape.Channels);
        return Gathers
            ? rows * context.Kernels.MatrixTerms(Y.Width, Y.Channels, Depth)
            : 3L * rows * context.Kernels.MatrixTerms(Y.Width, Y.Channels, 3 * TileChannels);
    }

    /// <summary>Aggregates the rows under a block of output rows; what the block before it, the last in the tile, had in common is taken from there.</summary>
    public void AggregateBlock(StepContext context, Floats folded, int image, int from, int rows, int rowsBefore, Floats tile)
    {
        int kept = rowsBefore == 0 || Padding == 0 ? 0 : 3 - Stride;
        if (kept > 0) tile.Plus((long)(RowsUnder(rowsBefore) - kept) * TileRowX).Span(kept * TileRowX).CopyTo(tile.Span(kept * TileRowX));
        Aggregate(context, folded, image, FirstUnder(from) + kept, RowsUnder(rows) - kept, tile.Plus((long)kept * TileRowX));
    }

    /// <summary>Lists what aggregating the rows under a block of output rows will read, but for those in common with the block before.</summary>
    public void ListAhead(Floats list, int image, int from, int rows, bool followsBlock)
    {
        int first = Math.Max(0, FirstUnder(from) + (followsBlock && Padding == 1 ? 3 - Stride : 0)), end = Math.Min(X.Height, FirstUnder(from) + RowsUnder(rows));
        Inputs.ListAhead(list, image * X.ImageFloats + (long)first * RowX, (long)(end - first) * RowX);
    }

    /// <summary>The node's convolutions: as much again is an input gradient of them, or a weight gradient.</summary>
    public StepWork Work(int count) => MainWork(count) + (Transform == NodeTransform.Separable ? StepWork.Depthwise((long)count * Y.Pixels, X.Shape.Channels) : default);

    /// <summary>The 1x1 or dense convolution alone.</summary>
    public StepWork MainWork(int count) =>
        StepWork.Convolution((long)count * Y.Pixels, Transform == NodeTransform.Dense ? 9 : 1, X.Shape.Channels, Y.Shape.Channels);
}
