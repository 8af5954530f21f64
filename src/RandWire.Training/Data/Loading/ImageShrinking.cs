namespace RandWire.Training.Data.Loading;

/// <summary>Makes a picture as small as what is kept of it.</summary>
internal static class ImageShrinking
{
    // Scratch memory as large as a photo's rows; one for each thread that decodes.
    [ThreadStatic]
    private static Resampler? _resampler;

    /// <summary>The picture with its longer side brought down to <paramref name="side"/> by area averaging, rounded to nearest; itself when it is no larger, or
    /// when <paramref name="side"/> is null.</summary>
    public static DecodedImage ToSide(DecodedImage image, int? side)
    {
        int longer = Math.Max(image.Height, image.Width);
        if (side is not int most || longer <= most) return image;
        int height = Math.Max(1, (int)Math.Round((double)image.Height * most / longer));
        int width = Math.Max(1, (int)Math.Round((double)image.Width * most / longer));
        float[] samples = new float[height * width * image.Channels];
        Region whole = new(0, 0, image.Height, image.Width);
        Resampler resampler = _resampler ??= new Resampler();
        resampler.Read(image.Pixels.Span, image.Height, image.Width, image.Channels, whole, Filter.Area, height, width, samples);
        byte[] pixels = new byte[samples.Length];
        for (int i = 0; i < pixels.Length; i++) pixels[i] = (byte)Math.Clamp(samples[i] + 0.5f, 0, 255);
        return new DecodedImage(height, width, image.Channels, pixels);
    }
}
