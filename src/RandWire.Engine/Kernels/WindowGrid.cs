namespace RandWire.Engine.Kernels;

/// <summary>A window over an image, as kernels want it: sizes in pixels, and where the first window begins.</summary>
/// <param name="Height">Rows of the image.</param>
/// <param name="Width">Columns of the image.</param>
/// <param name="OutHeight">Rows of windows.</param>
/// <param name="OutWidth">Columns of windows.</param>
/// <param name="Channels">Floats of a pixel.</param>
/// <param name="WindowHeight">Rows of a window.</param>
/// <param name="WindowWidth">Columns of a window.</param>
/// <param name="Stride">Pixels from one window to the next; rows, where columns have another.</param>
/// <param name="ColumnStride">Columns from one window to the next.</param>
/// <param name="Dilation">Pixels from one tap to the next.</param>
/// <param name="Above">Rows of padding that the first window covers.</param>
/// <param name="Left">Columns of padding that the first window covers.</param>
internal readonly record struct WindowGrid(
    int Height, int Width, int OutHeight, int OutWidth, int Channels, int WindowHeight, int WindowWidth, int Stride, int ColumnStride, int Dilation, int Above, int Left)
{
    public int Taps => WindowHeight * WindowWidth;

    /// <summary>Whether a window is one pixel and every pixel has one.</summary>
    public bool IsPixel => Taps == 1 && Stride == 1 && ColumnStride == 1;

    /// <summary>First row of the image, perhaps in the padding, under a row of windows.</summary>
    public int Top(int outRow) => outRow * Stride - Above;

    /// <summary>Rows of a window from the first to the last that lie inside the image, for a row of windows: first tap and the tap after the last.</summary>
    public (int From, int To) RowsInside(int outRow) => Inside(Top(outRow), WindowHeight, Height);

    /// <summary>The same for columns.</summary>
    public (int From, int To) ColumnsInside(int outColumn) => Inside(outColumn * ColumnStride - Left, WindowWidth, Width);

    private (int From, int To) Inside(int first, int taps, int length)
    {
        int from = first >= 0 ? 0 : (Dilation - 1 - first) / Dilation, to = length <= first ? 0 : (length - first + Dilation - 1) / Dilation;
        to = Math.Min(taps, to);
        return (Math.Min(from, to), to);
    }
}
