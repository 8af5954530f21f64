namespace RandWire.Training.Data.NearDuplicates;

/// <summary>What is kept of a photo to find others that show the same: its brightness on a grid of 64x64 cells and its color on 16x16.</summary>
/// <remarks>The whole picture is stretched over the grid, so that copies of another size have the same sketch. 4.1 to 4.6 KB. Safe to compute
/// from several threads.</remarks>
internal sealed class PhotoSketch
{
    /// <summary>Cells of <see cref="Luma"/> in each direction.</summary>
    public const int Side = 64;

    /// <summary>Cells of <see cref="Chroma"/> in each direction.</summary>
    public const int ChromaSide = 16;

    /// <summary>Pictures with a shorter side have no sketch: below it there is too little detail to tell photos apart.</summary>
    public const int MinPixels = 64;

    private PhotoSketch(byte[] luma, byte[]? chroma) => (Luma, Chroma) = (luma, chroma);

    /// <summary>[64, 64], brightness, stretched so that the darkest cell is 0 and the brightest is 255.</summary>
    public byte[] Luma { get; }

    /// <summary>[2, 16, 16], Cb and Cr (JFIF) with 128 for gray; null for a picture without color.</summary>
    public byte[]? Chroma { get; }

    /// <summary>Whether a picture is a photo in the sense of the search: large enough, with contrast, and with detail in most places.</summary>
    public static bool IsPhoto(in DecodedImage image) => Of(image) != null;

    /// <summary>The sketch of a picture; null where it is no photo (<see cref="IsPhoto"/>).</summary>
    /// <param name="image">Any size; not kept.</param>
    /// <remarks>One pass over the pixels (<see cref="AreaGrid"/>).</remarks>
    public static PhotoSketch? Of(in DecodedImage image)
    {
        if (Math.Min(image.Height, image.Width) < MinPixels) return null;
        ushort[] means = new ushort[Side * Side * image.Channels];
        AreaGrid.Means(image, Side, means);
        int[] bright = new int[Side * Side];
        for (int i = 0; i < bright.Length; i++) bright[i] = image.Channels == 1 ? means[i] : Brightness(means.AsSpan(3 * i));
        byte[]? luma = Stretched(bright);
        if (luma == null || !PhotoDetail.IsEnough(bright)) return null;
        return new PhotoSketch(luma, image.Channels == 1 ? null : Colors(means));
    }

    // JFIF's weights, in 1/65536.
    private static int Brightness(ReadOnlySpan<ushort> color) =>
        (int)((19_595L * color[0] + 38_470L * color[1] + 7_471L * color[2] + 32_768) >> 16);

    private static byte[]? Stretched(int[] bright)
    {
        int least = int.MaxValue, most = 0;
        foreach (int value in bright) (least, most) = (Math.Min(least, value), Math.Max(most, value));
        if (most - least < PhotoDetail.LeastContrast) return null;
        byte[] luma = new byte[bright.Length];
        for (int i = 0; i < luma.Length; i++) luma[i] = (byte)((255L * (bright[i] - least) + (most - least) / 2) / (most - least));
        return luma;
    }

    private static byte[]? Colors(ushort[] means)
    {
        const int Ratio = Side / ChromaSide, Cells = ChromaSide * ChromaSide;
        byte[] chroma = new byte[2 * Cells];
        bool gray = true;
        for (int cell = 0; cell < Cells; cell++)
        {
            long red = 0, green = 0, blue = 0;
            for (int k = 0; k < Ratio * Ratio; k++)
            {
                int at = 3 * ((cell / ChromaSide * Ratio + k / Ratio) * Side + cell % ChromaSide * Ratio + k % Ratio);
                (red, green, blue) = (red + means[at], green + means[at + 1], blue + means[at + 2]);
            }
            long luma = (19_595 * red + 38_470 * green + 7_471 * blue) >> 16;
            const long Scale = 256 * Ratio * Ratio;
            int cb = (int)(128 + (blue - luma) * 564 / 1000 / Scale), cr = (int)(128 + (red - luma) * 713 / 1000 / Scale);
            chroma[cell] = (byte)Math.Clamp(cb, 0, 255);
            chroma[Cells + cell] = (byte)Math.Clamp(cr, 0, 255);
            gray &= Math.Abs(cb - 128) <= 2 && Math.Abs(cr - 128) <= 2;
        }
        return gray ? null : chroma;
    }
}
