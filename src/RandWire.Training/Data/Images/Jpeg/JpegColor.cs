namespace RandWire.Training.Data.Images.Jpeg;

/// <summary>Rows of components to rows of red, green and blue: JFIF's equations in 16 bits of fraction, rounded to nearest, as in libjpeg.</summary>
internal static class JpegColor
{
    private const int Half = 1 << 15, CrToRed = 91881, CbToBlue = 116130, CbToGreen = -22554, CrToGreen = -46802;

    public static void FromYcc(ReadOnlySpan<byte> luma, ReadOnlySpan<byte> cb, ReadOnlySpan<byte> cr, Span<byte> rgb)
    {
        int width = rgb.Length / 3;
        luma = luma[..width];
        cb = cb[..width];
        cr = cr[..width];
        for (int x = 0, to = 0; x < width; x++, to += 3)
        {
            int y = luma[x], b = cb[x] - 128, r = cr[x] - 128;
            rgb[to] = Clamp(y + (CrToRed * r + Half >> 16));
            rgb[to + 1] = Clamp(y + (CbToGreen * b + CrToGreen * r + Half >> 16));
            rgb[to + 2] = Clamp(y + (CbToBlue * b + Half >> 16));
        }
    }

    /// <summary>Adobe's inverted CMYK: 255 is no ink.</summary>
    public static void FromCmyk(ReadOnlySpan<byte> cyan, ReadOnlySpan<byte> magenta, ReadOnlySpan<byte> yellow, ReadOnlySpan<byte> key, Span<byte> rgb)
    {
        for (int x = 0, to = 0; to < rgb.Length; x++, to += 3)
        {
            rgb[to] = Under(cyan[x], key[x]);
            rgb[to + 1] = Under(magenta[x], key[x]);
            rgb[to + 2] = Under(yellow[x], key[x]);
        }
    }

    /// <summary>As above, for samples beside each other.</summary>
    public static byte[] FromCmyk(ReadOnlySpan<byte> samples)
    {
        byte[] rgb = GC.AllocateUninitializedArray<byte>(samples.Length / 4 * 3);
        for (int from = 0, to = 0; to < rgb.Length; from += 4, to += 3)
        {
            for (int c = 0; c < 3; c++) rgb[to + c] = Under(samples[from + c], samples[from + 3]);
        }
        return rgb;
    }

    public static void FromYcck(ReadOnlySpan<byte> luma, ReadOnlySpan<byte> cb, ReadOnlySpan<byte> cr, ReadOnlySpan<byte> key, Span<byte> rgb)
    {
        FromYcc(luma, cb, cr, rgb);
        for (int x = 0, to = 0; to < rgb.Length; x++, to += 3)
        {
            for (int c = 0; c < 3; c++) rgb[to + c] = Under((byte)(255 - rgb[to + c]), key[x]);
        }
    }

    public static void Interleave(ReadOnlySpan<byte> red, ReadOnlySpan<byte> green, ReadOnlySpan<byte> blue, Span<byte> rgb)
    {
        for (int x = 0, to = 0; to < rgb.Length; x++, to += 3) (rgb[to], rgb[to + 1], rgb[to + 2]) = (red[x], green[x], blue[x]);
    }

    private static byte Under(byte ink, byte key) => (byte)((ink * key * 2 + 255) / 510);

    private static byte Clamp(int value) => (byte)Math.Clamp(value, 0, 255);
}
