using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>A node as one pass: sum over wires, ReLU, depthwise 3x3, 1x1 convolution; its normalisation rides on the wires that leave it.</summary>
/// <param name="Name">The node's name.</param>
/// <param name="Inputs">Wires into the node.</param>
/// <param name="Y">Raw output of the 1x1 convolution, before normalisation: all that is stored.</param>
/// <param name="DepthwiseWeight">Offset of the depthwise weights in the store.</param>
/// <param name="PointwiseWeight">Offset of the 1x1 weights in the store.</param>
/// <param name="Stride">Stride of the depthwise convolution.</param>
internal sealed record FusedNode(
    string Name, WireInputs Inputs, TensorBuffer Y, long DepthwiseWeight, long PointwiseWeight, int Stride)
{
    // A tile's rectified sum and its depthwise rows should stay in a second-level cache beside the weights.
    private const int TileFloats = 65536;

    public TensorBuffer X => Inputs.First;

    /// <summary>Floats of one row of the input.</summary>
    public int RowX => X.Width * X.Channels;

    /// <summary>Floats of one padded row of the input.</summary>
    public int PaddedRowX => (X.Width + 2) * X.Channels;

    /// <summary>Floats of one row between depthwise and 1x1.</summary>
    public int RowT => Y.Width * X.Channels;

    /// <summary>Floats of one padded row between depthwise and 1x1.</summary>
    public int PaddedRowT => (Y.Width + 2) * X.Channels;

    /// <summary>Input rows, padding counted, under so many output rows.</summary>
    public int RowsUnder(int outputRows) => (outputRows - 1) * Stride + 3;

    /// <summary>Output rows of a tile of the forward pass: the whole image, or as many as fit beside their two rows of halo.</summary>
    public int RowBlock => X.ImageFloats <= TileFloats ? Y.Height : Math.Clamp((TileFloats / 2 / RowX - 2) / Stride, 1, Y.Height);

    public int BlocksOfImage => (Y.Height + RowBlock - 1) / RowBlock;

    /// <summary>Chunks of the statistics taken while the output is written.</summary>
    public PixelChunks Chunks => new(Y.Pixels, RowBlock * Y.Width, true);

    /// <summary>Groups of images in the backward pass; each has its own partial sums.</summary>
    public static int Groups(int count) => Math.Min(count, 16);

    /// <summary>Writes the rectified sum over wires of input rows first .. first + rows - 1 into a padded tile; rows outside the image are zeros.</summary>
    public void Rectify(StepContext context, Floats folded, int image, int first, int rows, Floats tile)
    {
        for (int row = first; row < first + rows; row++, tile = tile.Plus(PaddedRowX))
        {
            if ((uint)row >= (uint)X.Height)
            {
                tile.Span(PaddedRowX).Clear();
                continue;
            }
            context.Kernels.ClearSides(tile, X.Width, X.Channels);
            Inputs.Apply(context, folded, image * X.ImageFloats + (long)row * RowX, X.Width, tile.Plus(X.Channels), true);
        }
    }

    /// <summary>The node's two convolutions: as much again is an input gradient of both, or a weight gradient of both.</summary>
    public StepWork Work(int count) =>
        StepWork.Depthwise((long)count * Y.Pixels, X.Shape.Channels) + StepWork.Convolution((long)count * Y.Pixels, 1, X.Shape.Channels, Y.Shape.Channels);
}
