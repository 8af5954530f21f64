namespace RandWire.Training.Data.Images.Jpeg;

/// <summary>Brings a component's rows to the picture's size as libjpeg-turbo does: by 2 across, down or both with a triangle of 3 to 1, where it is more than two
/// samples wide; by other ratios with copies.</summary>
internal sealed class JpegUpsampler
{
    private readonly JpegFrame _frame;
    private readonly ushort[] _sums;

    public JpegUpsampler(JpegFrame frame)
    {
        _frame = frame;
        _sums = new ushort[frame.Width + 2];
    }

    /// <summary>Row <paramref name="y"/> of the picture, one component; it may be a view of the plane.</summary>
    /// <param name="index">The component.</param>
    /// <param name="y">The row.</param>
    /// <param name="row">Room for a row and 16 samples more.</param>
    public ReadOnlySpan<byte> Row(int index, int y, Span<byte> row)
    {
        JpegComponent component = _frame.Components[index];
        int across = _frame.MaxAcross / component.Across, down = _frame.MaxDown / component.Down, width = component.Width;
        if (across == 1 && down == 1) return Stored(component, y)[.._frame.Width];
        if (across == 1 && down == 2)
            Down(Stored(component, y / 2), Stored(component, Neighbor(component, y)), 1 + (y & 1), row[..width]);
        else if (across == 2 && down == 1 && width > 2)
            Across(Stored(component, y)[..width], row);
        else if (across == 2 && down == 2 && width > 2)
            Both(Stored(component, y / 2)[..width], Stored(component, Neighbor(component, y)), row);
        else
        {
            ReadOnlySpan<byte> stored = Stored(component, y / down);
            for (int x = 0; x < _frame.Width; x++) row[x] = stored[x / across];
        }
        return row[.._frame.Width];
    }

    /// <summary>The second nearest row of a component of half height; at the border the nearest itself.</summary>
    private static int Neighbor(JpegComponent component, int y) => Math.Clamp(y / 2 + ((y & 1) == 0 ? -1 : 1), 0, component.Height - 1);

    private static ReadOnlySpan<byte> Stored(JpegComponent component, int y)
    {
        int stride = component.BlocksAcross * 8;
        return component.Plane.AsSpan(y * stride, stride);
    }

    private static void Down(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, int bias, Span<byte> row)
    {
        near = near[..row.Length];
        far = far[..row.Length];
        for (int x = 0; x < row.Length; x++) row[x] = (byte)(near[x] * 3 + far[x] + bias >> 2);
    }

    private static void Across(ReadOnlySpan<byte> stored, Span<byte> row)
    {
        int last = stored.Length - 1;
        row = row[..(2 * stored.Length)];
        row[0] = stored[0];
        row[1] = (byte)(stored[0] * 3 + stored[1] + 2 >> 2);
        for (int x = 1; x < last; x++)
        {
            int three = stored[x] * 3;
            row[2 * x] = (byte)(three + stored[x - 1] + 1 >> 2);
            row[2 * x + 1] = (byte)(three + stored[x + 1] + 2 >> 2);
        }
        row[2 * last] = (byte)(stored[last] * 3 + stored[last - 1] + 1 >> 2);
        row[2 * last + 1] = stored[last];
    }

    private void Both(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, Span<byte> row)
    {
        int last = near.Length - 1;
        far = far[..near.Length];
        row = row[..(2 * near.Length)];
        Span<ushort> sums = _sums.AsSpan(0, near.Length);
        for (int x = 0; x < sums.Length; x++) sums[x] = (ushort)(near[x] * 3 + far[x]);
        row[0] = (byte)(sums[0] * 4 + 8 >> 4);
        row[1] = (byte)(sums[0] * 3 + sums[1] + 7 >> 4);
        for (int x = 1; x < last; x++)
        {
            int three = sums[x] * 3;
            row[2 * x] = (byte)(three + sums[x - 1] + 8 >> 4);
            row[2 * x + 1] = (byte)(three + sums[x + 1] + 7 >> 4);
        }
        row[2 * last] = (byte)(sums[last] * 3 + sums[last - 1] + 8 >> 4);
        row[2 * last + 1] = (byte)(sums[last] * 4 + 7 >> 4);
    }
}
