namespace RandWire.Engine.Execution;

/// <summary>Lists of a window's taps as the depthwise kernels take them: pairs of a place in a tile and a place of the weights, [..., height * width][channels] each.</summary>
internal static class WindowTaps
{
    /// <summary>For each tap, the place of what the first output pixel of a row meets, counted from the window's corner.</summary>
    /// <param name="taps">Two numbers a tap, written.</param>
    /// <param name="width">Columns of the window.</param>
    /// <param name="dilation">Pixels from one tap to the next.</param>
    /// <param name="rowFloats">Floats of a row of the tile.</param>
    /// <param name="channels">Channels.</param>
    public static void List(Span<int> taps, int width, int dilation, int rowFloats, int channels)
    {
        for (int tap = 0; 2 * tap < taps.Length; tap++)
        {
            taps[2 * tap] = tap / width * dilation * rowFloats + tap % width * dilation * channels;
            taps[2 * tap + 1] = tap * channels;
        }
    }

    /// <summary>For each tap by which an input pixel reached an output, from the last tap to the first, the place of that output's gradient.</summary>
    /// <param name="taps">Two numbers a tap of the whole window; as many are written as the return value says.</param>
    /// <param name="width">Columns of the window.</param>
    /// <param name="dilation">Pixels from one tap to the next.</param>
    /// <param name="stride">Pixels from one output's window to the next.</param>
    /// <param name="at">Row and column of the input pixel, counted from the corner of the first output's window.</param>
    /// <param name="first">Output row and column at which the tile begins.</param>
    /// <param name="rowFloats">Floats of a row of the tile.</param>
    /// <param name="channels">Channels.</param>
    public static int ListGradient(Span<int> taps, int width, int dilation, int stride, (int Row, int Column) at, (int Row, int Column) first, int rowFloats, int channels)
    {
        int count = 0;
        for (int tap = taps.Length / 2 - 1; tap >= 0; tap--)
        {
            int y = at.Row - tap / width * dilation, x = at.Column - tap % width * dilation;
            if (y % stride != 0 || x % stride != 0) continue;
            taps[count++] = (y / stride - first.Row) * rowFloats + (x / stride - first.Column) * channels;
            taps[count++] = tap * channels;
        }
        return count;
    }
}
