namespace RandWire.Training.Data.Splitting;

/// <summary>Sums of 8-bit samples and of their squares by channel, exact in any order; grey counts for all three.</summary>
internal readonly record struct ChannelSums(
    long Pixels, long Red, long Green, long Blue, long RedSquares, long GreenSquares, long BlueSquares)
{
    public static ChannelSums Of(ReadOnlySpan<byte> pixels, int channels)
    {
        long red = 0, green = 0, blue = 0, redSquares = 0, greenSquares = 0, blueSquares = 0;
        if (channels == 1)
        {
            foreach (byte sample in pixels) (red, redSquares) = (red + sample, redSquares + sample * sample);
            return new ChannelSums(pixels.Length, red, red, red, redSquares, redSquares, redSquares);
        }
        for (int i = 0; i + 2 < pixels.Length; i += 3)
        {
            int r = pixels[i], g = pixels[i + 1], b = pixels[i + 2];
            (red, green, blue) = (red + r, green + g, blue + b);
            (redSquares, greenSquares, blueSquares) = (redSquares + r * r, greenSquares + g * g, blueSquares + b * b);
        }
        return new ChannelSums(pixels.Length / 3, red, green, blue, redSquares, greenSquares, blueSquares);
    }

    public static ChannelSums operator +(ChannelSums a, ChannelSums b) => new(
        a.Pixels + b.Pixels, a.Red + b.Red, a.Green + b.Green, a.Blue + b.Blue,
        a.RedSquares + b.RedSquares, a.GreenSquares + b.GreenSquares, a.BlueSquares + b.BlueSquares);

    /// <summary>Mean of a channel, black 0 and white 1; 0 without pixels.</summary>
    public double Mean(int channel) => Pixels == 0 ? 0 : (double)Sum(channel) / Pixels / 255;

    /// <summary>Standard deviation of a channel in the same units; 0 without pixels.</summary>
    public double Deviation(int channel)
    {
        if (Pixels == 0) return 0;
        long squares = channel switch { 0 => RedSquares, 1 => GreenSquares, _ => BlueSquares };
        double mean = (double)Sum(channel) / Pixels;
        return Math.Sqrt(Math.Max(0, (double)squares / Pixels - mean * mean)) / 255;
    }

    private long Sum(int channel) => channel switch { 0 => Red, 1 => Green, _ => Blue };
}
