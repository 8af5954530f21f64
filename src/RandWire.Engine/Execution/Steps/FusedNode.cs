using RandWire.Engine.Functions;
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
/// <param name="Window">Window of the depthwise or dense convolution, 1x1 without one: as high as wide, padded so that a stride of 1 keeps the size.</param>
/// <param name="MostRows">Output rows of a block at most.</param>
internal sealed record FusedNode(
    string Name, WireInputs Inputs, TensorBuffer Y, NodeTransform Transform, bool Rectifies, long DepthwiseWeight, long Weight, Window Window,
    int MostRows)
{
    public TensorBuffer X => Inputs.First;

    /// <summary>Stride of the window.</summary>
    public int Stride { get; } = Window.Stride;

    /// <summary>Columns of padding on either side of a tile's rows, and rows above and below it.</summary>
    public int Padding { get; } = PaddingOf(Window);

    // Input rows that neighboring blocks have in common.
    private int RowsInCommon { get; } = Window.SpanHeight - Window.Stride;

    // The window whose kernels have its nine weights in registers.
    private bool IsThree { get; } = Window is { Height: 3, Width: 3, Dilation: 1 };

    /// <summary>Floats of one row of the input.</summary>
    public int RowX { get; } = Inputs.First.Width * Inputs.First.Channels;

    /// <summary>Floats of a pixel in a tile of the input. A dense convolution packs its pixels: padding between the channels would be terms of its products.
    /// </summary>
    public int TileChannels { get; } = TileChannelsOf(Transform, Inputs);

    /// <summary>Floats of one row of a tile of the input.</summary>
    public int TileRowX { get; } = (Inputs.First.Width + 2 * PaddingOf(Window)) * TileChannelsOf(Transform, Inputs);

    private static int PaddingOf(Window window) => (window.Width - 1) / 2 * window.Dilation;

    private static int TileChannelsOf(NodeTransform transform, WireInputs inputs) =>
        transform == NodeTransform.Dense && inputs.Count <= Aggregation.MostInputs ? inputs.First.Shape.Channels : inputs.First.Channels;

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
    public int RowsUnder(int outputRows) => (outputRows - 1) * Stride + Window.SpanHeight;

    /// <summary>First input row, perhaps in the padding, under an output row.</summary>
    public int FirstUnder(int outputRow) => outputRow * Stride - Padding;

    /// <summary>Scratch for a tile of the input under so many output rows: whole vectors, and one more, for packed pixels are written as whole vectors too.</summary>
    public int TileFloats(int outputRows) => (RowsUnder(outputRows) * TileRowX + 31) / 16 * 16;

    /// <summary>Writes the aggregated input rows first .. first + rows - 1 into a tile; rows outside the image are zeros.</summary>
    public void Aggregate(StepContext context, Floats folded, int image, int first, int rows, Floats tile)
    {
        if (Inputs.IsCopy && !Rectifies && Padding > 0 && TileChannels == X.Channels)
        {
            context.Kernels.PadTile(X.At(context).Plus(image * X.ImageFloats), X.Height, X.Width, X.Channels, first, rows, Padding, Padding, tile);
            return;
        }
        int from = Math.Clamp(0, first, first + rows), to = Math.Clamp(X.Height, from, first + rows);
        tile.Span((from - first) * TileRowX).Clear();
        tile.Plus((long)(to - first) * TileRowX).Span((first + rows - to) * TileRowX).Clear();
        Floats inside = tile.Plus((long)(from - first) * TileRowX);
        long offset = image * X.ImageFloats + (long)from * RowX;
        if (Padding == 0) Inputs.Apply(context, folded, offset, (to - from) * X.Width, inside, Rectifies);
        else if (Padding == 1) Inputs.ApplyTile(context, folded, offset, to - from, inside, TileChannels, Rectifies);
        else
        {
            int side = Padding * X.Channels;
            for (int row = from; row < to; row++, inside = inside.Plus(TileRowX), offset += RowX)
            {
                inside.Span(side).Clear();
                Inputs.Apply(context, folded, offset, X.Width, inside.Plus(side), Rectifies);
                inside.Plus((long)side + RowX).Span(side).Clear();
            }
        }
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
            Depthwise(context, tile, rows, t);
            tile = t;
        }
        context.Kernels.MatrixProduct(tile, channels, 1, weight, 16 * channels, 16, rows * Y.Width, columns, X.Shape.Channels, start, y, pixel, 16, ahead);
    }

    private void Depthwise(StepContext context, Floats tile, int rows, Floats t)
    {
        Floats weights = context.Values.Plus(DepthwiseWeight);
        if (IsThree)
        {
            context.Kernels.Depthwise(tile, weights, false, X.Width, rows, Y.Width, X.Channels, Stride, t, false);
            return;
        }
        Span<int> taps = stackalloc int[2 * Window.Taps];
        WindowTaps.List(taps, Window.Width, Window.Dilation, TileRowX, X.Channels);
        for (int row = 0; row < rows; row++)
        {
            context.Kernels.DepthwiseTaps(
                tile.Plus((long)row * Stride * TileRowX), taps, weights, (nint)Stride * X.Channels, Y.Width, X.Channels, t.Plus((long)row * RowT), X.Channels, false);
        }
    }

    /// <summary>The depthwise rows of a tile, and the gradient of their weights.</summary>
    /// <param name="context">Kernels and weights.</param>
    /// <param name="tile">The aggregated input.</param>
    /// <param name="g">Gradient of the first depthwise pixel; rows are <paramref name="rowG"/> apart.</param>
    /// <param name="rowG">Floats from one row of the gradient to the next.</param>
    /// <param name="rows">Output rows.</param>
    /// <param name="t">The depthwise rows.</param>
    /// <param name="gradWeights">What the gradient is added to.</param>
    public void DepthwiseAndWeightGradient(StepContext context, Floats tile, Floats g, int rowG, int rows, Floats t, Floats gradWeights)
    {
        if (IsThree)
        {
            context.Kernels.DepthwiseAndWeightGradient(
                tile, context.Values.Plus(DepthwiseWeight), g, rowG, X.Width, rows, Y.Width, X.Channels, Stride, t, gradWeights);
            return;
        }
        Depthwise(context, tile, rows, t);
        Span<int> taps = stackalloc int[2 * Window.Taps];
        WindowTaps.List(taps, Window.Width, Window.Dilation, TileRowX, X.Channels);
        context.Kernels.DepthwiseTapsWeightGradient(
            tile, taps, (nint)Stride * TileRowX, (nint)Stride * X.Channels, g, rowG, rows, Y.Width, X.Channels, gradWeights);
    }

    /// <summary>Depthwise input gradient of some rows, stopped where the ReLU was shut.</summary>
    /// <param name="context">Kernels and weights.</param>
    /// <param name="g">Output row 0 in a tile of depthwise gradients, padding counted: rows before and after it are read.</param>
    /// <param name="rowG">Floats from one row of the tile to the next.</param>
    /// <param name="from">First input row.</param>
    /// <param name="to">Row behind the last.</param>
    /// <param name="gate">The aggregated input of the first row, rows a tile's row apart; null without a ReLU.</param>
    /// <param name="gradX">The first row of the gradient.</param>
    /// <param name="accumulate">Whether the sums start from what is there.</param>
    public void DepthwiseInputGradient(StepContext context, Floats g, int rowG, int from, int to, Floats? gate, Floats gradX, bool accumulate)
    {
        int channels = X.Channels;
        Floats weights = context.Values.Plus(DepthwiseWeight);
        if (IsThree && Stride == 1)
        {
            context.Kernels.Depthwise(g.Plus((long)(from - 1) * rowG), weights, true, X.Width, to - from, X.Width, channels, 1, gradX, accumulate, gate, TileRowX);
            return;
        }
        Span<int> taps = stackalloc int[2 * Window.Taps];
        for (int row = from; row < to; row++, gradX = gradX.Plus(RowX), gate = gate?.Plus(TileRowX))
        {
            if (IsThree)
            {
                Floats near = g.Plus((long)(row / 2) * rowG + channels);
                context.Kernels.DepthwiseInputGradientStrideTwoRow(near, near.Plus(rowG), row % 2 == 1, weights, gate, X.Width, channels, gradX, accumulate);
                continue;
            }
            for (int phase = 0; phase < Math.Min(Stride, X.Width); phase++)
            {
                // An even dilation never meets the odd rows of a stride of two: no taps, and zeros.
                int count = WindowTaps.ListGradient(taps, Window.Width, Window.Dilation, Stride, (row + Padding, phase + Padding), (0, -Padding), rowG, X.Channels), pixels = (X.Width - phase + Stride - 1) / Stride;
                context.Kernels.DepthwiseTaps(
                    g, taps[..count], weights, channels, pixels, channels, gradX.Plus((long)phase * channels), (nint)Stride * channels, accumulate);
            }
            if (gate is { } open) context.Kernels.ReluGradient(open, gradX, RowX, gradX, false);
        }
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
        int kept = rowsBefore == 0 ? 0 : RowsInCommon;
        if (kept > 0) tile.Plus((long)(RowsUnder(rowsBefore) - kept) * TileRowX).Span(kept * TileRowX).CopyTo(tile.Span(kept * TileRowX));
        Aggregate(context, folded, image, FirstUnder(from) + kept, RowsUnder(rows) - kept, tile.Plus((long)kept * TileRowX));
    }

    /// <summary>Lists what aggregating the rows under a block of output rows will read, but for those in common with the block before.</summary>
    public void ListAhead(Floats list, int image, int from, int rows, bool followsBlock)
    {
        int first = Math.Max(0, FirstUnder(from) + (followsBlock ? RowsInCommon : 0)), end = Math.Min(X.Height, FirstUnder(from) + RowsUnder(rows));
        Inputs.ListAhead(list, image * X.ImageFloats + (long)first * RowX, (long)(end - first) * RowX);
    }

    /// <summary>The node's convolutions: as much again is an input gradient of them, or a weight gradient.</summary>
    public StepWork Work(int count) => MainWork(count) + (Transform == NodeTransform.Separable ? StepWork.Depthwise((long)count * Y.Pixels, X.Shape.Channels, Window.Taps) : default);

    /// <summary>The 1x1 or dense convolution alone.</summary>
    public StepWork MainWork(int count) =>
        StepWork.Convolution((long)count * Y.Pixels, Transform == NodeTransform.Dense ? 9 : 1, X.Shape.Channels, Y.Shape.Channels);
}
