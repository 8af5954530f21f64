namespace RandWire.Training.Data.Loading;

/// <summary>The rectangle of a source image that becomes the network's input, in source pixels; it may reach over the edges.</summary>
internal readonly record struct Region(double Top, double Left, double Height, double Width)
{
    /// <summary>Photos larger than the input lose this much of their shorter side at the edges when evaluated (224 of 256, as is
    /// usual).</summary>
    private const double KeptShare = 224.0 / 256.0;

    /// <summary>The largest centered rectangle of the input's shape: the same as scaling the shorter side and cutting the center
    /// out.</summary>
    public static Region Central(int sourceHeight, int sourceWidth, int height, int width)
    {
        if (sourceHeight == height && sourceWidth == width) return new Region(0, 0, height, width);
        double scale = Math.Min((double)sourceHeight / height, (double)sourceWidth / width);
        if (scale * KeptShare >= 1) scale *= KeptShare;
        return Centered(sourceHeight, sourceWidth, height * scale, width * scale);
    }

    /// <summary>A rectangle of the given size in the middle.</summary>
    public static Region Centered(int sourceHeight, int sourceWidth, double height, double width) =>
        new((sourceHeight - height) / 2, (sourceWidth - width) / 2, height, width);
}
