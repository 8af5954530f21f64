namespace RandWire.Training.Data.NearDuplicates;

/// <summary>What is kept of a photo to find others that show the same: its brightness on a grid of 64x64 cells.</summary>
/// <remarks>The whole picture is stretched over the grid, so that copies of another size have the same sketch; color is not looked at, so that
/// gray copies are found. 4 KB. Safe to compute from several threads.</remarks>
internal sealed class PhotoSketch
{
    /// <summary>Cells of <see cref="Luma"/> in each direction.</summary>
    public const int Side = 64;

    /// <summary>Pictures with a shorter side have no sketch: below it there is too little detail to tell photos apart.</summary>
    public const int MinPixels = 64;

    private PhotoSketch(byte[] luma) => Luma = luma;

    /// <summary>[64, 64], brightness, stretched so that the darkest cell is 0 and the brightest is 255.</summary>
    public byte[] Luma { get; }

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
        if (luma == null || !PhotoDetail.IsEnough(luma)) return null;
        return new PhotoSketch(luma);
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
}
