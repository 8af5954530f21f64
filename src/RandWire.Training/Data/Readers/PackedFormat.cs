namespace RandWire.Training.Data.Readers;

/// <summary>How records lie in a packed file.</summary>
/// <param name="Height">H.</param>
/// <param name="Width">W.</param>
/// <param name="Channels">C.</param>
/// <param name="HeaderBytes">Bytes before the first record.</param>
/// <param name="RecordBytes">Bytes of a record.</param>
/// <param name="PixelOffset">Where pixels begin in a record.</param>
/// <param name="Planar">Whether pixels are [C, H, W] instead of [H, W, C].</param>
internal sealed record PackedFormat(int Height, int Width, int Channels, int HeaderBytes, int RecordBytes, int PixelOffset, bool Planar)
{
    /// <summary>H·W·C.</summary>
    public int PixelBytes => Height * Width * Channels;

    /// <summary>[C, H, W] as [H, W, C].</summary>
    public byte[] Interleaved(ReadOnlySpan<byte> planes)
    {
        byte[] pixels = new byte[PixelBytes];
        Interleave(planes, pixels);
        return pixels;
    }

    /// <summary>[C, H, W] as [H, W, C] into a destination.</summary>
    public void Interleave(ReadOnlySpan<byte> planes, Span<byte> pixels)
    {
        int plane = Height * Width;
        for (int c = 0; c < Channels; c++)
        {
            ReadOnlySpan<byte> from = planes.Slice(c * plane, plane);
            for (int i = 0, to = c; i < from.Length; i++, to += Channels) pixels[to] = from[i];
        }
    }
}
