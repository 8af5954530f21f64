namespace RandWire.Training.Data.Images;

/// <summary>Makes opaque samples of 8 bits of a stored picture, and finds the facts by which a data set's reading is chosen.</summary>
/// <remarks>16-bit color is scaled to 8 bits first, by the reading's window, and 16-bit alpha by 255/65535, both to nearest; what is transparent is laid over
/// the background after that, in 8 bits, rounding to nearest.</remarks>
internal static class Flattening
{
    /// <summary>A picture vanishes in a background when what is visible of it is nearer to it than this, as the root of the mean squared difference over color
    /// samples weighted by alpha. A sixteenth of the range: a tenth of the visible area in full contrast still gives 80, while
    /// the soft edges of a drawing in the background's own color give less.</summary>
    private const int Vanishing = 16;

    public static DecodedFile Flatten(StoredPicture picture, ImageReading reading)
    {
        PictureFacts facts = new() { Note = picture.Note };
        byte[] samples = picture.Bytes ?? [];
        if (picture.Words is { } words)
        {
            (ushort lowest, ushort highest) = Range(words.AsSpan(0, picture.Samples), picture.Channels);
            facts = facts with { IsDeep = true, LowestSample = lowest, HighestSample = highest };
        }
        if (picture.Channels is 2 or 4 && !IsOpaque(picture))
        {
            // The facts are those of the file: they must not depend on the reading that they help to choose.
            byte[] plain = picture.Words is { } deep ? Scaled(deep, picture, 0, ushort.MaxValue) : samples;
            facts = Visible(plain.AsSpan(0, picture.Samples), picture.Channels, facts with { IsTransparent = true });
        }
        facts = facts with { IsPlain = picture.IsExact && !facts.IsDeep && !facts.IsTransparent };

        if (picture.Words is { } stored) samples = Scaled(stored, picture, reading.DepthLow, reading.DepthHigh);
        int channels = picture.Channels;
        if (channels is 2 or 4) samples = Composite(samples, picture.Height * picture.Width, --channels, reading.Background);
        DecodedImage image = new(picture.Height, picture.Width, channels, samples.AsMemory(0, picture.Height * picture.Width * channels));
        return new DecodedFile(ExifOrientation.Upright(image, picture.Orientation), facts);
    }

    private static (ushort Lowest, ushort Highest) Range(ReadOnlySpan<ushort> samples, int channels)
    {
        (ushort lowest, ushort highest) = (ushort.MaxValue, 0);
        int color = channels is 2 or 4 ? channels - 1 : channels;
        for (int i = 0; i < samples.Length; i += channels)
        {
            // What cannot be seen has no part in the range.
            if (color != channels && samples[i + color] == 0) continue;
            foreach (ushort sample in samples.Slice(i, color)) (lowest, highest) = (Math.Min(lowest, sample), Math.Max(highest, sample));
        }
        return lowest > highest ? ((ushort)0, (ushort)0) : (lowest, highest);
    }

    private static bool IsOpaque(StoredPicture picture)
    {
        for (int i = picture.Channels - 1; i < picture.Samples; i += picture.Channels)
        {
            if (picture.Words is { } words ? words[i] != ushort.MaxValue : picture.Bytes![i] != byte.MaxValue) return false;
        }
        return true;
    }

    private static PictureFacts Visible(ReadOnlySpan<byte> samples, int channels, PictureFacts facts)
    {
        long alphas = 0, white = 0, gray = 0, black = 0;
        for (int i = 0; i < samples.Length; i += channels)
        {
            int alpha = samples[i + channels - 1];
            alphas += alpha * (channels - 1);
            foreach (int sample in samples.Slice(i, channels - 1))
            {
                white += alpha * (255 - sample) * (255 - sample);
                gray += alpha * (sample - 128) * (sample - 128);
                black += alpha * sample * sample;
            }
        }
        bool Vanishes(long squares) => alphas > 0 && squares < alphas * Vanishing * Vanishing;
        return facts with { VanishesInWhite = Vanishes(white), VanishesInGray = Vanishes(gray), VanishesInBlack = Vanishes(black) };
    }

    private static byte[] Scaled(ushort[] words, StoredPicture picture, int low, int high)
    {
        byte[] bytes = new byte[picture.Samples];
        int channels = picture.Channels, alpha = channels is 2 or 4 ? channels - 1 : -1;
        for (int i = 0, channel = 0; i < bytes.Length; i++, channel = channel + 1 == channels ? 0 : channel + 1)
            bytes[i] = channel == alpha ? Scale(words[i], 0, ushort.MaxValue) : Scale(words[i], low, high);
        return bytes;
    }

    private static byte Scale(int sample, int low, int high)
    {
        int width = high - low;
        return (byte)((Math.Clamp(sample - low, 0, width) * 255 + width / 2) / width);
    }

    private static byte[] Composite(byte[] source, int pixels, int channels, int background)
    {
        byte[] opaque = new byte[pixels * channels];
        for (int p = 0, from = 0, to = 0; p < pixels; p++, from += channels + 1)
        {
            int alpha = source[from + channels];
            for (int c = 0; c < channels; c++) opaque[to++] = (byte)((source[from + c] * alpha + background * (255 - alpha) + 127) / 255);
        }
        return opaque;
    }
}
